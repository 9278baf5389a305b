#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/card/card.h"

namespace kiosk {

// Who issued numbers that begin with `prefix`: 16-digit numbers, or 19-digit ones if the kind is tunion. The policy
// lists them; the longest match wins.
struct Issuer {
    enum class Kind : std::uint8_t { central, outlying, tunion };
    std::string prefix;
    Kind kind = Kind::central;
    Bilingual name;
    bool operator==(const Issuer&) const = default;
};

// What the hall can say of a card that has no case.
enum class Verdict : std::uint8_t {
    upgradable,           // old central-city card
    already_new,          // 19 digits, for seniors as far as the card says: nothing to do
    outlying_county,      // go to that county's outlet
    not_elderly,          // it rides, but is no elderly card of this city
    social_serves,        // social card with the transit application: ride with it
    social_without_ride,  // social card that cannot ride
    old_unreadable,       // storage card: perhaps an old one, the counter can tell
    resident_id,          // useful at the counter, nothing to read here
    bank,
    blocked,
    unknown,
};

const Issuer* issuer_of(const CardNumber& number, const std::vector<Issuer>& issuers);
Verdict judge(const Card& card, const std::vector<Issuer>& issuers);

}  // namespace kiosk
