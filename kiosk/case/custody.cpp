#include "kiosk/case/custody.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 4> level_names = {"community", "street", "district", "maker"};
constexpr std::array<std::string_view, 6> kind_names = {"packed",     "handed_over", "refused",
                                                        "handed_out", "left_behind", "closed"};

}  // namespace

std::string_view name(Level level) { return level_names[static_cast<std::size_t>(level)]; }
std::string_view name(CustodyKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<CustodyKind> parse_kind(std::string_view text) {
    const auto found = std::ranges::find(kind_names, text);
    if (found == kind_names.end()) return std::nullopt;
    return static_cast<CustodyKind>(found - kind_names.begin());
}

std::optional<Level> parse_level(std::string_view text) {
    const auto found = std::ranges::find(level_names, text);
    if (found == level_names.end()) return std::nullopt;
    return static_cast<Level>(found - level_names.begin());
}

Result<Party> parse_party(std::string_view text) {
    const auto colon = std::min(text.find(':'), text.size());
    const auto level = parse_level(text.substr(0, colon));
    const auto party = text.substr(std::min(colon + 1, text.size()));
    if (!level || (colon < text.size() && party.empty()))
        return Error{Fault::malformed,
                     "a side of a hand-over is community, street, district or maker, or one of them with "
                     "its name, such as street:NAME"};
    return Party{*level, std::string(party)};
}

std::optional<Level> next_level(const Bag& bag) {
    if (bag.opened()) return std::nullopt;
    if (bag.at == Level::maker) return Level::district;
    const int step = bag.homeward ? -1 : 1;
    return static_cast<Level>(static_cast<int>(bag.at) + step);
}

Stage stage_in(const Bag& bag) {
    using enum Stage;
    if (bag.envelope) return bag.opened() ? refused_at_community : refused;
    constexpr std::array outward = {collected, at_street, at_district, at_maker};
    constexpr std::array homeward = {ready, back_at_street, back_at_district, at_maker};
    return (bag.homeward ? homeward : outward)[static_cast<std::size_t>(bag.at)];
}

}  // namespace kiosk
