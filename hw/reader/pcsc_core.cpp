#include "hw/reader/pcsc_core.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace hw {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds cancel_again{1000};

}  // namespace

void PcscCore::report(ReaderEvent event) {
    const std::lock_guard lock(mutex_);
    if (!closed_) sink_(std::move(event));
}

void PcscCore::report_state(std::optional<kiosk::Fault> fault) {
    const std::lock_guard lock(mutex_);
    report_state_locked(fault);
}

void PcscCore::report_state_locked(std::optional<kiosk::Fault> fault) {
    if (!closed_) state_.report(fault, sink_);
}

void PcscCore::pause(std::stop_token stop, milliseconds time) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::move(stop), time, [] { return false; });
}

void PcscCore::set_context(std::optional<SCARDCONTEXT> context) {
    const std::lock_guard lock(mutex_);
    context_ = context;
}

// Hundreds of times a card: the watcher is woken only if it would wake too late by itself. Else it looks again when the
// deadline that it knows has come.
void PcscCore::arm(milliseconds limit, kiosk::Fault fault, std::optional<milliseconds> cancel_after) {
    const std::lock_guard lock(mutex_);
    const auto now = steady_clock::now();
    deadline_ = now + limit;
    if (cancel_after) cancel_at_ = now + *cancel_after;
    fault_ = fault;
    if (*next_deadline() < watcher_wakes_) changed_.notify_all();
}

void PcscCore::ask_now() {
    const std::lock_guard lock(mutex_);
    if (!cancel_at_) return;  // it is being asked
    const auto now = steady_clock::now();
    cancel_at_ = now;
    deadline_ = std::min(*deadline_, now + call_limit);
    changed_.notify_all();
}

void PcscCore::disarm() {
    const std::lock_guard lock(mutex_);
    deadline_.reset();
    cancel_at_.reset();
}

std::optional<kiosk::Steady> PcscCore::next_deadline() const {
    return cancel_at_ && deadline_ ? std::min(cancel_at_, deadline_) : deadline_;
}

bool PcscCore::take_overdue() {
    const std::lock_guard lock(mutex_);
    return std::exchange(overdue_, false);
}

bool PcscCore::closed() {
    const std::lock_guard lock(mutex_);
    return closed_;
}

void PcscCore::watch(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        watcher_wakes_ = next_deadline().value_or(kiosk::Steady::max());
        const auto is_sooner = [this] { return next_deadline().value_or(kiosk::Steady::max()) < watcher_wakes_; };
        if (next_deadline())
            changed_.wait_until(lock, stop, watcher_wakes_, is_sooner);
        else
            changed_.wait(lock, stop, is_sooner);
        const auto now = steady_clock::now();
        if (stop.stop_requested() || !deadline_) continue;
        if (cancel_at_ && now >= *cancel_at_) cancel_wait();
        if (now < *deadline_) continue;
        deadline_.reset();
        cancel_at_.reset();
        overdue_ = true;
        report_state_locked(fault_);
    }
    cancel_until_worker_leaves(lock);
}

// On a thread of its own, which nobody waits for: it asks the daemon too, and may hang with it, while this thread has to
// report it. One that comes before the call has reached the daemon is lost, hence another.
void PcscCore::cancel_wait() {
    cancel_at_ = steady_clock::now() + cancel_again;
    if (context_) std::thread(SCardCancel, *context_).detach();
}

// A cancel that comes before the worker begins to wait is lost, hence again and again. It asks the daemon too, and may
// hang with it, hence on this thread.
void PcscCore::cancel_until_worker_leaves(std::unique_lock<std::mutex>& lock) {
    while (!worker_left_ && !abandoned_) {
        if (const auto context = context_) {
            lock.unlock();
            SCardCancel(*context);
            lock.lock();
        }
        changed_.wait_for(lock, milliseconds(5), [this] { return worker_left_ || abandoned_; });
    }
}

void PcscCore::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

bool PcscCore::wait_left(milliseconds at_most) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, at_most, [this] { return threads_ == 0; })) return true;
    abandoned_ = true;
    changed_.notify_all();
    return false;
}

void PcscCore::leave_worker() {
    const std::lock_guard lock(mutex_);
    worker_left_ = true;
    changed_.notify_all();
}

bool PcscCore::leave() {
    const std::lock_guard lock(mutex_);
    --threads_;
    changed_.notify_all();
    return abandoned_ && threads_ == 0;
}

}  // namespace hw
