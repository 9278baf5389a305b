// Rows that cannot be, at both doors: they are set aside by name, and everything else goes on.
#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/ledger/stored_time.h"
#include "kiosk/store/record_bounds.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

struct Text {
    const char* name;
    std::string text;
    bool well;
};
void PrintTo(const Text& text, std::ostream* out) { *out << text.name; }
class Bounds : public testing::TestWithParam<Text> {};
TEST_P(Bounds, AreTheSameAtBothDoors) { EXPECT_EQ(!oddness(GetParam().text, 20), GetParam().well) << GetParam().text; }
INSTANTIATE_TEST_SUITE_P(
    , Bounds,
    testing::Values(Text{"empty", "", true}, Text{"ascii", "Hall 3 / B-1", true}, Text{"chinese", "样板社区", true},
                    Text{"extension_b", "\U00020000", true}, Text{"as_long_as_may_be", std::string(20, 'x'), true},
                    Text{"longer", std::string(21, 'x'), false}, Text{"megabyte", std::string(1'000'000, 'x'), false},
                    Text{"nul", std::string("a\0b", 3), false}, Text{"bell", "a\x07", false}, Text{"tab", "a\tb", false},
                    Text{"line_break", "a\nb", false}, Text{"delete", "a\x7f", false}, Text{"c1", "a\u0085", false},
                    Text{"arabic_letter_mark", "a\u061c", false}, Text{"left_to_right_mark", "a\u200e", false},
                    Text{"override", "a\u202e", false}, Text{"isolate", "a\u2066", false},
                    Text{"line_separator", "a\u2028", false}, Text{"byte_order_mark", "a\ufeff", false},
                    Text{"half_a_character", "a\xe6\xa0", false}, Text{"surrogate", "a\xed\xa0\x80", false},
                    Text{"overlong", "a\xc0\x80", false}),
    [](const auto& test) { return std::string(test.param.name); });

struct Numbers {
    const char* name;
    std::vector<const char*> column;
    bool well;
};
void PrintTo(const Numbers& row, std::ostream* out) { *out << row.name; }
class ChangesAfterFive : public testing::TestWithParam<Numbers> {};
TEST_P(ChangesAfterFive, AreGoneThroughOnlyIfTheyGrow) {
    auto* raw = PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK);
    char name[] = "change";
    PGresAttDesc column{name, 0, 0, 0, 25, -1, -1};
    PQsetResultAttrs(raw, 1, &column);
    const PostgresRows rows(raw);
    int row = 0;
    for (const char* text : GetParam().column) {
        std::string field(text ? text : "");
        PQsetvalue(raw, row++, 0, text ? field.data() : nullptr, text ? static_cast<int>(field.size()) : -1);
    }
    EXPECT_EQ(rows.grow(0, 5), GetParam().well);
}
INSTANTIATE_TEST_SUITE_P(, ChangesAfterFive,
                         testing::Values(Numbers{"none", {}, true},
                                         Numbers{"growing", {"6", "7", "9223372036854775807"}, true},
                                         Numbers{"alike", {"6", "6"}, true},  // a store brought forward may hold such
                                         Numbers{"the_same_again", {"5"}, false}, Numbers{"falling", {"9", "7"}, false},
                                         Numbers{"negative", {"-1"}, false}, Numbers{"missing", {nullptr}, false},
                                         Numbers{"no_number", {"six"}, false},
                                         Numbers{"beyond_all", {"99999999999999999999"}, false}),
                         [](const auto& test) { return std::string(test.param.name); });

class OddRows : public SharedTest {
protected:
    void publish(const std::string& rows) {
        const auto imported = import_csv(office()->local(), rows, policy_);
        EXPECT_TRUE(imported && imported->bad.empty());
        const auto done = office_sync().publish(morning());
        EXPECT_TRUE(done) << done.error().detail;
    }
    std::vector<SetAside> aside(Terminal& terminal) {
        const auto local = open_local_ledger(terminal.options());
        Sql sql(local->db());
        auto rows = rows_set_aside(sql);
        EXPECT_TRUE(sql.status());
        return rows;
    }
};

