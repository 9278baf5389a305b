// A kiosk that has everything still to fetch from a large store, and what may come in between.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/kiosk/store/shared_support.h"
#include "tests/support/relay.h"

namespace ledger_test {
namespace {

constexpr std::size_t many = 12'000;

class BulkCopyTest : public SharedTest {
protected:
    void publish(const std::string& rows) {
        const auto imported = import_csv(office()->local(), rows, policy_);
        ASSERT_TRUE(imported && imported->taken);
        const auto published = office_sync().publish(morning());
        ASSERT_TRUE(published) << published.error().detail;
    }
    // Rows of the file, whether they count or not.
    int written(const Terminal& terminal) const {
        sqlite3* raw = nullptr;
        sqlite3_open_v2(terminal.options().path.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
        const Owned<sqlite3, sqlite3_close> db(raw);
        int count = 0;
        const auto take = [](void* to, int, char** values, char**) {
            *static_cast<int*>(to) = std::stoi(values[0]);
            return 0;
        };
        sqlite3_exec(raw, "SELECT count(*) FROM cases", take, &count, nullptr);
        return count;
    }
    bool wait_until_written(const Terminal& terminal, int cases) const {
        return support::wait_until([&] { return written(terminal) >= cases; }, std::chrono::seconds{30});
    }
    static std::string all_of(SqliteLedger& ledger) {
        std::vector<std::string> lines;
        EXPECT_TRUE(ledger.each_case([&](const CaseView& one) -> Status {
            lines.push_back(fmt::format("{} {} {} {}\n", one.key, name(one.stage), one.masked_name, one.refusal));
            return Done{};
        }));
        std::sort(lines.begin(), lines.end());
        std::string text;
        for (const auto& line : lines) text += line;
        return text;
    }
    void expect_everything(Terminal& terminal) {
        EXPECT_EQ(all_of(terminal.ledger()), all_of(*office()));
        const auto checked = terminal.ledger().check();
        EXPECT_TRUE(checked) << checked.error().detail;
        EXPECT_EQ(terminal.round().cases, 0U);
    }
};

TEST_F(BulkCopyTest, EveryCaseIsFoundByEveryNumber) {
    const auto rows = demo_csv(5, many, monday);
    publish(rows);
    auto a = terminal('A');
    EXPECT_EQ(a.round().cases, many);
    expect_everything(a);
    CsvReader reader(from_memory(rows));
    ASSERT_TRUE(*reader.next());
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        const auto& fields = (*record)->fields;
        const std::string key(fields[0]), id(fields[2]), card(fields[3]), social(fields[4]);
        for (const CaseQuery& query :
             {CaseQuery{ByKey{key}}, CaseQuery{ByCard{*CardNumber::parse(card)}}, CaseQuery{ByResidentId{id}},
              CaseQuery{BySocialCard{social}}, CaseQuery{ByTyping{id.substr(12), card.substr(12)}}}) {
            const auto found = a.ledger().find(query);
            ASSERT_TRUE(found && !found->empty()) << key;
        }
    }
}

TEST_F(BulkCopyTest, WhatChangesLaterAndWhatIsNewComeTogether) {
    publish(cases_csv(1, 100));
    auto a = terminal('A');
    EXPECT_EQ(a.round().cases, 100U);
    publish(cases_csv(101, 6500));
    publish(cases_csv(50, 60, "at_street"));
    publish(cases_csv(6501, 7000));
    EXPECT_EQ(a.round().cases, 6911U);
    expect_everything(a);
}

TEST_F(BulkCopyTest, TicketsAreIssuedMeanwhile) {
    publish(cases_csv(1, many));
    auto a = terminal('A');
    std::atomic<bool> over{false};
    std::thread copy([&] {
        Sync sync({a.options(), {server_.where("terminal")}, "Hall"});
        EXPECT_TRUE(sync.round(morning()));
        over = true;
    });
    int tickets = 0;
    while (!over) {
        const TicketSite elsewhere{fmt::format("Hall {}", ++tickets / 20), 'A'};
        issued(a.ledger().issue(request(std::to_string(tickets)), elsewhere, policy_, morning()));
        std::this_thread::sleep_for(std::chrono::milliseconds{10});  // the pace, nothing is waited for
    }
    copy.join();
    EXPECT_GT(tickets, 1);
    expect_everything(a);
}

TEST_F(BulkCopyTest, LineLostInTheMidstLosesNothingThatCame) {
    publish(cases_csv(1, 40'000));
    support::Relay relay(server_.folder() + "/.s.PGSQL.5432");
    auto a = terminal('A');
    Result<SyncReport> round = SyncReport{};
    std::thread copy([&] {
        Sync sync({a.options(), {relay.where("terminal"), std::chrono::seconds{2}}, "Hall"});
        round = sync.round(morning());
    });
    ASSERT_TRUE(wait_until_written(a, 3000));
    relay.refuse();
    copy.join();
    ASSERT_FALSE(round);
    EXPECT_EQ(round.error().fault, Fault::store_unreachable);
    const auto came = *a.ledger().count_cases();
    EXPECT_GE(came, 3000U);
    EXPECT_LT(came, 40'000U);
    EXPECT_EQ(a.round().cases, 40'000U - came);
    expect_everything(a);
}

TEST_F(BulkCopyTest, StoppedInTheMidstItIsPromptAndBeginsAgain) {
    publish(cases_csv(1, 40'000));
    auto a = terminal('A');
    std::atomic<bool> over{false};
    std::jthread copy([&](const std::stop_token& stop) {
        Sync sync({a.options(), {server_.where("terminal"), std::chrono::minutes{10}, stop}, "Hall"});
        EXPECT_FALSE(sync.round(morning()));
        over = true;
    });
    ASSERT_TRUE(wait_until_written(a, 3000));
    copy.request_stop();
    EXPECT_TRUE(support::wait_until([&] { return over.load(); }, std::chrono::seconds{10}));
    EXPECT_EQ(*a.ledger().count_cases(), 0U);
    EXPECT_EQ(a.round().cases, 40'000U);
    expect_everything(a);
}

TEST_F(BulkCopyTest, KilledInTheMidstItBeginsAgain) {
    publish(cases_csv(1, 40'000));
    for (const int moment : {1, 3000, 20'000, 40'000}) {
        Terminal fresh(folder(), server_.where("terminal"), 'A', fmt::format("Hall {}", moment));
        const auto copy = start([&] {
            Sync sync({fresh.options(), {server_.where("terminal")}, "Hall"});
            return static_cast<bool>(sync.round(morning()));
        });
        ASSERT_TRUE(wait_until_written(fresh, moment));
        kill(copy, SIGKILL);
        waitpid(copy, nullptr, 0);
        const auto came = *fresh.ledger().count_cases();
        EXPECT_TRUE(came == 0 || came == 40'000) << came;
        EXPECT_EQ(fresh.round().cases, 40'000U - came);
        expect_everything(fresh);
    }
}

TEST_F(BulkCopyTest, OfficesOwnCasesAreStillPublishedAfterwards) {
    publish(cases_csv(1, 7000));
    const auto other = local_options(folder(), "other-office");
    ASSERT_TRUE(import_csv((*open_ledger(other))->local(), cases_csv(7001, 7010), policy_)->taken);
    Sync sync({other, {server_.where("office")}, "Hall"});
    const auto done = sync.publish(morning());
    ASSERT_TRUE(done) << done.error().detail;
    EXPECT_EQ(done->copied, 7000U);
    EXPECT_EQ(done->cases, 10U);
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.cases"), "7010\n");
}

// Another program of the machine meets the store after it was exchanged, while this one is still reading the old one.
TEST_F(BulkCopyTest, StoreExchangedMeanwhileIsReadFromItsBeginning) {
    publish(cases_csv(1, 40'000));
    auto a = terminal('A');
    std::thread copy([&] {
        Sync sync({a.options(), {server_.where("terminal")}, "Hall"});
        static_cast<void>(sync.round(morning()));
    });
    ASSERT_TRUE(wait_until_written(a, 40'000));
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    server_.psql("UPDATE kiosk.cases SET stage = 'at_street' WHERE change <= 100");
    Sync other({a.options(), {server_.where("terminal")}, "Hall"});
    static_cast<void>(other.round(morning()));
    copy.join();
    a.round();
    std::size_t at_street = 0;
    ASSERT_TRUE(a.ledger().each_case([&](const CaseView& one) -> Status {
        at_street += one.stage == Stage::at_street ? 1 : 0;
        return Done{};
    }));
    EXPECT_EQ(at_street, 100U);
    EXPECT_TRUE(a.ledger().check());
}

TEST_F(BulkCopyTest, StoreWithOneKeyTwiceIsReadAgain) {
    publish(cases_csv(1, 6000));
    server_.psql(
        "ALTER TABLE kiosk.cases DROP CONSTRAINT cases_pkey; INSERT INTO kiosk.cases SELECT * FROM kiosk.cases WHERE key = "
        "'K0007'");
    auto a = terminal('A');
    const auto round = a.sync().round(morning());
    ASSERT_FALSE(round);
    EXPECT_EQ(round.error().fault, Fault::store_unreachable);
    EXPECT_EQ(*a.ledger().count_cases(), 0U);
    server_.psql("DELETE FROM kiosk.cases WHERE key = 'K0007' AND ctid = (SELECT max(ctid) FROM kiosk.cases)");
    EXPECT_EQ(a.round().cases, 6000U);
    expect_everything(a);
}

}  // namespace
}  // namespace ledger_test
