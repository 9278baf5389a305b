#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/card/card.h"
#include "kiosk/card/eligibility.h"

namespace kiosk {

// With what people identify themselves, as the city counts it. Counts only: nothing of a card but this goes into them.
enum class CardUse : std::uint8_t {
    social,       // social security card, of any generation, whether it rides or not
    new_elderly,  // 19-digit card of this city that is not for others
    old_elderly,  // 16-digit card of this city or one of its counties
    other,        // everything else that was put on the reader
};
constexpr int card_uses = 4;

CardUse use_of(const Card& card, const std::vector<Issuer>& issuers);
std::string_view name(CardUse use);  // "new_elderly": in the ledger and in exports
std::optional<CardUse> parse_card_use(std::string_view name);

}  // namespace kiosk
