#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/card/card.h"
#include "kiosk/card/directory.h"

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
    upgradable,       // old central-city card
    already_new,      // 19 digits, for seniors: nothing to do
    new_unclear,      // 19 digits, or a social card that rides; for whom cannot be read
    outlying_county,  // go to that county's outlet
    ordinary,         // this city's, but for everyone …
    student,          // … or for others than seniors
    military,
    test,
    expired,        // this city's, but its time is over
    elsewhere,      // another city's; `place` if that is certain
    social_serves,  // social card with the transit application: ride with it
    social_first,   // social cards that do not serve as elderly card, by generation
    social_second,
    social_third,
    social_elsewhere,  // of another province; `place`
    social_expired,
    old_unreadable,  // storage card, or this city's transit card without a number: perhaps an old one, the counter can say
    numberless,      // transit card without a number and a city
    phone,           // without a card in it
    resident_id,     // useful at the counter, nothing to read here
    bank,
    blocked,
    unknown,
};
std::string_view name(Verdict verdict);  // "social_elsewhere", for logs and tests
bool could_have_case(Verdict verdict);   // it would have one if it had been handed in

struct Judgement {
    Verdict verdict = Verdict::unknown;
    Bilingual place{};  // where it is from, if that is said of it; else empty
    bool operator==(const Judgement&) const = default;
};

// What a card is judged by. It borrows.
struct CardRules {
    const std::vector<Issuer>& issuers;  // whose numbers are the hall's own
    std::string_view social_area;        // how the area of its own social cards begins; empty: every area is its own
    const Directory& directory;
    Date today;  // in the hall
};

const Issuer* issuer_of(const CardNumber& number, const std::vector<Issuer>& issuers);
// Whether the card's time is certainly over. Dates that no card can have, or that stand in the wrong order, say nothing.
bool has_expired(const std::optional<Date>& from, const std::optional<Date>& until, Date today);
Judgement judge(const Card& card, const CardRules& rules);

}  // namespace kiosk
