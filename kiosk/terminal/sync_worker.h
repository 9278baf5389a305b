#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "kiosk/store/sync.h"

namespace kiosk {

// Runs the rounds of the ledger with the shared store (kiosk/store/sync.h) on a thread of its own with lines of its own: at
// once after poke(), else every `interval`. While the line is down the rounds become rarer, at most two minutes apart. A
// fault is logged once, when it begins.
class SyncWorker {
public:
    SyncWorker(SyncOptions options, std::chrono::milliseconds interval);
    ~SyncWorker();  // at once, wherever it is waiting; but for a name service that does not answer

    void poke();  // there is something to send; from any thread

private:
    void run(const std::stop_token& stop);
    std::chrono::milliseconds round(const Rounds& rounds);
    void wait(const std::stop_token& stop, std::chrono::milliseconds pause);

    SyncOptions options_;
    std::chrono::milliseconds interval_, pause_;
    std::optional<Fault> reported_;
    std::string why_unsent_;  // as it was said
    std::mutex mutex_;
    std::condition_variable_any poked_;
    bool wanted_ = false;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace kiosk
