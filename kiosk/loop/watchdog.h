#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/moment.h"

namespace kiosk {

// The service manager as a program sees it (systemd: sd_notify(3)): it is told when the first page stands, and that all is
// well at least twice as often as it wants to hear it. Without a manager nothing is sent. One thread.
class Watchdog {
public:
    // `socket`, `period_us`: NOTIFY_SOCKET and WATCHDOG_USEC, empty where they are not set. WATCHDOG_PID plays no part: it
    // is that of xinit, whose child the kiosk is.
    Watchdog(const std::string& socket, std::string_view period_us);
    static Watchdog of_environment();

    void ready(Steady now);
    std::optional<Steady> due() const { return due_; }  // when `look` is wanted; nullopt: nobody waits for it
    // Says that all is well, if it is; the next look is due then. Silence long enough, and the manager starts anew.
    void look(Steady now, bool well);

private:
    void notify(std::string_view words) const;

    std::string address_;  // as the kernel wants it; empty: nobody listens
    Descriptor socket_;
    std::chrono::microseconds every_{0};  // 0: nobody waits
    std::optional<Steady> due_;
};

}  // namespace kiosk
