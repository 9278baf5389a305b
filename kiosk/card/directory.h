#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/card/card.h"

namespace kiosk {

// A city, or a province, and how cards show that they are from there.
struct Origin {
    Bilingual name;
    std::vector<std::string> numbers_19{}, numbers_16{};  // beginnings of card numbers
    std::vector<std::string> t_union{}, city_union{};     // the cards' own city codes, four digits
    std::vector<std::string> areas{};                     // beginnings of a social card's area (GB/T 2260)
    std::vector<std::string> applications{};              // names, in bytes
    bool operator==(const Origin&) const = default;
};

// An application that only one city's cards have, by the name that selects it.
struct CityApplication {
    std::string name;  // bytes
    Bilingual place;
    bool operator==(const CityApplication&) const = default;
};

// Where cards are from that are not the hall's own. A value: assets/issuers.toml, or what an administrator made of it.
struct Directory {
    std::vector<Origin> origins;

    // nullptr: not known. The longest beginning of the number decides; the card's own city code only if there is none.
    const Origin* of(const TransitCard& card) const;
    const Origin* of_city_union(std::string_view code) const;
    const Origin* of_area(std::string_view area) const;  // of a social card
    std::vector<CityApplication> applications() const;

    bool operator==(const Directory&) const = default;
};

}  // namespace kiosk
