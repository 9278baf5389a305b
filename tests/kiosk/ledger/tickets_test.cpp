#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <iostream>
#include <set>
#include <thread>

#include "kiosk/base/owned.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

class Tickets : public LedgerTest {
protected:
    IssuedTicket issue(const TicketRequest& wanted, Wall now = morning(), const TicketSite& where = site) {
        return issued(ledger_->issue(wanted, where, policy_, now));
    }
    std::optional<NoTicket> refusal(const TicketRequest& wanted, Wall now = morning()) {
        const auto answer = ledger_->issue(wanted, site, policy_, now);
        if (!answer || !std::holds_alternative<NoTicket>(*answer)) return std::nullopt;
        return std::get<NoTicket>(*answer);
    }
    std::vector<Ticket> all(Date day = monday) { return *ledger_->tickets(site.hall, day); }

    std::unique_ptr<SqliteLedger> ledger_ = open();
};

TEST_F(Tickets, AreNumberedFromOneInOneSeries) {
    EXPECT_EQ(issue(request("a")).ticket.number, 1);
    EXPECT_EQ(issue(request("b", TicketClass::priority)).ticket.number, 2);
    EXPECT_EQ(issue(request("c")).ticket.number, 3);
    const auto stored = all();
    ASSERT_EQ(stored.size(), 3U);
    EXPECT_EQ(stored[1].klass, TicketClass::priority);
    EXPECT_EQ(stored[1].issued_at, morning());
    EXPECT_EQ(stored[1].day, monday);
}

TEST_F(Tickets, SecondPressGetsTheSameTicket) {
    const auto first = issue(request("visit 1"));
    EXPECT_FALSE(first.issued_before);
    const auto second = issue(request("visit 1"), morning(5));
    EXPECT_TRUE(second.issued_before);
    EXPECT_EQ(second.ticket, first.ticket);
    EXPECT_EQ(all().size(), 1U);
}

TEST_F(Tickets, AreFoundByTheirNumberWithTheirPlace) {
    issue(request("a"));
    const auto second = issue(request("b"));
    const auto found = ledger_->find_ticket(site.hall, monday, 'A', 2, policy_, morning(5));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->ticket, second.ticket);
    EXPECT_EQ((*found)->place.people_ahead, 1);
    EXPECT_EQ(*ledger_->find_ticket(site.hall, monday, 'A', 3, policy_, morning(5)), std::nullopt);
    EXPECT_EQ(*ledger_->find_ticket(site.hall, monday, 'B', 2, policy_, morning(5)), std::nullopt);
    EXPECT_EQ(*ledger_->find_ticket("elsewhere", monday, 'A', 2, policy_, morning(5)), std::nullopt);
    ASSERT_TRUE(ledger_->call_next({site.hall, "1"}, policy_, morning(6)));
    EXPECT_TRUE((*ledger_->find_ticket(site.hall, monday, 'A', 1, policy_, morning(7)))->ticket.called_at);
}

TEST_F(Tickets, SecondTapAfterClosingStillGetsIt) {
    const auto first = issue(request("visit 1"));
    const auto evening = at(monday, std::chrono::hours{20});
    EXPECT_EQ(issue(request("visit 1"), evening).ticket, first.ticket);
    EXPECT_EQ(refusal(request("visit 2"), evening), NoTicket::closed);
}

TEST_F(Tickets, NextDayIsAnotherRequestAndANewSeries) {
    issue(request("visit 1"));
    issue(request("visit 2"));
    const auto next_day = issue(request("visit 1"), morning() + std::chrono::days{1});
    EXPECT_FALSE(next_day.issued_before);
    EXPECT_EQ(next_day.ticket.number, 1);
    EXPECT_EQ(next_day.ticket.day, plus_days(monday, 1));
}

TEST_F(Tickets, EachTerminalAndHallHasItsOwnSeries) {
    issue(request("a"));
    EXPECT_EQ(issue(request("b"), morning(), {"Hall", 'B'}).ticket.number, 1);
    EXPECT_EQ(issue(request("a"), morning(), {"Other hall", 'A'}).ticket.number, 1);
    EXPECT_EQ(all().size(), 2U);
}

