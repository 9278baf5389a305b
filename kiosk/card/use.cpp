#include "kiosk/card/use.h"

#include <algorithm>
#include <array>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, card_uses> use_names = {"social", "new_elderly", "old_elderly", "other"};

}  // namespace

CardUse use_of(const Card& card, const std::vector<Issuer>& issuers) {
    if (std::holds_alternative<SocialCard>(card)) return CardUse::social;
    const auto* transit = std::get_if<TransitCard>(&card);
    if (!transit || !issuer_of(transit->number, issuers)) return CardUse::other;
    if (!transit->number.is_tunion()) return CardUse::old_elderly;
    const bool for_others = transit->passenger && *transit->passenger != Passenger::senior;
    return for_others ? CardUse::other : CardUse::new_elderly;
}

std::string_view name(CardUse use) { return use_names[static_cast<std::size_t>(use)]; }

std::optional<CardUse> parse_card_use(std::string_view name) {
    const auto found = std::ranges::find(use_names, name);
    if (found == use_names.end()) return std::nullopt;
    return static_cast<CardUse>(found - use_names.begin());
}

}  // namespace kiosk
