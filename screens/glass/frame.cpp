#include "screens/glass/frame.h"

#include <algorithm>
#include <cmath>

namespace screens {

float Frame::mm(float millimetres) const {
    if (millimetres <= 0) return 0;
    return std::max(1.0F, std::round(millimetres * px_per_mm * scale));
}

float Frame::target_px(float millimetres) const {
    return std::max(mm(millimetres), std::ceil(theme.min_target_mm * px_per_mm * base_scale));
}

void Frame::note_need(float needed, float given) {
    constexpr float rounding = 1;  // boxes end on whole pixels
    if (needed <= given + rounding) return;
    auto& overflow = in_overlay ? overlay_fit.overflow : page_fit.overflow;
    constexpr float most = 1.3F;  // who got next to nothing says little about how much smaller all must be
    overflow = std::max(overflow, given > 0 ? std::min(needed / given, most) : most);
}

}  // namespace screens