TEST_F(Tickets, ClockThatJumpsReusesNoNumber) {
    issue(request("a"));
    issue(request("b"), morning() + std::chrono::days{3});
    EXPECT_EQ(issue(request("c"), morning() - std::chrono::minutes{30}).ticket.number, 2);
}

TEST_F(Tickets, NoneWhileClosed) {
    EXPECT_EQ(refusal(request("a"), at(monday, std::chrono::hours{7})), NoTicket::closed);
    EXPECT_EQ(refusal(request("a"), at(monday, std::chrono::hours{18})), NoTicket::closed);
    EXPECT_TRUE(all().empty());
}

TEST_F(Tickets, NoneBeyondTheDailyLimitOfTheService) {
    auto few = request("a");
    few.service = "few";
    issue(few);
    few.idempotency = "b";
    issue(few);
    few.idempotency = "c";
    EXPECT_EQ(refusal(few), NoTicket::all_given_out);
    few.idempotency = "a";
    EXPECT_EQ(issue(few).ticket.number, 1);
    issue(request("another service"));
}

TEST_F(Tickets, NoneBeyondThreeDigits) {
    issue(request("1"));
    {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, "UPDATE tickets SET number = 998", nullptr, nullptr, nullptr), SQLITE_OK);
    }
    EXPECT_EQ(issue(request("999")).ticket.number, 999);
    EXPECT_EQ(refusal(request("1000")), NoTicket::all_given_out);
    EXPECT_EQ(issue(request("1000"), morning(), {"Hall", 'B'}).ticket.number, 1);
}

TEST_F(Tickets, ServiceThatThePolicyDoesNotKnowIsRefused) {
    auto unknown = request("a");
    unknown.service = "tea";
    const auto answer = ledger_->issue(unknown, site, policy_, morning());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::refused);
}

TEST_F(Tickets, ClassReasonAndPlaceComeBack) {
    issue(request("a"));
    auto wanted = request("b", TicketClass::priority);
    wanted.refusal = "no_portrait";
    const auto answer = issue(wanted);
    EXPECT_EQ(answer.ticket.refusal, "no_portrait");
    EXPECT_EQ(answer.place.people_ahead, 0);
    EXPECT_EQ(answer.place.wait, std::nullopt);
    EXPECT_EQ(issue(request("c")).place.people_ahead, 2);
}

TEST_F(Tickets, AreCalledByTheRuleAndOnce) {
    for (const char* name : {"o1", "o2"}) issue(request(name));
    for (const char* name : {"p1", "p2", "p3"}) issue(request(name, TicketClass::priority));
    std::vector<int> called;
    for (int call = 0; call < 5; ++call) {
        const auto ticket = ledger_->call_next({site.hall, "Counter 1"}, policy_, morning(call));
        ASSERT_TRUE(ticket);
        EXPECT_EQ(ticket->counter, "Counter 1");
        EXPECT_EQ(ticket->called_at, morning(call));
        called.push_back(ticket->number);
    }
    EXPECT_EQ(called, (std::vector{3, 4, 1, 5, 2}));
    const auto none = ledger_->call_next({site.hall, "Counter 1"}, policy_, morning(9));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().fault, Fault::refused);
}

TEST_F(Tickets, OrderOfCallsSurvivesAClockSetBack) {
    for (const char* name : {"o1", "o2"}) issue(request(name));
    for (const char* name : {"p1", "p2", "p3", "p4"}) issue(request(name, TicketClass::priority));
    std::vector<int> called;
    for (int call = 0; call < 6; ++call)
        called.push_back(ledger_->call_next({site.hall, "1"}, policy_, morning(30 - 5 * call))->number);
    EXPECT_EQ(called, (std::vector{3, 4, 1, 5, 6, 2}));
}

