#include "hw/scanner/scanner_reporter.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace hw {

constexpr std::chrono::milliseconds obstacle_stands{400};  // else the words on the screen would flicker

void ScannerReporter::want(std::optional<int> asker) {
    const std::lock_guard lock(mutex_);
    if (asker == wanted_) return;
    wanted_ = asker;
    if (asker && asker != reported_to_) reported_.clear();
    if (asker) reported_to_ = asker;
    obstacle_.reset();
    obstacle_reported_.reset();
}

std::optional<int> ScannerReporter::wanted() const {
    const std::lock_guard lock(mutex_);
    return wanted_;
}

void ScannerReporter::state(std::optional<kiosk::Fault> fault) {
    const std::lock_guard lock(mutex_);
    state_.report(fault, sink_);
}

void ScannerReporter::code(std::string_view bytes, std::optional<int> asker) {
    const auto mark = std::hash<std::string_view>{}(bytes);
    const std::lock_guard lock(mutex_);
    if (!wanted_ || asker != wanted_ || bytes.empty()) return;
    code_seen_ = true;
    if (std::find(reported_.begin(), reported_.end(), mark) != reported_.end()) return;
    reported_.push_back(mark);
    sink_(CodeSeen{bytes, *wanted_});
}

void ScannerReporter::obstacle(std::optional<kiosk::CodeObstacle> obstacle, kiosk::Steady now) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(code_seen_, false)) obstacle_reported_ = now;  // it is in view, whatever one frame says
    if (!wanted_ || obstacle == obstacle_ || (obstacle_reported_ && now - *obstacle_reported_ < obstacle_stands)) return;
    obstacle_ = obstacle;
    obstacle_reported_ = now;
    sink_(CodeTrouble{obstacle});
}

}  // namespace hw
