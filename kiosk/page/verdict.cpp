#include <algorithm>
#include <array>

#include "kiosk/page/writer.h"

namespace kiosk {
namespace {

struct VerdictWords {
    Icon icon;
    Phrase title, advice;
};

// A transit card: this city's, or another one's.
VerdictWords said_of_transit(const CardSummary& card, const Policy& policy, const Words& tr) {
    const auto no_elderly_card = tr.say("It is not an elderly card. Please ask for one at the counter.");
    switch (card.verdict) {
        case Verdict::upgradable:
            return {Icon::check, tr.say("This old card can be upgraded"), tr.say(policy.upgrade_how)};
        case Verdict::already_new:
            return {Icon::check, tr.say("This is a new card already"), tr.say("You need not do anything. Ride with it.")};
        case Verdict::new_unclear:
            return {Icon::question, tr.say("We cannot see whether this is an elderly card"),
                    tr.say("The counter can tell you.")};
        case Verdict::outlying_county:
            return {Icon::building, tr.say("This card is from another county"),
                    tr.say("Please upgrade it at that county's card office.")};
        case Verdict::student:
            return {Icon::card, tr.say("This is a student card"), no_elderly_card};
        case Verdict::military:
            return {Icon::card, tr.say("This is a card for soldiers"), no_elderly_card};
        case Verdict::test:
            return {Icon::card, tr.say("This is a test card"), tr.say("Please give it to the staff.")};
        case Verdict::expired:
            return {Icon::warning, tr.say("This card has expired"), tr.say("Please ask at the counter.")};
        case Verdict::elsewhere: {
            const auto title = card.place.zh.empty() ? tr.say("This card is from another place")
                                                     : tr.say("This card is from {}", tr(card.place));
            return {Icon::building, title, tr.say("We cannot help with it here. Please try an elderly card of this city.")};
        }
        default:
            return {Icon::card, tr.say("This is an ordinary transit card"), no_elderly_card};
    }
}

VerdictWords said_of_social(const CardSummary& card, const Words& tr) {
    const auto put_old_card = tr.say("It is not an elderly card. To upgrade the old one, put that one on the reader.");
    switch (card.verdict) {
        case Verdict::social_serves:
            return {Icon::check, tr.say("You can ride with this social security card"),
                    tr.say("You need no other elderly card.")};
        case Verdict::social_elsewhere:
            return {Icon::building, tr.say("This social security card is from {}", tr(card.place)),
                    tr.say("People from other places are served at the counter.")};
        case Verdict::social_expired:
            return {Icon::warning, tr.say("This social security card has expired"), tr.say("Please ask at the counter.")};
        case Verdict::social_first:
            return {Icon::card, tr.say("This is a first-generation social security card"), put_old_card};
        case Verdict::social_second:
            return {Icon::card, tr.say("This is a second-generation social security card"), put_old_card};
        default:
            return {Icon::card, tr.say("This is a third-generation social security card"), put_old_card};
    }
}

// Cards that the hall has no use for, and cards that gave no number.
VerdictWords said_of_other(Verdict verdict, const Words& tr) {
    switch (verdict) {
        case Verdict::old_unreadable:
            return {Icon::question, tr.say("This card cannot be read here"),
                    tr.say("It may be a very old one. The counter can help you.")};
        case Verdict::numberless:
            return {Icon::question, tr.say("This card shows no number"),
                    tr.say("It may be a card of a school or company. If it is an elderly card, the counter can help you.")};
        case Verdict::phone:
            return {Icon::question, tr.say("No card was found here"),
                    tr.say("If this is a phone, please use a card instead. Without a card, type the numbers.")};
        case Verdict::resident_id:
            return {Icon::person, tr.say("This is an ID card"),
                    tr.say("Please try your elderly card or social security card.")};
        case Verdict::bank:
            return {Icon::card, tr.say("This is a bank card"), tr.say("We do not read bank cards. Please take it back.")};
        case Verdict::blocked:
            return {Icon::warning, tr.say("This card has been stopped"), tr.say("Please ask at the counter.")};
        default:
            return {Icon::question, tr.say("We do not know this card"),
                    tr.say("Please try your elderly card or social security card.")};
    }
}

// No default: the compiler then names a verdict that is not said.
VerdictWords said_of(const CardSummary& card, const Policy& policy, const Words& tr) {
    switch (card.verdict) {
        case Verdict::upgradable:
        case Verdict::already_new:
        case Verdict::new_unclear:
        case Verdict::outlying_county:
        case Verdict::ordinary:
        case Verdict::student:
        case Verdict::military:
        case Verdict::test:
        case Verdict::expired:
        case Verdict::elsewhere:
            return said_of_transit(card, policy, tr);
        case Verdict::social_serves:
        case Verdict::social_first:
        case Verdict::social_second:
        case Verdict::social_third:
        case Verdict::social_elsewhere:
        case Verdict::social_expired:
            return said_of_social(card, tr);
        case Verdict::old_unreadable:
        case Verdict::numberless:
        case Verdict::phone:
        case Verdict::resident_id:
        case Verdict::bank:
        case Verdict::blocked:
        case Verdict::unknown:
            break;
    }
    return said_of_other(card.verdict, tr);
}

// Cards that gave no number: whoever knows the numbers can still be answered.
bool gave_no_number(Verdict verdict) {
    constexpr std::array these{Verdict::old_unreadable, Verdict::numberless, Verdict::phone, Verdict::unknown};
    return std::ranges::find(these, verdict) != these.end();
}

}  // namespace

void PageWriter::write(const ShowingVerdict& phase) {
    const auto said = said_of(phase.card, policy_, tr);
    title(said.title, said.icon);
    other_card();
    if (!phase.card.last4.empty()) text(tr.say("Card ending in {}", phase.card.last4));
    advice(said.advice);
    if (phase.purpose != Purpose::can_it_be_upgraded && could_have_case(phase.card.verdict))
        notice(tr.say("We have no record that it was handed in."), Icon::question);
    if (gave_no_number(phase.card.verdict))
        choice({.words = tr.say("Type the numbers"), .intent = ChooseTyping{}, .icon = Icon::keypad});
    counter();
    done_or_next();
}

}  // namespace kiosk
