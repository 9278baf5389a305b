#include "kiosk/wording/errand.h"

namespace kiosk {
namespace {

Phrase without_case(Verdict verdict, const Words& tr) {
    if (verdict == Verdict::already_new) return tr.say("This is a new card already");
    if (verdict == Verdict::social_serves) return tr.say("You can ride with this social security card");
    return tr.say("not handed in");
}

// No default: the compiler then names a stage that is not said.
Phrase place_of(Stage stage, const ErrandCard& card, const Words& tr) {
    switch (stage) {
        case Stage::collected:
            return tr.say("in the community");
        case Stage::at_street:
            return tr.say("at the street office");
        case Stage::at_district:
            return tr.say("in the district");
        case Stage::at_maker:
            return tr.say("at the card maker");
        case Stage::made:
        case Stage::back_at_district:
        case Stage::back_at_street:
            return tr.say("new card on its way back");
        case Stage::ready:
            return tr.say("ready, to be collected: {}", card.community.empty() ? tr("Your community") : card.community);
        case Stage::handed_out:
            return tr.say("collected already");
        case Stage::refused:
        case Stage::refused_at_community:
        case Stage::refused_handed_back:
            return card.ticket.empty() ? tr.say("came back") : tr.say("came back, number {}", card.ticket);
        case Stage::served:
            break;
    }
    return tr.say("done at the counter");
}

}  // namespace

Phrase errand_card_words(const ErrandCard& card, std::size_t nth, const Words& tr) {
    return card.last4.empty() ? tr.say("Card {}", nth) : tr.say("Ends in {}", card.last4);
}

Phrase errand_place_words(const ErrandCard& card, const Words& tr) {
    if (!card.stage) return without_case(card.verdict, tr);
    const auto place = place_of(*card.stage, card, tr);
    return card.late ? tr.say("{}, late", place.text) : place;
}

Phrase errand_line(const ErrandCard& card, std::size_t nth, const Words& tr) {
    const auto place = errand_place_words(card, tr).text;
    return card.last4.empty() ? tr.say("Card {}: {}", nth, place) : tr.say("Card ending in {}: {}", card.last4, place);
}

}  // namespace kiosk
