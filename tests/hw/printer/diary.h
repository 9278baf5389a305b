#pragma once

#include <gtest/gtest.h>

#include <mutex>

#include "hw/printer/printer.h"
#include "kiosk/base/overloaded.h"
#include "tests/support/process.h"

namespace hw {

// Patience of a test: the same order, a tenth of the time.
inline Patience hurried() {
    using namespace std::chrono_literals;
    Patience patience;
    patience.blocked = 800ms;
    patience.silent = 1500ms;
    patience.service = 1500ms;
    patience.cancel = 3000ms;
    patience.settling = 400ms;
    patience.idle_look = 200ms;
    patience.idle_retry = 50ms;
    return patience;
}

// What the driver has reported so far.
class Diary {
public:
    PrinterSink sink() {
        return [this](PrinterEvent event) {
            const std::lock_guard lock(mutex_);
            std::visit(kiosk::overloaded{
                           [&](const PrinterReady&) { states_.emplace_back(std::nullopt); },
                           [&](const PrinterFailed& failed) { states_.emplace_back(failed.fault); },
                           [&](const PrintFinished& end) { finished_.push_back(end); },
                       },
                       event);
        };
    }
    // The outcome of the n-th job; waits for it.
    std::optional<PrintFinished> finished(std::size_t number = 1) {
        support::wait_until([&] { return count() >= number; });
        const std::lock_guard lock(mutex_);
        if (finished_.size() < number) return std::nullopt;
        return finished_[number - 1];
    }
    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return finished_.size();
    }
    std::vector<std::optional<kiosk::Fault>> states() {
        const std::lock_guard lock(mutex_);
        return states_;
    }
    bool state_is(std::optional<kiosk::Fault> fault) {
        return support::wait_until([&] {
            const auto reported = states();
            return !reported.empty() && reported.back() == fault;
        });
    }

private:
    std::mutex mutex_;
    std::vector<std::optional<kiosk::Fault>> states_;
    std::vector<PrintFinished> finished_;
};

}  // namespace hw
