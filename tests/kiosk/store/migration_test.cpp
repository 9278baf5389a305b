// A store that an older program made is brought forward, with all that is in it.
#include <gtest/gtest.h>

#include <limits>

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

// Of version 2, where every login of a role might write for every hall.
class OldStore : public testing::Test {
protected:
    OldStore() {
        for (const char* role : {"terminal", "counter", "office"})
            server_.psql(fmt::format("CREATE ROLE kiosk_{} NOLOGIN", role));
        server_.psql(support::read_file(KIOSK_SOURCE_DIR "/tests/kiosk/store/store_version_2.sql"), "office_chief");
        auto line = PostgresConnection::open({server_.where()});
        EXPECT_TRUE(
            line->run("INSERT INTO kiosk.ledger VALUES (1, 2, $1, $2)", {bytea(key_check(key_)), bytea(random_hash())}));
        server_.psql(
            "CREATE ROLE hall7_a LOGIN IN ROLE kiosk_terminal; CREATE ROLE desk LOGIN IN ROLE kiosk_counter; CREATE ROLE "
            "office LOGIN IN ROLE kiosk_office");
    }
    Status bring_forward() {
        auto line = PostgresConnection::open({server_.where()});
        if (!line) return line.error();
        return prepare_store(*line, key_);
    }

    support::TempDir dir_;
    support::Postgres server_;
    HashKey key_ = key_of(dir_.path().string());
    Policy policy_ = make_policy();
};

TEST_F(OldStore, KeepsItsTicketsAndCasesAndGoesOnWithThem) {
    server_.psql(
        fmt::format("SELECT kiosk.push_ticket('Hall', {}, 'A', 1, 'upgrade', 'ordinary', '', '', decode(repeat('00', "
                    "16), 'hex'), {})",
                    to_number(monday), to_number(morning())),
        "hall7_a");
    const auto forward = bring_forward();
    ASSERT_TRUE(forward) << forward.error().detail;
    EXPECT_TRUE(bring_forward()) << "again";
    set_clock(server_, morning());
    auto line = PostgresConnection::open({server_.where()});
    EXPECT_EQ(*unbound_logins(*line), (std::vector<std::string>{"desk", "hall7_a"}));
    ASSERT_TRUE(bind_terminal(*line, {"hall7_a", "Hall", "A", monday}));
    ASSERT_TRUE(bind_counter(*line, {"desk", "Hall", "", monday}));
    EXPECT_TRUE(unbound_logins(*line)->empty());
    Terminal a(dir_.path().string(), server_.where("hall7_a"), 'A');
    EXPECT_EQ(a.round().tickets, 1U);
    EXPECT_EQ(label(a.issue(request("2"), policy_).ticket), "A002");
    EXPECT_EQ(a.round().sent, 1U);
    EXPECT_EQ(label(*open_shared(server_.where("desk"), key_)->call_next({"Hall", "3"}, policy_, morning(1))), "A001");
}

TEST_F(OldStore, CaseOfATicketGoesOnToBeItsCase) {
    server_.psql(fmt::format("SELECT kiosk.push_ticket('Hall', {}, 'A', 1, 'returned', 'priority', 'no_portrait', 'K0002', "
                             "decode(repeat('00', 16), 'hex'), {})",
                             to_number(monday), to_number(morning())),
                 "hall7_a");
    ASSERT_TRUE(bring_forward());
    EXPECT_EQ(server_.psql("SELECT case_keys FROM kiosk.tickets"), "K0002\n");
}

// One line of SQL each, by any login of a role.
TEST_F(OldStore, WhatNobodyCouldMendIsTakenAway) {
    const auto day = to_number(monday);
    const auto most = std::numeric_limits<std::int64_t>::max();
    server_.psql(
        fmt::format("SELECT kiosk.push_use('Hall', {0}, 'A', 'social', {1}); SELECT kiosk.push_use('Hall', {0}, 'B', "
                    "'social', 7); SELECT kiosk.push_ticket('Hall', 2147483647, 'A', 999, 'upgrade', 'ordinary', '', '', "
                    "'\\x00', {1}); SELECT kiosk.push_ticket('Hall', {0}, 'A', 1, 'upgrade', 'ordinary', '', '', "
                    "decode(repeat('00', 16), 'hex'), {2})",
                    day, most, to_number(morning())),
        "hall7_a");
    server_.psql(fmt::format("UPDATE kiosk.hall_days SET change = {} WHERE day = {}", most, day), "desk");
    server_.psql(fmt::format("UPDATE kiosk.case_changes SET last = {}", most), "office");
    ASSERT_TRUE(bring_forward());
    set_clock(server_, morning());
    EXPECT_EQ(server_.psql("SELECT terminal, count FROM kiosk.card_uses"), "B|7\n");
    EXPECT_EQ(server_.psql("SELECT max(day) FROM kiosk.tickets"), fmt::format("{}\n", day));
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(bind_terminal(*line, {"hall7_a", "Hall", "A", monday}));
    Terminal a(dir_.path().string(), server_.where("hall7_a"), 'A');
    EXPECT_EQ(a.round().tickets, 1U);
    a.issue(request("2"), policy_);
    EXPECT_EQ(a.round().sent, 1U);
    const auto local = local_options(dir_.path().string(), "office");
    ASSERT_TRUE(import_csv((*open_ledger(local))->local(), cases_csv(1, 3), policy_));
    Sync office({local, {server_.where("office")}, "Hall"});
    const auto published = office.publish(morning());
    ASSERT_TRUE(published) << published.error().detail;
    EXPECT_EQ(published->cases, 3U);
}

}  // namespace
}  // namespace ledger_test