// What a store of before may hold, or another server.
TEST_F(OddRows, OddCasesStopNoFirstCopy) {
    publish(cases_csv(1, 30));
    const std::vector<std::pair<std::string, std::string>> odd{
        {"stage = 'teleported'", "stage is none that this program knows; install the newer program"},
        {"masked_name = repeat('x', 1000000)", "masked_name is longer than 600 bytes"},
        {"masked_name = E'x\\u202e'",
         "masked_name holds a line break, a character of control or direction, or one that was lost"},
        {"old_last4 = repeat('7', 100000)", "old_last4 is not up to four digits"},
        {"new_last4 = '12a4'", "new_last4 is not up to four digits"},
        {"community = repeat('x', 201)", "community is longer than 200 bytes"},
        {"refusal = E'\\x01'", "refusal holds a line break, a character of control or direction, or one that was lost"},
        {"handed_in = 2147483647", "handed_in is no day of a card"},
        {"handed_in = -2147483648", "handed_in is no day of a card"},
        {"promised_by = 0", "promised_by is no day of a card"},
        {"stage_at = 9223372036854775807", "stage_at is no time of a card"},
        {"stage_at = -9223372036854775808", "stage_at is no time of a card"},
        {"card_hash = '\\x00'", "hash is none"},
        {"typed_hash = decode(repeat('00', 1000), 'hex')", "hash is none"}};
    std::vector<SetAside> wanted;
    for (std::size_t at = 0; at < odd.size(); ++at) {
        const auto key = fmt::format("K{:04}", at + 3);
        server_.psql(fmt::format("UPDATE kiosk.cases SET {} WHERE key = '{}'", odd[at].first, key));
        wanted.push_back({AsideKind::case_row, key, odd[at].second, "office"});
    }
    server_.psql("UPDATE kiosk.cases SET key = repeat('k', 60) WHERE key = 'K0001'");
    wanted.insert(wanted.begin(), {AsideKind::case_row, "change 1", "key is none", "office"});
    auto a = terminal('A');
    const auto report = a.round();
    EXPECT_EQ(report.cases, 30U - wanted.size());
    EXPECT_EQ(report.odd, wanted.size());
    auto found = aside(a);
    std::ranges::sort(wanted, {}, &SetAside::item);
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(a.round().odd, 0U) << "it is said once";
    EXPECT_TRUE(a.ledger().find(ByKey{"K0030"})->size() == 1);
}

TEST_F(OddRows, CaseThatComesRightIsTaken) {
    publish(cases_csv(1, 3));
    server_.psql("UPDATE kiosk.cases SET stage = 'teleported' WHERE key = 'K0002'");
    {
        auto a = terminal('A');
        EXPECT_EQ(a.round().cases, 2U);
    }
    server_.psql("UPDATE kiosk.cases SET stage = 'collected' WHERE key = 'K0002'");  // or a newer program, which knows it
    auto a = terminal('A');
    a.round();
    EXPECT_EQ(a.ledger().find(ByKey{"K0002"})->size(), 1U);
    EXPECT_TRUE(aside(a).empty());
}

TEST_F(OddRows, OddOnesAmongVeryManyStopNoBulk) {
    publish(cases_csv(1, 6000));
    server_.psql("UPDATE kiosk.cases SET masked_name = repeat('x', 100000) WHERE change IN (1, 2500, 6000)");
    auto a = terminal('A');
    const auto report = a.round();
    EXPECT_EQ(report.cases, 5997U);
    EXPECT_EQ(report.odd, 3U);
    EXPECT_TRUE(a.ledger().check());
}

