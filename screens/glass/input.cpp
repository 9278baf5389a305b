#include "screens/glass/input.h"

#include <algorithm>

namespace screens {

std::optional<Tap> Fingers::take(const PointerEvent& event) {
    using What = PointerEvent::What;
    const auto same = [&](const Finger& finger) { return finger.id == event.finger; };
    if (event.what == What::down) {
        std::erase_if(fingers_, same);  // its "up" was lost
        const bool old_page = page_since_ && event.when <= *page_since_;
        fingers_.push_back({event.finger, {event.at, event.at}, event.when, old_page || bounces(event.at, event.when)});
        return std::nullopt;
    }
    const auto found = std::find_if(fingers_.begin(), fingers_.end(), same);
    if (found == fingers_.end()) return std::nullopt;
    found->path.up = event.at;
    if (!near(found->path.down, event.at)) found->strayed = true;  // a drag stays one, even if it comes back
    if (event.what == What::move) return std::nullopt;
    const Finger finger = *found;
    fingers_.erase(found);
    if (event.what == What::up && finger.strayed && in_time(finger, event.when) && near(finger.path.down, event.at, stray)) {
        strayed_ = finger.path;
        last_tap_ = event.at;
    }
    if (event.what == What::cancelled || !may_tap(finger, event.when)) return std::nullopt;
    last_tap_ = event.at;
    return finger.path;
}

void Fingers::page_changed(kiosk::Steady when) {
    page_since_ = when;
    for (auto& finger : fingers_) finger.ignored = true;
}

std::vector<Tap> Fingers::held(kiosk::Steady now) const {
    std::vector<Tap> paths;
    for (const auto& finger : fingers_) {
        if (may_tap(finger, now)) paths.push_back(finger.path);
    }
    return paths;
}

std::optional<kiosk::Steady> Fingers::next_expiry(kiosk::Steady now) const {
    std::optional<kiosk::Steady> first;
    for (const auto& finger : fingers_) {
        if (!may_tap(finger, now)) continue;
        const auto end = finger.since + longest_tap + std::chrono::milliseconds(1);
        if (!first || end < *first) first = end;
    }
    return first;
}

bool Fingers::near(Point a, Point b, float slops) const {
    const float dx = a.x - b.x, dy = a.y - b.y, far = slops * slop_px_;
    return dx * dx + dy * dy <= far * far;
}

bool Fingers::bounces(Point at, kiosk::Steady when) const {
    return page_since_ && last_tap_ && when - *page_since_ < bounce && near(at, *last_tap_);
}

bool Fingers::in_time(const Finger& finger, kiosk::Steady now) {
    return !finger.ignored && now - finger.since <= longest_tap;
}

bool Fingers::may_tap(const Finger& finger, kiosk::Steady now) { return !finger.strayed && in_time(finger, now); }

}  // namespace screens
