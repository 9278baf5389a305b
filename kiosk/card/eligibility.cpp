#include "kiosk/card/eligibility.h"

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

Verdict judge_transit(const TransitCard& card, const std::vector<Issuer>& issuers) {
    const Issuer* issuer = issuer_of(card.number, issuers);
    if (!issuer) return Verdict::not_elderly;
    if (card.number.is_tunion()) {
        const bool other_passenger = card.passenger && card.passenger != Passenger::senior;
        return other_passenger ? Verdict::not_elderly : Verdict::already_new;
    }
    switch (issuer->kind) {
        case Issuer::Kind::central:
            return Verdict::upgradable;
        case Issuer::Kind::outlying:
            return Verdict::outlying_county;
        case Issuer::Kind::tunion:
            break;  // 16 digits are never T-Union
    }
    return Verdict::not_elderly;
}

Verdict judge_social(const SocialCard& card, const std::vector<Issuer>& issuers) {
    if (!card.transit) return Verdict::social_without_ride;
    return issuer_of(card.transit->number, issuers) ? Verdict::social_serves : Verdict::not_elderly;
}

}  // namespace

const Issuer* issuer_of(const CardNumber& number, const std::vector<Issuer>& issuers) {
    const Issuer* best = nullptr;
    for (const Issuer& issuer : issuers) {
        const bool same_form = (issuer.kind == Issuer::Kind::tunion) == number.is_tunion();
        const bool longer = !best || issuer.prefix.size() > best->prefix.size();
        if (same_form && longer && number.digits().starts_with(issuer.prefix)) best = &issuer;
    }
    return best;
}

Verdict judge(const Card& card, const std::vector<Issuer>& issuers) {
    return std::visit(overloaded{
                          [&](const TransitCard& transit) { return judge_transit(transit, issuers); },
                          [&](const SocialCard& social) { return judge_social(social, issuers); },
                          [](const StorageCard&) { return Verdict::old_unreadable; },
                          [](const ResidentIdCard&) { return Verdict::resident_id; },
                          [](const BankCard&) { return Verdict::bank; },
                          [](const BlockedCard&) { return Verdict::blocked; },
                          [](const UnknownCard&) { return Verdict::unknown; },
                      },
                      card);
}

}  // namespace kiosk
