#include "hw/scanner/teller.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace hw {

constexpr std::chrono::milliseconds obstacle_stands{400};  // else the words on the screen would flicker

void Teller::want(std::optional<int> asker) {
    const std::lock_guard lock(mutex_);
    if (asker == wanted_) return;
    wanted_ = asker;
    if (asker && asker != told_to_) told_.clear();
    if (asker) told_to_ = asker;
    obstacle_.reset();
    obstacle_told_.reset();
}

std::optional<int> Teller::wanted() const {
    const std::lock_guard lock(mutex_);
    return wanted_;
}

void Teller::state(std::optional<kiosk::Fault> fault) {
    const std::lock_guard lock(mutex_);
    state_.report(fault, sink_);
}

void Teller::code(std::string_view bytes, std::optional<int> asker) {
    const auto mark = std::hash<std::string_view>{}(bytes);
    const std::lock_guard lock(mutex_);
    if (!wanted_ || asker != wanted_ || bytes.empty()) return;
    code_seen_ = true;
    if (std::find(told_.begin(), told_.end(), mark) != told_.end()) return;
    told_.push_back(mark);
    sink_(CodeSeen{bytes, *wanted_});
}

void Teller::obstacle(std::optional<kiosk::CodeObstacle> obstacle, kiosk::Steady now) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(code_seen_, false)) obstacle_told_ = now;  // it is in view, whatever one frame says
    if (!wanted_ || obstacle == obstacle_ || (obstacle_told_ && now - *obstacle_told_ < obstacle_stands)) return;
    obstacle_ = obstacle;
    obstacle_told_ = now;
    sink_(CodeTrouble{obstacle});
}

}  // namespace hw