// What is typed there comes to every glass and every desk of the hall.
TEST_F(Tickets, CounterNeedsANameThatCanBeShown) {
    issue(request("a"));
    for (const std::string& name :
         {std::string{}, std::string(100'000, 'x'), std::string("\x1b[2J3"), std::string("3\u202e"), std::string("3\n4"),
          std::string("\xff\xfe"), std::string("3\0", 2)}) {
        const auto called = ledger_->call_next({site.hall, name}, policy_, morning());
        ASSERT_FALSE(called) << name.size();
        EXPECT_EQ(called.error().fault, Fault::refused);
    }
    EXPECT_TRUE(ledger_->call_next({site.hall, "1"}, policy_, morning()));
}

TEST_F(Tickets, PaperIsRemembered) {
    const auto ticket = issue(request("a")).ticket;
    EXPECT_EQ(ticket.on_paper, OnPaper::no);
    ASSERT_TRUE(ledger_->record_paper(ticket, site.hall, OnPaper::unknown));
    EXPECT_EQ(issue(request("a")).ticket.on_paper, OnPaper::unknown);
    ASSERT_TRUE(ledger_->record_paper(ticket, site.hall, OnPaper::yes));
    EXPECT_EQ(all()[0].on_paper, OnPaper::yes);
}

// A kiosk that was killed while it printed: the paper may lie in somebody's hand.
TEST_F(Tickets, PaperThatWasBegunAndNeverHeardOfMayHaveComeOut) {
    const auto begun = issue(request("a")).ticket, printed = issue(request("b")).ticket;
    const auto failed = issue(request("c")).ticket, untouched = issue(request("d")).ticket;
    for (const auto& ticket : {begun, printed, failed}) ASSERT_TRUE(ledger_->begin_paper(ticket, site.hall));
    ASSERT_TRUE(ledger_->record_paper(printed, site.hall, OnPaper::yes));
    ASSERT_TRUE(ledger_->record_paper(failed, site.hall, OnPaper::no));
    EXPECT_EQ(all()[0].on_paper, OnPaper::no) << "while the program runs";
    ASSERT_TRUE(ledger_->settle_papers({site.hall, 'B'}));
    EXPECT_EQ(all()[0].on_paper, OnPaper::no) << "another terminal's";
    ASSERT_TRUE(ledger_->settle_papers(site));
    std::vector<OnPaper> papers;
    for (const auto& ticket : all()) papers.push_back(ticket.on_paper);
    EXPECT_EQ(papers, (std::vector{OnPaper::unknown, OnPaper::yes, OnPaper::no, OnPaper::no}));
}

TEST_F(Tickets, PaperThatCameBeforeIsNotForgottenOverASecondPrint) {
    const auto ticket = issue(request("a")).ticket;
    ASSERT_TRUE(ledger_->record_paper(ticket, site.hall, OnPaper::yes));
    ASSERT_TRUE(ledger_->begin_paper(ticket, site.hall));
    ASSERT_TRUE(ledger_->settle_papers(site));
    EXPECT_EQ(all()[0].on_paper, OnPaper::yes);
}

TEST_F(Tickets, PaperOfATicketThatWasNeverIssuedIsRefused) {
    Ticket never;
    never.number = 7;
    never.day = monday;
    EXPECT_EQ(ledger_->record_paper(never, site.hall, OnPaper::yes).error().fault, Fault::refused);
}

TEST_F(Tickets, AreFoundByTheirCaseUntilTheyAreCalled) {
    ASSERT_TRUE(import_csv(ledger_->local(),
                           "case_key,holder_name,id_number,old_card,handed_in_at,stage,refusal\n"
                           "K001,测试甲,,4000900000000001,2026-11-01,refused,no_portrait\n",
                           policy_));
    EXPECT_EQ(*ledger_->ticket_of_case("K001", site, policy_, morning()), std::nullopt);
    auto wanted = request("a", TicketClass::priority);
    wanted.case_keys = {"K001"};
    const auto ticket = issue(wanted).ticket;
    const auto found = ledger_->ticket_of_case("K001", {"Hall", 'B'}, policy_, morning(1));
    ASSERT_TRUE(found);
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->ticket, ticket);
    EXPECT_TRUE((*found)->issued_before);
    EXPECT_EQ(*ledger_->ticket_of_case("K002", site, policy_, morning(1)), std::nullopt);
    EXPECT_EQ(*ledger_->ticket_of_case("K001", site, policy_, morning() + std::chrono::days{1}), std::nullopt);
    ASSERT_TRUE(ledger_->call_next({site.hall, "1"}, policy_, morning(2)));
    EXPECT_EQ(*ledger_->ticket_of_case("K001", site, policy_, morning(3)), std::nullopt);
}

