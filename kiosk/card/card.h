#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/card/number.h"

namespace kiosk {

enum class Passenger : std::uint8_t { ordinary, student, senior, test, military };  // JT/T 978, SFI 17 byte 10

// A transit card that gave its number. Which issuer it belongs to is the policy's question.
struct TransitCard {
    CardNumber number;                 // of a card with both applications: the 19-digit one
    std::optional<CardNumber> second;  // then: the 16-digit one
    std::string city;                  // as the card codes it: "4000" City-Union, "6900" T-Union; may be empty
    std::optional<Passenger> passenger;
    std::optional<Date> valid_from, valid_until;
    bool operator==(const TransitCard&) const = default;
};

// Someone's data from a social card of the first two generations. Personal: it lives until the look-up.
struct Holder {
    std::string id_number;  // as the card holds it; cards with a wrong check character exist
    std::string name;       // UTF-8
    bool operator==(const Holder&) const = default;
};

struct SocialCard {
    int generation = 0;  // 1, 2 or 3 (file EF05, record 03)
    std::string area;    // GB/T 2260, six digits; begins with 50 for Chongqing
    std::string number;  // letter and digits; personal
    std::optional<Date> expires;
    std::optional<Holder> holder;        // nullopt: protected (third generation, by design)
    std::optional<TransitCard> transit;  // the T-Union application that lets it serve as elderly card
    bool operator==(const SocialCard&) const = default;
};

// Recognised from outside, nothing to be read here.
struct StorageCard {  // Mifare Classic and the like: needs keys that we do not have
    std::string chip;
    bool operator==(const StorageCard&) const = default;
};
struct ResidentIdCard {
    bool operator==(const ResidentIdCard&) const = default;
};
struct BankCard {
    bool operator==(const BankCard&) const = default;
};
struct ElsewhereCard {  // a scheme of its own, known by the name of its application
    Bilingual place;
    bool operator==(const ElsewhereCard&) const = default;
};
// A transit application without a number of the scheme's. Some cities' cards, such as Shanghai's, are made like that, and
// cards of schools and companies.
struct NumberlessCard {
    std::string city;  // City-Union code, four digits; empty: it names none for certain
    bool operator==(const NumberlessCard&) const = default;
};
struct Phone {  // or so it looks: it speaks, but shows no card. Its identifier is another one at each tap: never used
    bool operator==(const Phone&) const = default;
};
struct BlockedCard {  // answers that it was cancelled or locked
    bool operator==(const BlockedCard&) const = default;
};
struct UnknownCard {
    bool operator==(const UnknownCard&) const = default;
};

using Card = std::variant<UnknownCard, TransitCard, SocialCard, StorageCard, ResidentIdCard, BankCard, ElsewhereCard,
                          NumberlessCard, Phone, BlockedCard>;

}  // namespace kiosk
