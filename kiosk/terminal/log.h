#pragma once

#include <future>
#include <memory>

#include "kiosk/policy/faults.h"
#include "kiosk/terminal/log_queue.h"
#include "kiosk/visit/visit.h"

namespace kiosk {

// The log of the program, from construction to destruction: lines go to stdout, where the journal takes them. Nobody waits
// for whoever reads: lines that nobody takes are lost, the oldest first, and their number is logged when it goes on; a pipe
// that is full, a reader that has gone or a full disk holds up neither the glass nor the end of the program. Make it
// before anything logs.
class Log {
public:
    Log();
    ~Log();
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

private:
    std::shared_ptr<LogQueue> queue_;  // shared: with a thread that may never come back from its last line
    std::future<void> written_;
};

// What an event changed, in the log. Derived from the two states, so nothing can happen unlogged. It says what kind of
// thing happened, never to whom: no number, name or key.
void log_turn(const State& before, const Event& event, const Turn& after, const FaultCatalog& faults);

}  // namespace kiosk
