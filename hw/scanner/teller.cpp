#include "hw/scanner/teller.h"

#include <string.h>  // explicit_bzero

#include <algorithm>

namespace hw {

constexpr std::chrono::milliseconds obstacle_stands{400};  // else the words on the screen would flicker

void Teller::want(bool wanted) {
    const std::lock_guard lock(mutex_);
    if (wanted == wanted_) return;
    wanted_ = wanted;
    for (std::string& code : codes_) explicit_bzero(code.data(), code.size());  // may be personal
    codes_.clear();
    obstacle_.reset();
    obstacle_told_.reset();
}

bool Teller::wanted() const {
    const std::lock_guard lock(mutex_);
    return wanted_;
}

void Teller::state(std::optional<kiosk::Fault> fault) {
    const std::lock_guard lock(mutex_);
    if (state_ && *state_ == fault) return;
    state_.emplace(fault);
    if (fault)
        sink_(kiosk::ScannerFailed{*fault});
    else
        sink_(kiosk::ScannerReady{});
}

void Teller::code(const std::string& bytes) {
    const std::lock_guard lock(mutex_);
    if (!wanted_ || bytes.empty() || std::find(codes_.begin(), codes_.end(), bytes) != codes_.end()) return;
    codes_.push_back(bytes);
    sink_(kiosk::CodeSeen{bytes});
}

void Teller::obstacle(std::optional<kiosk::CodeObstacle> obstacle, kiosk::Steady now) {
    const std::lock_guard lock(mutex_);
    if (!wanted_ || obstacle == obstacle_ || (obstacle_told_ && now - *obstacle_told_ < obstacle_stands)) return;
    obstacle_ = obstacle;
    obstacle_told_ = now;
    sink_(kiosk::CodeTrouble{obstacle});
}

}  // namespace hw
