#include "kiosk/queue/order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <tuple>

namespace kiosk {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Date day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{2}};
const Wall opening = std::chrono::sys_days{day} + std::chrono::hours{1};

// "O3" is the ordinary ticket 3, "P4" the priority ticket 4; both are issued in the minute of their number.
Ticket ticket(const std::string& name) {
    Ticket result;
    result.number = std::stoi(name.substr(1));
    result.klass = name[0] == 'P' ? TicketClass::priority : TicketClass::ordinary;
    result.day = day;
    result.issued_at = opening + minutes{result.number};
    return result;
}

std::vector<Ticket> tickets(const std::string& names) {
    std::vector<Ticket> result;
    for (std::size_t at = 0; at < names.size();) {
        const auto end = std::min(names.find(' ', at), names.size());
        result.push_back(ticket(names.substr(at, end - at)));
        at = end + 1;
    }
    return result;
}

std::string names(const std::vector<Ticket>& order) {
    std::string result;
    for (const auto& one : order) {
        if (!result.empty()) result += ' ';
        result += (one.klass == TicketClass::priority ? "P" : "O") + std::to_string(one.number);
    }
    return result;
}

// `count` tickets called at even distances, the last one at `last`.
std::vector<Ticket> called_every(minutes distance, int count, Wall last) {
    std::vector<Ticket> called;
    for (int i = 0; i < count; ++i) {
        called.push_back(ticket("O" + std::to_string(500 + i)));
        called.back().called_at = last - distance * (count - 1 - i);
        called.back().counter = "1";
    }
    return called;
}