TEST_F(OddRows, OddTicketsOfTheStoreAreNotBelieved) {
    auto b = terminal('B');
    for (int person = 1; person <= 20; ++person) b.issue(request(fmt::format("{}", person)), policy_);
    EXPECT_EQ(b.round().sent, 20U);
    const std::vector<std::pair<std::string, std::string>> odd{
        {"service = repeat('x', 1000000)", "service is longer than 64 bytes"},
        {"refusal = E'\\u202e'", "refusal holds a line break, a character of control or direction, or one that was lost"},
        {"case_keys = repeat('x', 1000000)", "case is longer than 600 bytes"},
        {"issued_at = 9223372036854775807", "issued_at is not of its day"},
        {"issued_at = 0", "issued_at is not of its day"},
        {"called_at = 9223372036854775807, counter = '1', call_order = 90", "called_at is not of its day"},
        {"called_at = issued_at, counter = repeat('x', 1000000), call_order = 91", "counter is longer than 64 bytes"},
        {"request_hash = '\\x00'", "request is none"}};
    for (std::size_t at = 0; at < odd.size(); ++at)
        server_.psql(fmt::format("UPDATE kiosk.tickets SET {} WHERE number = {}", odd[at].first, at + 1));
    auto a = terminal('A');
    const auto report = a.round();
    EXPECT_EQ(report.tickets, 20U - odd.size());
    EXPECT_EQ(report.odd, odd.size());
    const auto found = aside(a);
    ASSERT_EQ(found.size(), odd.size());
    for (std::size_t at = 0; at < odd.size(); ++at)
        EXPECT_EQ(found[at], (SetAside{AsideKind::ticket, fmt::format("Hall 2026-11-02 B{:03}", at + 1), odd[at].second,
                                       "terminal_b"}));
    EXPECT_EQ(label(a.issue(request("next"), policy_).ticket), "A001");
}

// The desks read the store itself, not a copy.
TEST_F(OddRows, OddTicketsAreNeitherListedNorCalledAtADesk) {
    auto b = terminal('B');
    for (int person = 1; person <= 8; ++person) b.issue(request(fmt::format("{}", person)), policy_);
    b.round();
    const char* odd[] = {"service = repeat('x', 1000000)",
                         "refusal = E'\\x1b[2J'",
                         "service = E'\\u202e'",
                         "issued_at = 9223372036854775807",
                         "called_at = -9223372036854775808, counter = '1', call_order = 90",
                         "called_at = issued_at, counter = E'\\u009b2J', call_order = 91"};
    for (int at = 0; at < 6; ++at)
        server_.psql(fmt::format("UPDATE kiosk.tickets SET {} WHERE number = {}", odd[at], at + 1));
    const auto desk = store("counter");
    const auto listed = desk->tickets("Hall", monday);
    ASSERT_TRUE(listed) << listed.error().detail;
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ(label(listed->front()), "B007");
    const auto called = desk->call_next({"Hall", "3", "call 1"}, policy_, morning(9));
    ASSERT_TRUE(called) << called.error().detail;
    EXPECT_EQ(label(*called), "B007");
}

TEST_F(OddRows, OddCardOfATicketIsNotShownAtADesk) {
    publish(cases_csv(1, 3));
    auto a = terminal('A');
    a.round();
    auto wanted = request("1");
    wanted.case_keys = {"K0001", "K0002", "K0003"};
    a.issue(wanted, policy_);
    a.round();
    server_.psql("UPDATE kiosk.cases SET refusal = E'\\x1b[2J' WHERE key = 'K0001'");
    server_.psql("UPDATE kiosk.cases SET stage = 'teleported' WHERE key = 'K0003'");
    const auto listed = store("counter")->tickets("Hall", monday);
    ASSERT_TRUE(listed) << listed.error().detail;
    ASSERT_EQ(listed->at(0).cards.size(), 1U);
    EXPECT_EQ(listed->at(0).cards.at(0).key, "K0002");
}

TEST_F(OddRows, LoginThatCannotBeShownIsNotRepeated) {
    publish(cases_csv(1, 2));
    server_.psql("UPDATE kiosk.cases SET stage = 'teleported', brought_by = E'x\\x1b[2J' WHERE key = 'K0001'");
    auto a = terminal('A');
    a.round();
    const auto found = aside(a);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().login, "?");
}

