#pragma once

#include <optional>

#include "kiosk/base/fault.h"

namespace kiosk {

// Whether a device works. A driver says so as often as it looks; only a change becomes an event: `Ready`, or `Failed` with
// the fault. Not for several threads at once.
template <class Ready, class Failed>
class DeviceState {
public:
    // `fault`: nullopt if the device works. `sink` takes either event.
    template <class Sink>
    void report(std::optional<Fault> fault, const Sink& sink) {
        if (last_ && *last_ == fault) return;
        last_.emplace(fault);
        if (fault)
            sink(Failed{*fault});
        else
            sink(Ready{});
    }
    bool works() const { return last_ && !*last_; }

private:
    std::optional<std::optional<Fault>> last_;  // nullopt: nothing was said so far
};

}  // namespace kiosk
