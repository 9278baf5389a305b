#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include <winscard.h>

#include "hw/reader/reader_event.h"
#include "kiosk/base/device_state.h"

namespace hw {

// Of any call to the daemon, so that a hanging one is on the screen within three seconds.
constexpr std::chrono::milliseconds call_limit{2900};

// What the two threads of the PC/SC driver share: the worker, which makes the calls, and the watcher, which notices one
// that does not come back. No call but SCardGetStatusChange can be cancelled, and each waits for ever for a daemon or a
// driver that hangs. So the reader owns this until both threads have left; if the worker is stuck while the reader is
// being destroyed, the reader abandons it, and the last thread to leave owns it.
class PcscCore {
public:
    explicit PcscCore(ReaderSink sink) : sink_(std::move(sink)) {}

    // ---- the worker
    void report(ReaderEvent event);
    void report_state(std::optional<kiosk::Fault> fault);  // ReaderReady or ReaderFailed, if that is news
    void pause(std::stop_token stop, std::chrono::milliseconds time);
    void set_context(std::optional<SCARDCONTEXT> context);  // what a cancel is meant for

    // Made around a call; when it takes longer than `limit`, the watcher reports that the reader has failed. One that can be
    // cancelled (SCardGetStatusChange) is cancelled before, after `cancel_after`.
    class Call {
    public:
        Call(PcscCore& core, std::chrono::milliseconds limit, kiosk::Fault fault,
             std::optional<std::chrono::milliseconds> cancel_after = {})
            : core_(core) {
            core_.arm(limit, fault, cancel_after);
        }
        ~Call() { core_.disarm(); }
        Call(const Call&) = delete;
        Call& operator=(const Call&) = delete;

    private:
        PcscCore& core_;
    };
    bool take_overdue();  // true once after calls that took too long
    bool closed();        // nobody waits for a result any more

    // ---- the watcher
    void watch(std::stop_token stop);

    // ---- the reader
    void ask_now();                                     // ends a call that can be cancelled, to see that the daemon answers
    void close();                                       // nothing is reported from now on
    bool wait_left(std::chrono::milliseconds at_most);  // false: a thread is stuck; whoever leaves last owns this now
    void leave_worker();
    bool leave();  // of each thread, at its end; true: this is yours, delete it

private:
    void arm(std::chrono::milliseconds limit, kiosk::Fault fault, std::optional<std::chrono::milliseconds> cancel_after);
    void disarm();
    std::optional<kiosk::Steady> next_deadline() const;
    void cancel_wait();
    void report_state_locked(std::optional<kiosk::Fault> fault);
    void cancel_until_worker_leaves(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable_any changed_;
    ReaderSink sink_;  // called under the mutex, so that close() ends it
    bool closed_ = false;
    kiosk::DeviceState<ReaderReady, ReaderFailed> state_;
    std::optional<kiosk::Steady> deadline_, cancel_at_;  // of the call that is being made
    kiosk::Fault fault_ = kiosk::Fault::reader_silent;   // what it means when it is missed
    kiosk::Steady watcher_wakes_{};                      // by itself; never, if that is the greatest
    bool overdue_ = false;
    bool worker_left_ = false;
    bool abandoned_ = false;
    int threads_ = 2;
    std::optional<SCARDCONTEXT> context_;
};

}  // namespace hw
