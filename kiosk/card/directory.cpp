#include "kiosk/card/directory.h"

#include <algorithm>

namespace kiosk {
namespace {

using Column = std::vector<std::string> Origin::*;

const Origin* with_longest_beginning(const std::vector<Origin>& origins, Column column, std::string_view text) {
    const Origin* best = nullptr;
    std::size_t length = 0;
    for (const Origin& origin : origins) {
        for (const std::string& beginning : origin.*column) {
            if (beginning.size() <= length || !text.starts_with(beginning)) continue;
            best = &origin;
            length = beginning.size();
        }
    }
    return best;
}

const Origin* with_code(const std::vector<Origin>& origins, Column column, std::string_view code) {
    const auto found = std::ranges::find_if(
        origins, [&](const Origin& origin) { return std::ranges::find(origin.*column, code) != (origin.*column).end(); });
    return found == origins.end() ? nullptr : &*found;
}

}  // namespace

const Origin* Directory::of(const TransitCard& card) const {
    const bool tunion = card.number.is_tunion();
    const auto numbers = tunion ? &Origin::numbers_19 : &Origin::numbers_16;
    if (const auto* origin = with_longest_beginning(origins, numbers, card.number.digits())) return origin;
    return with_code(origins, tunion ? &Origin::t_union : &Origin::city_union, card.city);
}

const Origin* Directory::of_city_union(std::string_view code) const { return with_code(origins, &Origin::city_union, code); }

const Origin* Directory::of_area(std::string_view area) const {
    return with_longest_beginning(origins, &Origin::areas, area);
}

std::vector<CityApplication> Directory::applications() const {
    std::vector<CityApplication> all;
    for (const Origin& origin : origins)
        for (const std::string& name : origin.applications) all.push_back({name, origin.name});
    return all;
}

}  // namespace kiosk
