#pragma once

#include <csignal>
#include <functional>
#include <thread>

namespace screens {

// Calls `asked` on a thread of its own whenever SIGTERM, SIGINT or SIGHUP comes, from construction to destruction. They
// are blocked in the constructing thread (and threads started from it), so no signal is lost between looking for events
// and waiting for them, as it can be with a handler.
class SignalWatch {
public:
    explicit SignalWatch(std::function<void()> asked);
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

private:
    sigset_t before_{};
    int signals_ = -1, stop_ = -1;  // signalfd, eventfd
    std::jthread thread_;
};

}  // namespace screens