TEST_F(OddRows, DaysToComeAreNotBelieved) {
    server_.psql(
        "INSERT INTO kiosk.hall_days SELECT 'Hall', 21000 + one, 9 FROM generate_series(1, 100) AS one; INSERT INTO "
        "kiosk.hall_days "
        "VALUES ('Hall', 2147483647, 9223372036854775807)");
    auto b = terminal('B');
    b.issue(request("1"), policy_);
    b.round();
    auto a = terminal('A');
    EXPECT_EQ(a.round().tickets, 1U);
}

TEST_F(OddRows, WhatTheStoreRefusesIsSaidAndStopsNothing) {
    auto a = terminal('A');
    const auto first = a.issue(request("1"), policy_).ticket;
    ASSERT_TRUE(a.ledger().record_paper(first, "Hall", OnPaper::yes));
    a.issue(request("2"), policy_);
    ASSERT_TRUE(a.ledger().count_use(CardUse::social, a.site(), morning()));
    {
        const auto local = open_local_ledger(a.options());
        ASSERT_TRUE(execute(local->db(), "UPDATE tickets SET service = printf('%.*c', 100, 'x') WHERE number = 1"));
    }
    const auto report = a.round();
    EXPECT_EQ(report.sent, 2U) << "the other ticket, the count";
    EXPECT_EQ(report.odd, 1U);
    const auto found = aside(a);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].item, "Hall 2026-11-02 A001");
    EXPECT_EQ(a.round().sent, 0U);
    {
        const auto local = open_local_ledger(a.options());
        ASSERT_TRUE(execute(local->db(), "UPDATE tickets SET service = 'upgrade' WHERE number = 1"));
    }
    Terminal again(folder(), server_.where("terminal"), 'A');
    EXPECT_EQ(again.round().sent, 2U) << "with its paper";
    EXPECT_TRUE(aside(again).empty());
    EXPECT_EQ(server_.psql("SELECT on_paper FROM kiosk.tickets ORDER BY number"), "yes\nno\n");
}

TEST_F(OddRows, OddCaseOfAnOfficeStopsNoPublishing) {
    ASSERT_TRUE(import_csv(office()->local(), cases_csv(1, 5), policy_));
    {
        const auto local = open_local_ledger(local_options(folder(), "office"));  // of an older program
        ASSERT_TRUE(execute(local->db(), "UPDATE cases SET community = printf('%.*c', 1000, 'x') WHERE key = 'K0003'"));
    }
    const auto done = office_sync().publish(morning());
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->cases, 4U);
    EXPECT_EQ(done->odd, 1U);
    const auto local = open_local_ledger(local_options(folder(), "office"));
    Sql sql(local->db());
    EXPECT_EQ(rows_set_aside(sql),
              (std::vector<SetAside>{{AsideKind::published, "K0003", "community is longer than 200 bytes", ""}}));
}

// ---- who speaks for whom

TEST_F(OddRows, UnboundLoginSendsNothingAndLosesNothing) {
    server_.psql("CREATE ROLE nobody LOGIN IN ROLE kiosk_terminal");
    publish(cases_csv(1, 3));
    {
        Terminal c(folder(), server_.where("nobody"), 'P', "New hall");
        c.issue(request("1"), policy_);
        const auto report = c.round();
        EXPECT_EQ(report.sent, 0U);
        EXPECT_EQ(report.cases, 3U) << "look-ups go on";
        EXPECT_NE(report.why_unsent.find("kioskctl ledger terminal add nobody --hall \"New hall\" --letter P"),
                  std::string::npos)
            << report.why_unsent;
    }
    auto owner = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(bind_terminal(*owner, {"nobody", "New hall", "P", monday}));
    Terminal c(folder(), server_.where("nobody"), 'P', "New hall");
    EXPECT_EQ(c.round().sent, 1U);
}