// Cards of several people that somebody brings along: K001 and so on, which came back.
class TicketsOfAnErrand : public Tickets {
protected:
    TicketsOfAnErrand() {
        std::string rows = "case_key,holder_name,id_number,old_card,handed_in_at,stage,refusal\n";
        for (int n = 1; n <= 9; ++n)
            rows += "K00" + std::to_string(n) + ",测试甲,,400090000000000" + std::to_string(n) +
                    ",2026-11-01,refused_at_community," + (n % 2 == 1 ? "no_portrait" : "letter_mismatch") + '\n';
        const auto done = import_csv(ledger_->local(), rows, policy_);
        EXPECT_TRUE(done && done->bad.empty());
    }
    static TicketRequest wanted(const std::vector<std::string>& keys) {
        auto result = request("cases", TicketClass::priority);
        for (const auto& key : keys) result.idempotency += ' ' + key;
        result.case_keys = keys;
        return result;
    }
    std::string label_of(const std::vector<std::string>& keys, Wall now = morning(), const TicketSite& where = site) {
        return label(issue(wanted(keys), now, where).ticket);
    }
    // "A001: K001 K002", for each ticket.
    std::string all_cards() {
        std::string text;
        for (const auto& ticket : all()) {
            text += label(ticket) + ":";
            for (const auto& card : ticket.cards) text += ' ' + card.key;
            text += '\n';
        }
        return text;
    }
};

TEST_F(TicketsOfAnErrand, OneIsForAllOfThemAndSaysWhichCardsTheyAre) {
    const auto ticket = issue(wanted({"K002", "K001"})).ticket;
    EXPECT_EQ(ticket.cards, (std::vector<TicketCard>{{"K001", "0001", "no_portrait", "refused_at_community"},
                                                     {"K002", "0002", "letter_mismatch", "refused_at_community"}}));
    EXPECT_EQ(all(), std::vector{ticket});
    EXPECT_EQ(*ledger_->ticket_of_case("K002", site, policy_, morning(1)), (IssuedTicket{ticket, {0, std::nullopt}, true}));
    const auto called = ledger_->call_next({site.hall, "1", "call 1"}, policy_, morning(2));
    ASSERT_TRUE(called);
    EXPECT_EQ(called->cards, ticket.cards);
    EXPECT_EQ(ledger_->call_next({site.hall, "1", "call 1"}, policy_, morning(3))->cards, ticket.cards) << "said again";
}

TEST_F(TicketsOfAnErrand, CardThatHasOneGetsNoSecond) {
    EXPECT_EQ(label_of({"K001", "K002"}), "A001");
    EXPECT_EQ(label_of({"K002"}), "A001") << "by itself";
    EXPECT_EQ(label_of({"K002", "K001"}), "A001");
    EXPECT_EQ(all_cards(), "A001: K001 K002\n");
}

TEST_F(TicketsOfAnErrand, CardThatComesLaterJoinsTheTicketThatWaits) {
    EXPECT_EQ(label_of({"K001"}), "A001");
    EXPECT_EQ(label_of({"K001", "K003"}), "A001");
    EXPECT_EQ(label_of({"K001", "K003", "K004"}), "A001");
    EXPECT_EQ(all_cards(), "A001: K001 K003 K004\n");
}

TEST_F(TicketsOfAnErrand, NobodyJoinsATicketThatWasCalled) {
    EXPECT_EQ(label_of({"K001"}), "A001");
    ASSERT_TRUE(ledger_->call_next({site.hall, "1"}, policy_, morning(1)));
    EXPECT_EQ(label_of({"K001", "K002"}), "A002");
    EXPECT_EQ(label_of({"K001"}), "A001") << "its own was called: the counter has seen that card";
    EXPECT_EQ(all_cards(), "A001: K001\nA002: K002\n");
}

