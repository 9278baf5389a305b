#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "kiosk/policy/policy.h"
#include "kiosk/visit/effect.h"
#include "kiosk/visit/event.h"
#include "kiosk/visit/state.h"

// One person's way from the first touch to the last. state.h has the phases, and how often a paper is printed; waiting.h for
// whom the visit waits, and how long; visit.cpp the ledger, tickets, paper and idle time; visit_card.cpp what a card says;
// visit_code.cpp
// what a code says; visit_errand.cpp several cards.
namespace kiosk {

struct Turn {
    State state;
    std::vector<Effect> effects;
};

// The whole of what happens. Pure: reads no clock, file or device. An event that does not fit the phase (a late answer,
// a second press) changes nothing but what is known of the devices.
Turn visit(State state, const Event& event, const Policy& policy, Moment now);

// When the next Tick is due; nullopt: nothing is waited for.
std::optional<Steady> next_tick(const State& state, const Policy& policy);

}  // namespace kiosk
