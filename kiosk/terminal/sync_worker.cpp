#include "kiosk/terminal/sync_worker.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "kiosk/base/clock.h"

namespace kiosk {
namespace {

constexpr std::chrono::minutes longest_pause{2};

}  // namespace

SyncWorker::SyncWorker(SyncOptions options, std::chrono::milliseconds interval)
    : options_(std::move(options)),
      interval_(interval),
      pause_(interval),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SyncWorker::~SyncWorker() = default;

void SyncWorker::poke() {
    {
        const std::scoped_lock lock(mutex_);
        wanted_ = true;
    }
    poked_.notify_one();
}

void SyncWorker::run(const std::stop_token& stop) {
    options_.shared.stop = stop;
    const auto rounds = open_rounds(options_);
    while (!stop.stop_requested()) wait(stop, round(rounds));
}

std::chrono::milliseconds SyncWorker::round(const Rounds& rounds) {
    const auto done = rounds(wall_now());
    if (done) {
        if (reported_)
            spdlog::info("shared store: abreast again, {} told, {} cases and {} tickets came", done->sent, done->cases,
                         done->tickets);
        if (done->begun_anew) spdlog::warn("shared store: it is another one or was put back; everything is told again");
        if (done->odd > 0)
            spdlog::error("shared store: {} rows cannot be and are set aside; see kioskctl doctor", done->odd);
        if (done->why_unsent != why_unsent_ && !done->why_unsent.empty()) spdlog::error("{}", done->why_unsent);
        why_unsent_ = done->why_unsent;
        if (done->clashes > 0) spdlog::error("shared store: {} tickets clash; see kioskctl doctor", done->clashes);
        reported_.reset();
        return pause_ = interval_;
    }
    if (reported_ != done.error().fault && !options_.shared.stop.stop_requested()) {
        spdlog::warn("{}", done.error().detail);
        reported_ = done.error().fault;
    }
    pause_ = std::min<std::chrono::milliseconds>(pause_ * 2, std::max<std::chrono::milliseconds>(longest_pause, interval_));
    return pause_;
}

// A line that is down is not tried at every ticket.
void SyncWorker::wait(const std::stop_token& stop, std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    const bool down = reported_.has_value();
    poked_.wait_for(lock, stop, pause, [&] { return wanted_ && !down; });
    wanted_ = false;
}

}  // namespace kiosk
