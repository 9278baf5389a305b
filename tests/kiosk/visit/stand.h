#pragma once

#include <gtest/gtest.h>

#include "kiosk/visit/visit.h"
#include "kiosk/visit/waiting.h"
#include "tests/support/samples.h"

namespace kiosk {

using namespace std::chrono_literals;

// A person before the kiosk: events go in, what happens is kept.
struct Stand {
    Policy policy = samples::policy();
    State state = samples::ready();
    std::vector<Effect> effects;  // of the last event
    Moment now = samples::noon();

    Stand& operator<<(const Event& event) {
        auto turn = visit(std::move(state), event, policy, now);
        state = std::move(turn.state);
        effects = std::move(turn.effects);
        return *this;
    }
    Stand& wait(std::chrono::milliseconds by) {
        now = samples::later(now, by);
        return *this << Tick{};
    }
    template <class P>
    const P& phase() const {
        return std::get<P>(state.phase);
    }
    template <class E>
    const E& effect() const {
        return std::get<E>(effects.at(0));
    }
    std::string_view where() const { return name(state.phase); }
    int query() const { return state.query; }
};

inline Stand& tap(Stand& stand, const Card& card) { return stand << CardInserted{} << CardIdentified{card}; }

inline Stand& take_priority_ticket(Stand& stand) {
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}};
    stand << TicketReady{stand.query(), TicketAnswer{samples::priority_ticket()}};
    return stand << PaperBegun{"ticket-s-1"};
}

}  // namespace kiosk