TEST_F(OddRows, LoginOfAnotherLetterSendsNothing) {
    Terminal b(folder(), server_.where("terminal"), 'B');  // somebody copied A's connection string
    b.issue(request("1"), policy_);
    const auto report = b.round();
    EXPECT_EQ(report.sent, 0U);
    EXPECT_NE(report.why_unsent.find("login terminal is bound to Hall A, so nothing is told of Hall B"), std::string::npos)
        << report.why_unsent;
}

// Before, each terminal sent all that it had heard of; now each sends its own, and none is refused for the others'.
TEST_F(OddRows, AfterARestoreEachSendsItsOwnAgain) {
    auto a = terminal('A'), b = terminal('B');
    for (int person = 1; person <= 5; ++person) a.issue(request(fmt::format("a{}", person)), policy_);
    for (int person = 1; person <= 3; ++person) b.issue(request(fmt::format("b{}", person)), policy_);
    a.round();
    b.round();
    a.round();
    server_.psql("DELETE FROM kiosk.tickets WHERE number > 1; UPDATE kiosk.hall_days SET change = 2");
    auto owner = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(start_store_anew(*owner));
    const auto first_of_a = a.round();
    EXPECT_EQ(first_of_a.sent, 5U);
    EXPECT_EQ(first_of_a.odd + first_of_a.clashes, 0U);
    EXPECT_EQ(b.round().sent, 3U);
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.tickets"), "8\n");
    EXPECT_EQ(a.ledger().tickets("Hall", monday)->size(), 8U);
}

TEST_F(OddRows, OldOutboxWithOthersTicketsIsEmptiedOfThem) {
    auto a = terminal('A'), b = terminal('B');
    b.issue(request("b"), policy_);
    b.round();
    a.round();
    {
        const auto local = open_local_ledger(a.options());  // as an older program left it after a restore
        ASSERT_TRUE(execute(local->db(),
                            "INSERT INTO outbox (kind, hall, day, terminal, item) SELECT 'ticket', hall, day, terminal, "
                            "number FROM tickets"));
    }
    Terminal again(folder(), server_.where("terminal"), 'A');
    EXPECT_EQ(again.round().sent, 0U);
    const auto local = open_local_ledger(a.options());
    Sql sql(local->db());
    EXPECT_EQ(count_outbox(sql).waiting, 0);
    EXPECT_TRUE(sql.status());
}

// What a false ticket of another terminal was believed to be gives way to the true one.
TEST_F(OddRows, OfOthersTicketsTheStoreKnowsBest) {
    auto a = terminal('A'), b = terminal('B');
    b.issue(request("b"), policy_);
    b.round();
    a.round();
    server_.psql(
        "UPDATE kiosk.tickets SET service = 'returned', class = 'priority', change = 2; UPDATE kiosk.hall_days SET change = "
        "2");
    EXPECT_EQ(a.round().clashes, 0U);
    EXPECT_EQ(a.ledger().tickets("Hall", monday)->front().service, "returned");
}

// A stolen login that is bound can still speak for its own terminal; when the owner takes it back ours arrives.
TEST_F(OddRows, TrueTicketArrivesWhenTheFalseOneIsTakenAway) {
    server_.psql(
        fmt::format("SELECT kiosk.push_ticket('Hall', {}, 'A', 1, 'upgrade', 'ordinary', '', '', decode(repeat('ff', 16), "
                    "'hex'), {})",
                    to_number(monday), to_number(morning())),
        "terminal");
    auto a = terminal('A');
    a.issue(request("1"), policy_);
    EXPECT_GE(a.round().clashes, 1U);
    server_.psql("DELETE FROM kiosk.tickets");
    Terminal again(folder(), server_.where("terminal"), 'A');
    const auto report = again.round();
    EXPECT_EQ(report.sent, 1U);
    EXPECT_EQ(report.clashes, 0U);
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.tickets"), "1\n");
}

}  // namespace
}  // namespace ledger_test
