#pragma once

#include "kiosk/policy/faults.h"
#include "kiosk/visit/visit.h"

namespace kiosk {

// Lines go to stdout, where the journal takes them; a journal that does not keep up loses the oldest, it never holds up
// the loop.
void start_log();

// What an event changed, in the log. Derived from the two states, so nothing can happen unlogged. It says what kind of
// thing happened, never to whom: no number, name or key.
void log_turn(const State& before, const Event& event, const Turn& after, const FaultCatalog& faults);

}  // namespace kiosk