// Only the terminal that gave it can tell the shared store of it.
TEST_F(TicketsOfAnErrand, TicketOfAnotherTerminalIsJoinedByNone) {
    const TicketSite other{"Hall", 'B'};
    EXPECT_EQ(label_of({"K001"}), "A001");
    EXPECT_EQ(label_of({"K001", "K002"}, morning(1), other), "B001");
    EXPECT_EQ(label_of({"K001"}, morning(1), other), "A001");
    EXPECT_EQ(all_cards(), "A001: K001\nB001: K002\n");
}

TEST_F(TicketsOfAnErrand, HoldsNoMoreCardsThanThePolicySays) {
    policy_.errand_cards = 3;
    EXPECT_EQ(label_of({"K001", "K002"}), "A001");
    EXPECT_EQ(label_of({"K001", "K003", "K004"}), "A002");
    EXPECT_EQ(all_cards(), "A001: K001 K002\nA002: K003 K004\n");
}

TEST_F(TicketsOfAnErrand, CountsOnceForTheDay) {
    policy_.services.at(1).daily_limit = 2;
    EXPECT_EQ(label_of({"K001", "K002", "K003"}), "A001");
    EXPECT_EQ(label_of({"K004", "K005"}), "A002");
    EXPECT_EQ(refusal(wanted({"K006"})), NoTicket::all_given_out);
    EXPECT_EQ(label_of({"K005", "K006"}), "A002") << "it joins one that is given out";
}

TEST_F(TicketsOfAnErrand, CardThatWasServedMeanwhileIsSaidToBe) {
    issue(wanted({"K001", "K002"}));
    ASSERT_TRUE(import_csv(ledger_->local(),
                           "case_key,holder_name,id_number,old_card,handed_in_at,stage\n"
                           "K001,测试甲,,4000900000000001,2026-11-01,served\n",
                           policy_));
    EXPECT_EQ(all().at(0).cards.at(0).stage, "served");
    EXPECT_EQ(all().at(0).cards.at(1).stage, "refused_at_community");
}

TEST_F(TicketsOfAnErrand, CardToBeCalledFirstJoinsNoOrdinaryTicket) {
    auto ordinary = wanted({"K001"});
    ordinary.klass = TicketClass::ordinary;
    EXPECT_EQ(label(issue(ordinary).ticket), "A001");
    EXPECT_EQ(label_of({"K001", "K002"}), "A002");
    EXPECT_EQ(all_cards(), "A001: K001\nA002: K002\n");
}

TEST_F(TicketsOfAnErrand, TicketOfAnOlderProgramGoesOnToBeForItsCase) {
    issue(wanted({"K002"}));
    ledger_.reset();
    {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, back_to_the_sixth_version, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }
    ledger_ = open();
    EXPECT_EQ(all_cards(), "A001: K002\n");
    EXPECT_EQ(label_of({"K002"}), "A001");
    EXPECT_TRUE(ledger_->check());
}

TEST_F(TicketsOfAnErrand, CaseThatTheLedgerDoesNotKnowIsNoCardOfIt) {
    EXPECT_EQ(label_of({"K001", "K777"}), "A001");
    EXPECT_EQ(all_cards(), "A001: K001\n");
}

