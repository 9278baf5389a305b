#include "hw/decode/decoder.h"

#include <algorithm>
#include <cmath>

namespace hw {
namespace {

using kiosk::CodeObstacle;
using std::chrono::milliseconds;

constexpr int held_still = 16;                               // pixels that a code moves from frame to frame, at most
constexpr double far_module = 2.2;                           // pixels: a code that is not read at less is too far away
constexpr long most_work = 700'000, all_work = 500'000'000;  // points of light that are looked at
constexpr milliseconds helper_patience{8}, longest_patience{3000};
constexpr int steady_frames = 4;  // that an obstacle must stand before it is reported

Point middle(const Corners& c) { return {static_cast<int>((c[1].x + c[2].x) / 2), static_cast<int>((c[1].y + c[2].y) / 2)}; }

}  // namespace

Decoder::Decoder(const std::vector<std::string>& formats)
    : qr_(std::find(formats.begin(), formats.end(), "qr") != formats.end()), helper_(formats) {}

void Decoder::forget() {
    search_.forget();
    frames_ = seen_for_ = 0;
    last_seen_.reset();
    reported_.reset();
    last_place_.reset();
    near_ = false;
}

Sight Decoder::look(GreyView frame) { return look(frame, most_work, helper_patience); }

Sight Decoder::search(GreyView frame) {
    Sight sight;
    for (int i = 0; i < QrSearch::turns && sight.codes.empty(); ++i) sight = look(frame, all_work, longest_patience);
    return sight;
}

Sight Decoder::look(GreyView frame, long most, milliseconds patience) {
    Sight sight;
    QrSight seen;
    if (qr_) seen = search_.look(frame, most);
    ++frames_;
    sight.codes = seen.codes;
    for (SeenCode& code : helper_.look(frame, patience)) sight.codes.push_back(std::move(code));
    if (sight.codes.empty()) sight.obstacle = obstacle(frame, seen);
    if (sight.codes.size() > 1) sight.obstacle = CodeObstacle::several;
    sight.obstacle = steady(sight.obstacle);
    return sight;
}

// A square so large that the code cannot be whole. Our threshold sees such large ones in a small picture only.
bool Decoder::too_near(GreyView frame) {
    constexpr int factor = 4;
    half_ = halved(frame, std::move(half_)), small_ = halved(half_.view(), std::move(small_));
    for (const Finder& f : find_finders(binarised(small_.view()), 3))
        if (strong(f) && f.module * factor * 21 > std::min(frame.width, frame.height)) return true;
    return false;
}

// What stands in the way of a code that is seen, but not read.
std::optional<CodeObstacle> Decoder::obstacle(GreyView frame, const QrSight& seen) {
    const auto& corners = seen.corners;
    if (frames_ % 3 == 1) near_ = !seen.unread && too_near(frame);
    const std::optional<Corners> code = seen.unread       ? seen.unread
                                        : corners.empty() ? std::nullopt
                                                          : std::optional(corners[0]);
    const std::optional<Point> place = code ? std::optional(middle(*code)) : std::nullopt;
    const bool stays =
        place && last_place_ && std::abs(place->x - last_place_->x) + std::abs(place->y - last_place_->y) < held_still;
    last_place_ = place;
    if (stays && alike(*code)) {
        const double module = ((*code)[0].module + (*code)[1].module + (*code)[2].module) / 3;
        if (module < far_module) return CodeObstacle::too_far;
        if (seen.unread && sure(*code)) return CodeObstacle::damaged;
    }
    if (near_) return CodeObstacle::too_near;
    for (const Finder& f : seen.finders)
        if (strong(f) && std::min({f.x, f.y, frame.width - f.x, frame.height - f.y}) < 20 * f.module && f.module > 3)
            return CodeObstacle::cut_off;
    if (brightness(frame, 99) < 50) return CodeObstacle::too_dark;
    return std::nullopt;
}

std::optional<CodeObstacle> Decoder::steady(std::optional<CodeObstacle> seen) {
    seen_for_ = seen == last_seen_ ? seen_for_ + 1 : 1;
    last_seen_ = seen;
    if (seen_for_ >= steady_frames) reported_ = seen;
    return reported_;
}

}  // namespace hw
