// No ticket by a clock that cannot be right, and what the ledger takes for the latest moment.
#include <gtest/gtest.h>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/seen_time.h"
#include "kiosk/ledger/witness.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

class LedgerClock : public LedgerTest {
protected:
    static SqliteOptions judged(SqliteOptions options) {
        options.built = at(monday, 0min);
        return options;
    }
    Result<TicketAnswer> ask(const std::string& who, Wall now) { return ledger_->issue(request(who), site, policy_, now); }
    int number(const std::string& who, Wall now) { return issued(ask(who, now)).ticket.number; }
    Error refused(const std::string& who, Wall now) {
        const auto answer = ask(who, now);
        if (answer) ADD_FAILURE() << "a ticket was given";
        return answer ? Error{Fault::not_found, {}} : answer.error();
    }

    SqliteOptions options_ = judged(options());
    std::unique_ptr<SqliteLedger> ledger_ = *open_ledger(options_);
};

TEST_F(LedgerClock, OfBeforeTheProgramGivesNoTicketAndKeepsNothing) {
    const auto error = refused("a", morning() - days{365 * 26});
    EXPECT_EQ(error.fault, Fault::clock_wrong);
    EXPECT_NE(error.detail.find("kioskctl clock"), std::string::npos) << error.detail;
    EXPECT_EQ(*ledger_->known_time(), (KnownTime{*options_.built, {}}));
    EXPECT_EQ(number("a", morning()), 1);
}

TEST_F(LedgerClock, SetBackByMinutesGoesOnWithTheDaysNumbers) {
    EXPECT_EQ(number("a", morning(0)), 1);
    EXPECT_EQ(number("b", morning(10)), 2);
    EXPECT_EQ(number("c", morning(0)), 3);
    EXPECT_EQ(*ledger_->known_time()->seen, morning(10)) << "it never goes back by itself";
    EXPECT_EQ(refused("d", morning(-30)).fault, Fault::clock_wrong);
}

TEST_F(LedgerClock, SetBackOverMidnightGivesNoNumberTwice) {
    policy_.hours = {{std::chrono::Monday, 0min, 24h}, {std::chrono::Tuesday, 0min, 24h}};
    EXPECT_EQ(number("a", at(monday, 23h + 58min)), 1);
    EXPECT_EQ(number("b", at(monday, 24h + 2min)), 1);
    const auto back = issued(ask("c", at(monday, 23h + 59min))).ticket;
    EXPECT_EQ(back.day, monday);
    EXPECT_EQ(back.number, 2);
    EXPECT_EQ(number("d", at(monday, 24h + 5min)), 2);
}

TEST_F(LedgerClock, MonthsAheadGivesNoTicketAndDoesNotCount) {
    EXPECT_EQ(number("a", morning()), 1);
    EXPECT_EQ(refused("b", morning() + days{120}).fault, Fault::clock_wrong);
    EXPECT_EQ(refused("b", Wall{std::chrono::sys_days{std::chrono::year{2038} / 1 / 19}}).fault, Fault::clock_wrong);
    EXPECT_EQ(number("b", morning(1)), 2);
}

TEST_F(LedgerClock, CallsNobodyByAWrongClock) {
    EXPECT_EQ(number("a", morning()), 1);
    EXPECT_EQ(ledger_->call_next({site.hall, "1"}, policy_, morning() - 24h).error().fault, Fault::clock_wrong);
    EXPECT_TRUE(ledger_->call_next({site.hall, "1"}, policy_, morning(1)));
}

// A stamp of an office's spreadsheet, or of another machine, is no clock of this one.
TEST_F(LedgerClock, IsNotReadInAnImport) {
    ASSERT_TRUE(import_csv(ledger_->local(),
                           "case_key,holder_name,old_card,handed_in_at,stage,stage_at\n"
                           "K001,测试甲,4000900000000001,2026-11-01,at_street,2031-01-01 10:00\n",
                           policy_));
    EXPECT_EQ(ledger_->known_time()->seen, std::nullopt);
    EXPECT_EQ(number("a", morning()), 1);
}

TEST_F(LedgerClock, OfANewLedgerIsComparedWithTheDayBeforeItWasMade) {
    options_.now = morning();
    options_.path = dir_.file("new.db");
    ledger_ = *open_ledger(options_);
    EXPECT_EQ(ledger_->known_time()->seen, morning() - 24h);
    EXPECT_EQ(refused("a", morning() + days{200}).fault, Fault::clock_wrong);
    EXPECT_EQ(number("a", morning() - 8h + 15min * 60), 1) << "local time was taken for UTC when it was made";
}

