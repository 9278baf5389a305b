#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/doctor/finding.h"

namespace kiosk {
namespace {

std::string text_of(const FontCover::Share& share) { return fmt::format("{} of {}", share.shown, share.of); }

}  // namespace

Finding judge(const FontCover& cover) {
    auto state = fmt::format("{} common characters, {} of GB 18030-2022, {} of its amendment", text_of(cover.common),
                             text_of(cover.standard), text_of(cover.amendment));
    if (cover.standard.shown < cover.standard.of || cover.amendment.shown < cover.amendment.of)
        state += "; others are a box with their code";
    const bool well = cover.has_main_font && cover.common.shown == cover.common.of;
    if (!cover.missing_packages.empty())
        return {"fonts", well, std::move(state), fmt::format("apt install {}", fmt::join(cover.missing_packages, " "))};
    return well ? good("fonts", std::move(state)) : wrong("fonts", std::move(state), "fc-cache --force");
}

}  // namespace kiosk
