#include "screens/glass/window_signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

namespace screens {
namespace {

void watch(int signals, int stop, const std::function<void()>& asked) {
    pollfd waits[2] = {{signals, POLLIN, 0}, {stop, POLLIN, 0}};
    while (true) {
        if (poll(waits, 2, -1) < 0) continue;  // EINTR
        if (waits[1].revents != 0) return;
        signalfd_siginfo info;
        if (read(signals, &info, sizeof info) == sizeof info) asked();
    }
}

}  // namespace

SignalWatch::SignalWatch(std::function<void()> asked) {
    sigset_t wanted;
    sigemptyset(&wanted);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, number);
    pthread_sigmask(SIG_BLOCK, &wanted, &before_);
    signals_ = signalfd(-1, &wanted, SFD_CLOEXEC);
    stop_ = eventfd(0, EFD_CLOEXEC);
    thread_ = std::jthread([signals = signals_, stop = stop_, call = std::move(asked)] { watch(signals, stop, call); });
}

SignalWatch::~SignalWatch() {
    eventfd_write(stop_, 1);
    thread_.join();
    close(signals_);
    close(stop_);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace screens