struct OrderRow {
    const char* name;
    int bound;
    const char* called;
    const char* waiting;
    const char* order;
};
void PrintTo(const OrderRow& row, std::ostream* out) { *out << row.called << " | " << row.waiting; }
class OrderTable : public testing::TestWithParam<OrderRow> {};
TEST_P(OrderTable, FollowsTheRule) {
    const auto& row = GetParam();
    EXPECT_EQ(names(calling_order(tickets(row.called), tickets(row.waiting), row.bound)), row.order);
}
INSTANTIATE_TEST_SUITE_P(
    , OrderTable,
    testing::Values(OrderRow{"nobody", 2, "", "", ""},  //
                    OrderRow{"ordinary_by_issue", 2, "", "O3 O1 O2", "O1 O2 O3"},
                    OrderRow{"priority_first", 2, "", "O1 P2", "P2 O1"},
                    OrderRow{"one_ordinary_after_two", 2, "", "O1 O2 P3 P4 P5 P6 P7", "P3 P4 O1 P5 P6 O2 P7"},
                    OrderRow{"one_ordinary_after_each", 1, "", "O1 O2 P3 P4 P5", "P3 O1 P4 O2 P5"},
                    OrderRow{"bound_of_nothing_counts_as_one", 0, "", "O1 P2 P3", "P2 O1 P3"},
                    OrderRow{"streak_goes_on_from_calls", 2, "O1 P2", "O3 P4 P5 P6", "P4 O3 P5 P6"},
                    OrderRow{"streak_full_already", 2, "P1 P2", "O3 P4", "O3 P4"},
                    OrderRow{"ordinary_call_ends_the_streak", 2, "P1 P2 O3", "O4 P5 P6", "P5 P6 O4"},
                    OrderRow{"long_streak_owes_one_only", 2, "P1 P2 P3 P4", "O5 O6 P7 P8", "O5 P7 P8 O6"},
                    OrderRow{"no_ordinary_waits", 2, "P1 P2", "P3 P4 P5", "P3 P4 P5"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(CallingOrder, TerminalsMixByTimeOfIssue) {
    auto waiting = tickets("O1 O2 O3");
    waiting[1].terminal = 'B';
    waiting[1].issued_at = opening;
    EXPECT_EQ(names(calling_order({}, waiting, 2)), "O2 O1 O3");
}

TEST(CallingOrder, ClockSetBackLetsNobodyOvertakeAtHisOwnTerminal) {
    auto waiting = tickets("O4 O5 O6");
    waiting[0].issued_at = opening + std::chrono::hours{3};  // then the clock was set right
    EXPECT_EQ(names(calling_order({}, waiting, 2)), "O4 O5 O6");
}

// However many priority tickets keep coming, an ordinary one waits for no more than `bound` calls each time.
TEST(CallingOrder, OrdinaryTicketIsNeverStarved) {
    for (const int bound : {1, 2, 5}) {
        std::vector<Ticket> called, waiting = tickets("O1 O2 O3");
        int next = 10;
        for (int call = 1; call <= 3 * (bound + 1); ++call) {
            waiting.push_back(ticket("P" + std::to_string(next++)));
            waiting.push_back(ticket("P" + std::to_string(next++)));
            const auto first = calling_order(called, waiting, bound).front();
            std::erase(waiting, first);
            called.push_back(first);
            EXPECT_EQ(first.klass == TicketClass::ordinary, call % (bound + 1) == 0)
                << "bound " << bound << ", call " << call;
        }
    }
}

TEST(CallingOrder, WhatIsForetoldIsWhatHappens) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<Ticket> called, waiting;
        for (int number = 1; number <= 12; ++number)
            waiting.push_back(ticket((random() % 2 ? "P" : "O") + std::to_string(number)));
        std::ranges::shuffle(waiting, random);
        const auto foretold = calling_order(called, waiting, 2);
        while (!waiting.empty()) {
            called.push_back(calling_order(called, waiting, 2).front());
            std::erase(waiting, called.back());
        }
        EXPECT_EQ(names(called), names(foretold));
    }
}

struct WaitRow {
    const char* name;
    int ahead;
    int calls;
    minutes distance;
    minutes since_last;
    std::optional<WaitRange> wait;
};
void PrintTo(const WaitRow& row, std::ostream* out) { *out << row.name; }
class Wait : public testing::TestWithParam<WaitRow> {};
TEST_P(Wait, IsARangeFromThePaceOrUnknown) {
    const auto& row = GetParam();
    const auto now = opening + std::chrono::hours{2};
    std::vector<Ticket> waiting;
    for (int number = 1; number <= row.ahead; ++number) waiting.push_back(ticket("O" + std::to_string(number)));
    const auto called = called_every(row.distance, row.calls, now - row.since_last);
    const auto place = place_of(ticket("O99"), called, waiting, 2, now);
    EXPECT_EQ(place.people_ahead, row.ahead);
    EXPECT_EQ(place.wait, row.wait);
}
WaitRange range(int from, int to) { return {minutes{from}, minutes{to}}; }
INSTANTIATE_TEST_SUITE_P(
    , Wait,
    testing::Values(WaitRow{"nobody_called", 3, 0, minutes{4}, minutes{0}, std::nullopt},
                    WaitRow{"only_one_called", 3, 1, minutes{4}, minutes{0}, std::nullopt},
                    WaitRow{"last_call_long_ago", 3, 5, minutes{4}, minutes{31}, std::nullopt},
                    WaitRow{"one_call_fresh", 3, 2, minutes{20}, minutes{15}, std::nullopt},
                    WaitRow{"steady_pace", 10, 5, minutes{4}, minutes{0}, range(25, 60)},
                    WaitRow{"rounded_outward", 3, 5, minutes{4}, minutes{2}, range(5, 20)},
                    WaitRow{"nobody_ahead", 0, 5, minutes{4}, minutes{1}, range(0, 5)},
                    WaitRow{"at_least_five_wide", 1, 5, minutes{1}, minutes{0}, range(0, 5)},
                    WaitRow{"only_the_last_five_calls_count", 10, 8, minutes{4}, minutes{0}, range(25, 60)},
                    WaitRow{"gap_since_the_last_call_slows", 10, 5, minutes{1}, minutes{26}, range(40, 90)}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Place, PriorityTicketCountsOnlyWhomTheRuleCallsBefore) {
    const auto waiting = tickets("O1 O2 O3 P4");
    EXPECT_EQ(place_of(ticket("P5"), {}, waiting, 2, opening).people_ahead, 1);
    EXPECT_EQ(place_of(ticket("O9"), {}, waiting, 2, opening).people_ahead, 4);
}

TEST(Place, TicketAmongTheWaitingIsNotCountedTwice) {
    EXPECT_EQ(place_of(ticket("O2"), {}, tickets("O1 O2 O3"), 2, opening).people_ahead, 1);
}

TEST(Place, WaitOfACalledTicketIsOver) {
    const auto called = called_every(minutes{4}, 3, opening);
    EXPECT_EQ(place_of(called[0], called, tickets("O1"), 2, opening), (QueuePlace{0, WaitRange{}}));
}

TEST(Place, CallsOfAClockThatWasAheadSayNothing) {
    const auto called = called_every(minutes{4}, 5, opening + std::chrono::hours{5});
    EXPECT_EQ(place_of(ticket("O9"), called, tickets("O1"), 2, opening).wait, std::nullopt);
}

TEST(Label, HasLetterAndThreeDigits) {
    EXPECT_EQ(label(ticket("O7")), "A007");
    EXPECT_EQ(label(ticket("P999")), "A999");
}

TEST(CallingOrder, ArrivalInTheSharedStoreCountsMoreThanAnyClock) {
    auto waiting = tickets("O1 O2 O3 O4");  // by their terminals' clocks
    for (std::size_t at = 0; at < 3; ++at) {
        waiting[at].terminal = static_cast<char>('A' + at);
        waiting[at].arrived = static_cast<std::int64_t>(9 - at);
    }
    waiting[3].terminal = 'D';  // not told to the store yet
    const auto order = calling_order({}, waiting, 2);
    EXPECT_EQ(names(order), "O3 O2 O1 O4");
}

}  // namespace
}  // namespace kiosk
