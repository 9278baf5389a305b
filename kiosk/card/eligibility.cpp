#include "kiosk/card/eligibility.h"

#include <algorithm>
#include <array>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 23> verdict_names{
    "upgradable",     "already_new",    "new_unclear",   "outlying_county", "ordinary",
    "student",        "military",       "test",          "expired",         "elsewhere",
    "social_serves",  "social_first",   "social_second", "social_third",    "social_elsewhere",
    "social_expired", "old_unreadable", "numberless",    "phone",           "resident_id",
    "bank",           "blocked",        "unknown",
};
static_assert(verdict_names.size() == static_cast<std::size_t>(Verdict::unknown) + 1);

constexpr std::chrono::year first_cards{1999};  // neither scheme had any before

Verdict by_passenger(Passenger passenger) {
    switch (passenger) {
        case Passenger::ordinary:
            return Verdict::ordinary;
        case Passenger::student:
            return Verdict::student;
        case Passenger::military:
            return Verdict::military;
        case Passenger::test:
            return Verdict::test;
        case Passenger::senior:
            break;
    }
    return Verdict::already_new;
}

// Of the hall's own area, by the area of its social cards.
bool is_home(const Origin& place, const CardRules& rules) {
    return std::ranges::find(place.areas, rules.social_area) != place.areas.end();
}

Judgement judge_transit(const TransitCard& card, const CardRules& rules) {
    const Issuer* issuer = issuer_of(card.number, rules.issuers);
    if (!issuer) {
        const Origin* place = rules.directory.of(card);
        if (!place) return {Verdict::elsewhere};
        return is_home(*place, rules) ? Judgement{Verdict::unknown} : Judgement{Verdict::elsewhere, place->name};
    }
    if (has_expired(card.valid_from, card.valid_until, rules.today)) return {Verdict::expired};
    switch (issuer->kind) {
        case Issuer::Kind::central:
            return {Verdict::upgradable};
        case Issuer::Kind::outlying:
            return {Verdict::outlying_county};
        case Issuer::Kind::tunion:
            break;
    }
    return {card.passenger ? by_passenger(*card.passenger) : Verdict::new_unclear};
}

Judgement judge_elsewhere(const ElsewhereCard& card, const CardRules& rules) {
    const auto place = std::ranges::find(rules.directory.origins, card.place, &Origin::name);
    const bool home = place != rules.directory.origins.end() && is_home(*place, rules);
    return home ? Judgement{Verdict::unknown} : Judgement{Verdict::elsewhere, card.place};
}

// One of this city's is an old card whose number stays closed to us.
Judgement judge_numberless(const NumberlessCard& card, const CardRules& rules) {
    const Origin* place = rules.directory.of_city_union(card.city);
    if (!place) return {Verdict::numberless};
    return is_home(*place, rules) ? Judgement{Verdict::old_unreadable} : Judgement{Verdict::elsewhere, place->name};
}

Judgement judge_social(const SocialCard& card, const CardRules& rules) {
    const Origin* place = rules.directory.of_area(card.area);
    if (place && !card.area.starts_with(rules.social_area)) return {Verdict::social_elsewhere, place->name};
    if (has_expired({}, card.expires, rules.today)) return {Verdict::social_expired};
    if (card.transit) {  // as elderly card: an application of this city's, not expired, for seniors
        const auto rides = judge_transit(*card.transit, rules);
        if (rides.verdict == Verdict::already_new) return {Verdict::social_serves};
        if (rides.verdict == Verdict::new_unclear) return rides;
    }
    if (card.generation == 1) return {Verdict::social_first};
    return {card.generation == 2 ? Verdict::social_second : Verdict::social_third};
}

}  // namespace

std::string_view name(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

bool could_have_case(Verdict verdict) {
    constexpr std::array these{Verdict::upgradable,    Verdict::already_new,  Verdict::new_unclear,   Verdict::expired,
                               Verdict::social_serves, Verdict::social_first, Verdict::social_second, Verdict::social_third};
    return std::ranges::find(these, verdict) != these.end();
}

const Issuer* issuer_of(const CardNumber& number, const std::vector<Issuer>& issuers) {
    const Issuer* best = nullptr;
    for (const Issuer& issuer : issuers) {
        const bool same_form = (issuer.kind == Issuer::Kind::tunion) == number.is_tunion();
        const bool longer = !best || issuer.prefix.size() > best->prefix.size();
        if (same_form && longer && number.digits().starts_with(issuer.prefix)) best = &issuer;
    }
    return best;
}

bool has_expired(const std::optional<Date>& from, const std::optional<Date>& until, Date today) {
    if (!until || !until->ok() || until->year() < first_cards) return false;
    const bool begins_well = !from || (from->ok() && from->year() >= first_cards && *from < *until);
    return begins_well && *until < today;
}

Judgement judge(const Card& card, const CardRules& rules) {
    return std::visit(overloaded{
                          [&](const TransitCard& transit) { return judge_transit(transit, rules); },
                          [&](const SocialCard& social) { return judge_social(social, rules); },
                          [](const StorageCard&) { return Judgement{Verdict::old_unreadable}; },
                          [](const ResidentIdCard&) { return Judgement{Verdict::resident_id}; },
                          [](const BankCard&) { return Judgement{Verdict::bank}; },
                          [&](const ElsewhereCard& other) { return judge_elsewhere(other, rules); },
                          [&](const NumberlessCard& transit) { return judge_numberless(transit, rules); },
                          [](const Phone&) { return Judgement{Verdict::phone}; },
                          [](const BlockedCard&) { return Judgement{Verdict::blocked}; },
                          [](const UnknownCard&) { return Judgement{Verdict::unknown}; },
                      },
                      card);
}

}  // namespace kiosk