TEST_F(LedgerClock, ThatWasAheadIsMendedByAPerson) {
    EXPECT_EQ(number("a", morning()), 1);
    for (const char* who : {"b", "c", "d"}) number(who, morning() + days{60});
    EXPECT_EQ(refused("e", morning(5)).fault, Fault::clock_wrong);

    const auto ahead = ledger_->correct_time(morning(5), site);
    ASSERT_TRUE(ahead);
    ASSERT_EQ(ahead->size(), 3U);
    EXPECT_EQ(ahead->front().day, plus_days(monday, 60));
    EXPECT_EQ(number("e", morning(6)), 4) << "three people in the hall hold A001 to A003 of the wrong day";
    EXPECT_EQ(number("f", morning(7)), 5);
}

TEST_F(LedgerClock, IsNotedOnlyForward) {
    ASSERT_TRUE(ledger_->note_time(morning(30)));
    ASSERT_TRUE(ledger_->note_time(morning(10)));
    EXPECT_EQ(ledger_->known_time()->seen, morning(30));
}

TEST_F(LedgerClock, StaysWithTheLedger) {
    EXPECT_EQ(number("a", morning(20)), 1);
    ledger_.reset();
    ledger_ = *open_ledger(options_);
    EXPECT_EQ(ledger_->known_time()->seen, morning(20));
}

// ---- numbers that were issued, though the ledger does not know of them any more

class Witness : public LedgerClock {
protected:
    void lose_ledger() {
        ledger_.reset();
        for (const char* end : {"", "-wal", "-shm", ".key", ".ballast"}) std::filesystem::remove(options_.path + end);
        ledger_ = *open_ledger(options_);
    }
};

TEST_F(Witness, GoesOnWithTheDaysNumbersInANewLedger) {
    for (const char* who : {"a", "b", "c"}) number(who, morning());
    lose_ledger();
    EXPECT_EQ(number("d", morning(1)), 4);
    EXPECT_EQ(number("e", morning(1)), 5);
    EXPECT_EQ(issued(ask("d", morning(2))).ticket.number, 4);
}

TEST_F(Witness, SaysNothingOfAnotherDayTerminalOrHall) {
    for (const char* who : {"a", "b", "c"}) number(who, morning());
    lose_ledger();
    EXPECT_EQ(number("d", morning() + 24h), 1);
    EXPECT_EQ(issued(ledger_->issue(request("e"), {"Hall", 'B'}, policy_, morning() + 24h)).ticket.number, 1);
    EXPECT_EQ(issued(ledger_->issue(request("f"), {"Other", 'A'}, policy_, morning() + 24h)).ticket.number, 1);
}

TEST_F(Witness, ThatIsNotWholeIsNone) {
    number("a", morning());
    const auto path = dir_.file(".ledger.db.A.told");
    const auto whole = support::read_file(path);
    EXPECT_EQ(last_issued(options_.path, site), (LastNumber{monday, 1}));
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        auto broken = whole;
        broken[at] = static_cast<char>(broken[at] ^ 1);
        support::write_file(path, broken);
        EXPECT_EQ(last_issued(options_.path, site), LastNumber{}) << at;
        support::write_file(path, whole.substr(0, at));
        EXPECT_EQ(last_issued(options_.path, site), LastNumber{}) << at;
    }
    note_issued(options_.path, site, {monday, 7});
    EXPECT_EQ(last_issued(options_.path, site), (LastNumber{monday, 7})) << "it is written anew";
}

TEST_F(Witness, OfAHigherNumberIsNotForgottenForALowerOne) {
    note_issued(options_.path, site, {monday, 7});
    note_issued(options_.path, site, {monday, 5});
    EXPECT_EQ(last_issued(options_.path, site), (LastNumber{monday, 7}));
    note_issued(options_.path, site, {plus_days(monday, 1), 1});
    EXPECT_EQ(last_issued(options_.path, site), (LastNumber{plus_days(monday, 1), 1}));
}

// ---- the file is taken away under a program that has it open

TEST_F(Witness, FileThatWasTakenAwayGivesNoTicket) {
    const auto path = options_.path;
    number("a", morning());
    for (const auto& [name, spoil, mend] :
         std::vector<std::tuple<const char*, std::function<void()>, std::function<void()>>>{
             {"moved away", [&] { std::filesystem::rename(path, path + ".old"); },
              [&] { std::filesystem::rename(path + ".old", path); }},
             {"another in its place",
              [&] {
                  std::filesystem::rename(path, path + ".old");
                  std::filesystem::copy_file(path + ".old", path);
              },
              [&] { std::filesystem::rename(path + ".old", path); }},
             {"log moved away", [&] { std::filesystem::rename(path + "-wal", path + "-old"); },
              [&] { std::filesystem::rename(path + "-old", path + "-wal"); }},
         }) {
        SCOPED_TRACE(name);
        spoil();
        EXPECT_EQ(refused("b", morning()).fault, Fault::ledger_gone);
        EXPECT_EQ(ledger_->tend().error().fault, Fault::ledger_gone);
        mend();
        EXPECT_TRUE(ledger_->tend());
    }
    EXPECT_EQ(number("b", morning()), 2);
}

}  // namespace
}  // namespace ledger_test
