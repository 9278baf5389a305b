#include "kiosk/queue/order.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

namespace kiosk {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr minutes fresh{30};  // older calls say nothing of the pace
constexpr std::size_t pace_calls = 5;
constexpr int step = 5;  // minutes; the range is rounded outward to it

bool same_ticket(const Ticket& a, const Ticket& b) {
    return a.terminal == b.terminal && a.number == b.number && a.day == b.day;
}

// By arrival in the shared store, for no two terminals' clocks agree; what is not there yet comes last.
// Without one by time of issue; but one terminal's numbers never overtake each other when its clock was set back in between.
void sort_by_issue(std::vector<Ticket>& tickets) {
    std::ranges::sort(tickets, [](const Ticket& a, const Ticket& b) {
        return std::tie(a.terminal, a.number) < std::tie(b.terminal, b.number);
    });
    struct Place {
        Wall at;
        std::size_t index;  // by terminal and number
    };
    std::vector<Place> places(tickets.size());
    for (std::size_t i = tickets.size(); i-- > 0;) {
        const bool same_terminal = i + 1 < tickets.size() && tickets[i + 1].terminal == tickets[i].terminal;
        places[i] = {same_terminal ? std::min(tickets[i].issued_at, places[i + 1].at) : tickets[i].issued_at, i};
    }
    std::ranges::sort(places,
                      [](const Place& a, const Place& b) { return std::tie(a.at, a.index) < std::tie(b.at, b.index); });
    std::vector<Ticket> sorted;
    sorted.reserve(tickets.size());
    for (const auto& place : places) sorted.push_back(std::move(tickets[place.index]));
    std::ranges::stable_sort(sorted, {}, [](const Ticket& ticket) {
        return ticket.arrived > 0 ? ticket.arrived : std::numeric_limits<std::int64_t>::max();
    });
    tickets = std::move(sorted);
}

// How many priority tickets were called since the last ordinary one.
int priority_streak(std::span<const Ticket> called) {
    int streak = 0;
    for (auto it = called.rbegin(); it != called.rend() && it->klass == TicketClass::priority; ++it) ++streak;
    return streak;
}

// Time from one call to the next; nullopt when too few were called lately.
std::optional<milliseconds> pace(std::span<const Ticket> called, Wall now) {
    std::vector<Wall> calls;
    for (const auto& ticket : called) {
        if (ticket.called_at && *ticket.called_at <= now && now - *ticket.called_at <= fresh)
            calls.push_back(*ticket.called_at);
    }
    if (calls.size() < 2) return std::nullopt;
    std::ranges::sort(calls);
    if (calls.size() > pace_calls) calls.erase(calls.begin(), calls.end() - pace_calls);
    const auto count = static_cast<std::int64_t>(calls.size());
    const milliseconds between = (calls.back() - calls.front()) / (count - 1);
    const milliseconds until_now = (now - calls.front()) / count;  // a long gap since the last call slows the pace
    return std::max(between, until_now);
}

WaitRange range_of(milliseconds wait) {
    constexpr std::int64_t unit = milliseconds{minutes{step}}.count();
    const auto low = wait.count() * 7 / 10, high = (wait.count() * 15 + 9) / 10;
    WaitRange range{minutes{low / unit * step}, minutes{(high + unit - 1) / unit * step}};
    if (range.to - range.from < minutes{step}) range.to = range.from + minutes{step};
    return range;
}

}  // namespace

std::vector<Ticket> calling_order(std::span<const Ticket> called, std::vector<Ticket> waiting, int priorities_per_ordinary) {
    const int bound = std::max(priorities_per_ordinary, 1);
    sort_by_issue(waiting);
    std::vector<Ticket> priority, ordinary, order;
    for (auto& ticket : waiting) (ticket.klass == TicketClass::priority ? priority : ordinary).push_back(std::move(ticket));
    order.reserve(waiting.size());
    int streak = priority_streak(called);
    auto next_priority = priority.begin();
    auto next_ordinary = ordinary.begin();
    while (next_priority != priority.end() || next_ordinary != ordinary.end()) {
        const bool ordinary_turn = streak >= bound && next_ordinary != ordinary.end();
        if (next_priority != priority.end() && !ordinary_turn) {
            order.push_back(std::move(*next_priority++));
            ++streak;
        } else {
            order.push_back(std::move(*next_ordinary++));
            streak = 0;
        }
    }
    return order;
}

QueuePlace place_of(const Ticket& mine, std::span<const Ticket> called, std::vector<Ticket> waiting,
                    int priorities_per_ordinary, Wall now) {
    const auto is_mine = [&](const Ticket& other) { return same_ticket(mine, other); };
    if (std::ranges::any_of(called, is_mine)) return {0, WaitRange{}};  // called already: the wait is over
    if (std::ranges::none_of(waiting, is_mine)) waiting.push_back(mine);
    const auto order = calling_order(called, std::move(waiting), priorities_per_ordinary);
    const auto ahead = std::ranges::find_if(order, is_mine) - order.begin();
    QueuePlace place{static_cast<int>(ahead), std::nullopt};
    if (const auto each = pace(called, now)) place.wait = range_of(*each * ahead);
    return place;
}

}  // namespace kiosk
