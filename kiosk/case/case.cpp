#include "kiosk/case/case.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 13> names = {
    "collected",  "at_street",        "at_district",          "at_maker",
    "made",       "back_at_district", "back_at_street",       "ready",
    "handed_out", "refused",          "refused_at_community", "refused_handed_back",
    "served",
};

}  // namespace

std::string_view name(Stage stage) { return names[static_cast<std::size_t>(stage)]; }

std::optional<Stage> parse_stage(std::string_view text) {
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Stage>(found - names.begin());
}

// The enumerators stand in the order of the way. A card leaves the way to the new one only at the maker, at the latest.
bool may_follow(Stage from, Stage to) {
    if (to <= from) return false;
    return to < Stage::refused || from >= Stage::refused || from <= Stage::at_maker;
}

bool is_refused(Stage stage) { return stage >= Stage::refused && stage < Stage::served; }

bool is_late(const CaseView& found, Date today) { return found.stage < Stage::ready && found.promised_by < today; }

}  // namespace kiosk
