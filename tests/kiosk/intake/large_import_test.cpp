// Imports beside the daily work: what others see of them, and what is left of one that ends early.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

constexpr const char* numbered_header = "case_key,holder_name,id_number,old_card,handed_in_at,stage\n";

// Case number n of a file; its card may differ from its key.
std::string numbered_row(int number, const std::string& stage = "at_maker", int card = 0) {
    const auto key = std::to_string(10'000 + number), last = std::to_string(10'000 + (card ? card : number));
    return "K" + key + ",测试甲,,40009000000" + last + ",2026-11-01," + stage + '\n';
}
CaseQuery by_card(int card) { return ByCard{*CardNumber::parse("40009000000" + std::to_string(10'000 + card))}; }

// The same file a little later: what was at the maker is made.
std::string made_by_now(const std::string& csv) {
    std::string later;
    std::size_t from = 0;
    for (auto at = csv.find(",at_maker,"); at != std::string::npos; from = at + 10, at = csv.find(",at_maker,", from))
        later.append(csv, from, at - from) += ",made,";
    return later + csv.substr(from);
}

class LargeImport : public LedgerTest {
protected:
    ImportReport import(const std::string& csv, ImportOptions how = {}) {
        auto report = import_from(ledger_->local(), from_memory(csv), policy_, how);
        if (!report) ADD_FAILURE() << report.error().detail;
        return report ? *std::move(report) : ImportReport{};
    }
    std::size_t found(const CaseQuery& query) { return ledger_->find(query)->size(); }
    std::int64_t number(const char* sql) const {
        sqlite3* raw = nullptr;
        EXPECT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(raw, sql, -1, &statement, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
        const Owned<sqlite3_stmt, sqlite3_finalize> owned(statement);
        EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
        return sqlite3_column_int64(statement, 0);
    }
    // Nothing is left of an import but what counts.
    void expect_tidy() {
        EXPECT_EQ(number("SELECT count(*) FROM case_updates"), 0);
        EXPECT_EQ(number("SELECT count(*) FROM cases WHERE id > (SELECT visible_cases FROM ledger)"), 0);
        EXPECT_EQ(number("SELECT count(*) FROM case_index WHERE id NOT IN (SELECT id FROM cases)"), 0);
        EXPECT_EQ(number("SELECT count(*) FROM case_index WHERE kind = 1"),
                  number("SELECT count(*) FROM cases WHERE card_hash IS NOT NULL"));
        EXPECT_EQ(number("SELECT count(*) FROM case_index, cases USING (id) WHERE kind = 1 AND card_hash <> value"), 0);
        EXPECT_TRUE(ledger_->check());
        for (const auto& entry : std::filesystem::directory_iterator(dir_.path()))
            EXPECT_EQ(entry.path().string().find(".import"), std::string::npos) << entry.path();
    }

    std::unique_ptr<SqliteLedger> ledger_ = open();
};

TEST_F(LargeImport, EveryCaseIsFoundByEveryNumber) {
    const auto csv = demo_csv(5, 3000, monday);
    EXPECT_EQ(import(csv).added, 3000U);
    CsvReader reader(from_memory(csv));
    ASSERT_TRUE(*reader.next());
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        const auto& fields = (*record)->fields;
        const std::string key(fields[0]), id(fields[2]), card(fields[3]), social(fields[4]);
        EXPECT_EQ(found(ByKey{key}), 1U);
        EXPECT_EQ(found(ByCard{*CardNumber::parse(card)}), 1U);
        EXPECT_EQ(found(BySocialCard{social}), 1U);
        EXPECT_EQ(found(ByResidentId{id}), 1U);
        EXPECT_GE(found(ByTyping{id.substr(12), card.substr(12)}), 1U);
    }
    EXPECT_EQ(import(csv).unchanged, 3000U);
    expect_tidy();
}

// What others see is asked for in the midst of the import: when it reads on, when it sorts, just before it counts.
TEST_F(LargeImport, OthersSeeNothingOfItBeforeItIsComplete) {
    import(numbered_header + numbered_row(1) + numbered_row(2));
    const auto other = open();
    const auto csv = numbered_header + numbered_row(1, "ready", 9) + numbered_row(3) + numbered_row(2) + "bad\n";
    int looks = 0;
    const auto look = [&] {
        ++looks;
        EXPECT_EQ(other->find(by_card(1))->front().stage, Stage::at_maker);
        EXPECT_TRUE(other->find(by_card(3))->empty());
        EXPECT_TRUE(other->find(by_card(9))->empty());
        EXPECT_EQ(*other->count_cases(), 2U);
    };
    ImportOptions how;
    how.accept_good = true;
    how.progress = [&](const ImportStep&) { look(); };
    how.rejected = [&](const BadRow&) -> Status {
        look();
        return Done{};
    };
    const auto report = import(csv, how);
    EXPECT_GE(looks, 2);
    EXPECT_TRUE(report.taken);
    EXPECT_EQ(other->find(by_card(9))->front().stage, Stage::ready);
    EXPECT_TRUE(other->find(by_card(1))->empty());
    EXPECT_EQ(*other->count_cases(), 3U);
    expect_tidy();
}

TEST_F(LargeImport, TicketsAreIssuedWhileItReads) {
    const auto other = open();
    int tickets = 0;
    auto csv = demo_csv(1, 200, monday);
    std::size_t at = 0;
    const auto source = [&](std::span<char> room) -> Result<std::size_t> {
        issued(other->issue(request(std::to_string(++tickets)), site, policy_, morning()));
        const auto count = std::min({room.size(), csv.size() - at, std::size_t{1000}});
        std::copy_n(csv.begin() + static_cast<std::ptrdiff_t>(at), count, room.begin());
        at += count;
        return count;
    };
    const auto report = import_from(ledger_->local(), source, policy_, {});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->added, 200U);
    EXPECT_GT(tickets, 20);
}

// 200,000 rows, some of them updates, while somebody takes a ticket a hundred times a second: none fails, and none waits for
// as much as half of the five seconds that it would wait at the most.
TEST_F(LargeImport, NoTicketFailsMeanwhile) {
    constexpr int rows = 200'000;
    import(demo_csv(1, rows / 10, monday));
    ledger_.reset();
    const auto csv = made_by_now(demo_csv(1, rows, monday));
    const pid_t importer = start([&] {
        const auto ledger = open_ledger(options());
        return ledger && import_csv((*ledger)->local(), csv, policy_)->taken;
    });
    ledger_ = open();
    int tickets = 0, failed = 0;
    std::chrono::steady_clock::duration longest{};
    for (int status = 0; waitpid(importer, &status, WNOHANG) == 0; ++tickets) {
        const auto begin = std::chrono::steady_clock::now();
        // Of one place in the queue after the other, so that the queue does not get long.
        const TicketSite elsewhere{"Hall " + std::to_string(tickets / 20), 'A'};
        if (!ledger_->issue(request(std::to_string(tickets)), elsewhere, policy_, morning())) ++failed;
        longest = std::max(longest, std::chrono::steady_clock::now() - begin);
        std::this_thread::sleep_for(std::chrono::milliseconds{10});  // the pace, nothing is waited for
    }
    EXPECT_EQ(failed, 0);
    EXPECT_GT(tickets, 50);
    EXPECT_LT(longest, std::chrono::milliseconds{2500});
    RecordProperty("longest_wait_ms", static_cast<int>(longest / std::chrono::milliseconds{1}));
    EXPECT_EQ(*ledger_->count_cases(), std::size_t{rows});
    expect_tidy();
}

TEST_F(LargeImport, SecondOneAtTheSameTimeIsRefused) {
    std::optional<Fault> fault;
    const auto source = [&](std::span<char>) -> Result<std::size_t> {
        const auto other = open();
        const auto report = import_csv(other->local(), numbered_header + numbered_row(1), policy_);
        if (!report) fault = report.error().fault;
        return std::size_t{0};
    };
    ASSERT_TRUE(import_from(ledger_->local(), source, policy_, {}));
    EXPECT_EQ(fault, Fault::ledger_locked);
    EXPECT_EQ(import(numbered_header + numbered_row(1)).added, 1U);
}

TEST_F(LargeImport, DryRunSaysWhatWouldChangeAndChangesNothing) {
    import(numbered_header + numbered_row(1) + numbered_row(2));
    const auto before = support::read_file(options().path);
    ImportOptions dry;
    dry.dry_run = true;
    const auto report = import(
        numbered_header + numbered_row(1, "ready") + numbered_row(2) + numbered_row(3) + numbered_row(4) + numbered_row(4),
        dry);
    EXPECT_EQ(report.added, 2U);
    EXPECT_EQ(report.updated, 1U);
    EXPECT_EQ(report.unchanged, 1U);
    EXPECT_EQ(report.bad_rows, 1U);
    EXPECT_FALSE(report.taken);
    EXPECT_EQ(ledger_->find(by_card(1))->front().stage, Stage::at_maker);
    EXPECT_EQ(support::read_file(options().path), before);
    expect_tidy();
}

TEST_F(LargeImport, GoodRowsAreTakenWhereThatIsWanted) {
    import(numbered_header + numbered_row(1));
    ImportOptions how;
    how.accept_good = true;
    std::vector<BadRow> rejected;
    how.rejected = [&](const BadRow& bad) -> Status {
        rejected.push_back(bad);
        return Done{};
    };
    const auto report = import(numbered_header + numbered_row(2) + "short\n" + numbered_row(1, "ready") +
                                   numbered_row(2, "ready") + numbered_row(3, "lost") + numbered_row(4),
                               how);
    EXPECT_EQ(report.added, 2U);
    EXPECT_EQ(report.updated, 1U);
    EXPECT_EQ(report.bad_rows, 3U);
    ASSERT_EQ(rejected.size(), 3U);
    EXPECT_EQ(rejected[0].line, 3U);
    EXPECT_EQ(rejected[1].line, 5U);
    EXPECT_EQ(rejected[1].reason, "an earlier row of this file is for the same case");
    EXPECT_EQ(rejected[2].line, 6U);
    EXPECT_EQ(ledger_->find(by_card(2))->front().stage, Stage::at_maker) << "the first row of a case counts";
    EXPECT_EQ(*ledger_->count_cases(), 3U);
    expect_tidy();
}

TEST_F(LargeImport, NothingCountsWhereTheBadRowsCannotBeKept) {
    ImportOptions how;
    how.accept_good = true;
    how.rejected = [](const BadRow&) -> Status { return Error{Fault::disk_full, "no room"}; };
    const auto report =
        import_from(ledger_->local(), from_memory(numbered_header + numbered_row(1) + "bad\n"), policy_, how);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().detail, "no room");
    EXPECT_EQ(*ledger_->count_cases(), 0U);
    expect_tidy();
}

TEST_F(LargeImport, RowWithoutKeyIsForTheCaseOfItsCardAndDay) {
    import(numbered_header + numbered_row(1));
    const std::string keyless = ",测试甲,,4000900000010001,2026-11-01,ready\n";
    EXPECT_EQ(import(numbered_header + keyless).updated, 1U);
    EXPECT_EQ(ledger_->find(by_card(1))->front().key, "K10001");
    EXPECT_EQ(ledger_->find(by_card(1))->front().stage, Stage::ready);
    EXPECT_EQ(import(numbered_header + keyless).unchanged, 1U);
    EXPECT_EQ(import(numbered_header + std::string(",测试甲,,4000900000010001,2026-11-02,ready\n")).added, 1U);
    EXPECT_EQ(found(by_card(1)), 2U);
    import(numbered_header + numbered_row(7, "at_maker", 1));
    EXPECT_NE(import(numbered_header + keyless).bad.at(0).reason.find("twice for that day"), std::string::npos);
}

TEST_F(LargeImport, ThousandsOfBadRowsAreCountedAndTheFirstAreNamed) {
    std::string csv = numbered_header;
    for (int line = 0; line < 3000; ++line) csv += "bad\n";
    const auto report = import(csv);
    EXPECT_EQ(report.bad_rows, 3000U);
    EXPECT_EQ(report.reasons, 3000U);
    EXPECT_EQ(report.bad.size(), 1000U);
    EXPECT_EQ(report.bad.back().line, 1001U);
}

// Whatever the moment: after so many rows, so many index entries, so many of the updates put in place.
TEST_F(LargeImport, KilledAtAnyMomentItCountsWhollyOrNotAtAll) {
    const auto first = demo_csv(1, 3000, monday);
    const auto second = made_by_now(demo_csv(1, 6000, monday));
    import(first);
    ledger_.reset();
    std::size_t cases = 3000;
    for (int wait_us = 2000; cases == 3000 && wait_us < 5'000'000; wait_us = wait_us * 3 / 2) {
        const pid_t importer = start([&] {
            const auto ledger = open_ledger(options());
            return ledger && import_csv((*ledger)->local(), second, policy_)->taken;
        });
        usleep(static_cast<useconds_t>(wait_us));
        kill(importer, SIGKILL);
        waitpid(importer, nullptr, 0);
        ledger_ = open();
        ASSERT_TRUE(ledger_->check());
        cases = *ledger_->count_cases();
        ASSERT_TRUE(cases == 3000 || cases == 6000) << cases;
        const auto at_maker = ledger_->find(ByKey{"DEMO-00003"})->front().stage == Stage::at_maker;
        EXPECT_EQ(at_maker, cases == 3000);
        ledger_.reset();
    }
    EXPECT_EQ(cases, 6000U);
    ledger_ = open();
    EXPECT_EQ(import(second).unchanged, 6000U);
    expect_tidy();
}

}  // namespace
}  // namespace ledger_test