TEST_F(Tickets, OtherWriterHoldingTheFileTooLongIsLocked) {
    auto impatient = options();
    impatient.patience = std::chrono::milliseconds{20};
    const auto other = open_ledger(impatient);
    ASSERT_TRUE(other);
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
    const Owned<sqlite3, sqlite3_close> holder(raw);
    ASSERT_EQ(sqlite3_exec(raw, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const auto answer = (*other)->issue(request("a"), site, policy_, morning());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().fault, Fault::ledger_locked);
    ASSERT_EQ(sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(issued((*other)->issue(request("a"), site, policy_, morning())).ticket.number, 1);
}

template <class T>
bool failed(const Result<T>& result) {
    if (!result) std::cerr << result.error().detail << '\n';
    return false;
}

bool ended_well(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(Tickets, ManyTerminalsAndCountersNeverShareATicket) {
    constexpr int issuers = 4, each = 60, callers = 2;
    ledger_.reset();
    auto patient = options();  // a busy machine may not let one of six run for seconds
    patient.patience = std::chrono::minutes{1};
    std::vector<pid_t> children;
    for (int who = 0; who < issuers; ++who) {
        children.push_back(start([&, who] {
            const auto ledger = open_ledger(patient);
            for (int i = 0; ledger && i < each; ++i) {
                const auto klass = i % 3 == 0 ? TicketClass::priority : TicketClass::ordinary;
                const auto wanted = request(std::to_string(who) + '/' + std::to_string(i), klass);
                const auto answer = (*ledger)->issue(wanted, {"Hall", who < 2 ? 'A' : 'B'}, policy_, morning(who));
                if (!answer || !std::holds_alternative<IssuedTicket>(*answer)) return failed(answer);
            }
            return ledger || failed(ledger);
        }));
    }
    for (int who = 0; who < callers; ++who) {
        children.push_back(start([&, who] {
            alarm(60);  // a ticket that was lost would be waited for without end
            const auto ledger = open_ledger(patient);
            for (int called = 0; ledger && called < issuers * each / callers;) {
                const auto ticket = (*ledger)->call_next({"Hall", "Counter " + std::to_string(who)}, policy_, morning(10));
                if (!ticket && ticket.error().fault != Fault::refused) return failed(ticket);
                if (ticket) ++called;
            }
            return ledger || failed(ledger);
        }));
    }
    for (const auto child : children) EXPECT_TRUE(ended_well(child));
    ledger_ = open();
    std::set<std::string> labels;
    int by_first = 0;
    for (const auto& ticket : all()) {
        labels.insert(label(ticket));
        EXPECT_TRUE(ticket.called_at) << label(ticket);
        by_first += ticket.counter == "Counter 0";
    }
    EXPECT_EQ(labels.size(), std::size_t{issuers * each});
    EXPECT_EQ(by_first, issuers * each / callers);
    EXPECT_TRUE(labels.contains("A120") && labels.contains("B120") && !labels.contains("A121"));
    EXPECT_TRUE(ledger_->check());
}

TEST_F(Tickets, SameRequestOnManyThreadsIsOneTicket) {
    std::atomic<int> fresh{0}, same{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&] {
            const auto ledger = open_ledger(options());
            if (!ledger) return;
            const auto answer = (*ledger)->issue(request("double tap"), site, policy_, morning());
            if (!answer) return;
            const auto& ticket = std::get<IssuedTicket>(*answer);
            ticket.issued_before ? ++same : ++fresh;
        });
    }
    threads.clear();
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(same, 5);
}

// A pipe tells the numbers of the tickets that were committed, as far as the child got.
TEST_F(Tickets, KilledWhileIssuingLosesNoTicketAndDoublesNone) {
    ledger_.reset();
    int told = 0;
    for (int round = 0; round < 8; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(pipe(pipe_ends), 0);
        const pid_t child = start([&] {
            const auto ledger = open_ledger(options());
            for (int i = 0; ledger && i < 999; ++i) {
                const auto wanted = request(std::to_string(round) + '/' + std::to_string(i));
                const auto answer = (*ledger)->issue(wanted, site, policy_, morning());
                if (!answer || !std::holds_alternative<IssuedTicket>(*answer)) return false;
                const char done = '.';
                if (write(pipe_ends[1], &done, 1) != 1) return false;
            }
            return true;
        });
        close(pipe_ends[1]);
        char byte = 0;
        for (int i = 0; i < 10 + round; ++i) EXPECT_EQ(read(pipe_ends[0], &byte, 1), 1);
        kill(child, SIGKILL);
        told += 10 + round;
        while (read(pipe_ends[0], &byte, 1) == 1) ++told;
        close(pipe_ends[0]);
        waitpid(child, nullptr, 0);
    }
    ledger_ = open();
    ASSERT_TRUE(ledger_->check());
    const auto stored = all();
    EXPECT_GE(static_cast<int>(stored.size()), told);
    EXPECT_LE(static_cast<int>(stored.size()), told + 8);  // committed, but killed before it could tell
    for (std::size_t i = 0; i < stored.size(); ++i) EXPECT_EQ(stored[i].number, static_cast<int>(i) + 1);
}

}  // namespace
}  // namespace ledger_test
