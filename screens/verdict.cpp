#include "screens/pages.h"

#include <algorithm>
#include <array>
#include <string>

namespace screens {

using namespace kiosk;

namespace {

struct VerdictWords {
    Icon icon;
    std::string title;
    std::string_view advice;
};

// A transit card: this city's, or another one's.
VerdictWords said_of_transit(const CardSummary& card, const View& view, const Words& tr) {
    const auto no_elderly_card = tr("It is not an elderly card. Please ask for one at the counter.");
    switch (card.verdict) {
        case Verdict::upgradable:
            return {Icon::check, std::string(tr("This old card can be upgraded")), tr(view.policy.upgrade_how)};
        case Verdict::already_new:
            return {Icon::check, std::string(tr("This is a new card already")),
                    tr("You need not do anything. Ride with it.")};
        case Verdict::new_unclear:
            return {Icon::question, std::string(tr("We cannot see whether this is an elderly card")),
                    tr("The counter can tell you.")};
        case Verdict::outlying_county:
            return {Icon::building, std::string(tr("This card is from another county")),
                    tr("Please upgrade it at that county's card office.")};
        case Verdict::student:
            return {Icon::card, std::string(tr("This is a student card")), no_elderly_card};
        case Verdict::military:
            return {Icon::card, std::string(tr("This is a card for soldiers")), no_elderly_card};
        case Verdict::test:
            return {Icon::card, std::string(tr("This is a test card")), tr("Please give it to the staff.")};
        case Verdict::expired:
            return {Icon::warning, std::string(tr("This card has expired")), tr("Please ask at the counter.")};
        case Verdict::elsewhere: {
            const auto title = card.place.zh.empty() ? std::string(tr("This card is from another place"))
                                                     : tr.fill("This card is from {}", tr(card.place));
            return {Icon::building, title, tr("We cannot help with it here. Please try an elderly card of this city.")};
        }
        default:
            return {Icon::card, std::string(tr("This is an ordinary transit card")), no_elderly_card};
    }
}

VerdictWords said_of_social(const CardSummary& card, const Words& tr) {
    const auto put_old_card = tr("It is not an elderly card. To upgrade the old one, put that one on the reader.");
    switch (card.verdict) {
        case Verdict::social_serves:
            return {Icon::check, std::string(tr("You can ride with this social security card")),
                    tr("You need no other elderly card.")};
        case Verdict::social_elsewhere:
            return {Icon::building, tr.fill("This social security card is from {}", tr(card.place)),
                    tr("People from other places are served at the counter.")};
        case Verdict::social_expired:
            return {Icon::warning, std::string(tr("This social security card has expired")),
                    tr("Please ask at the counter.")};
        case Verdict::social_first:
            return {Icon::card, std::string(tr("This is a first-generation social security card")), put_old_card};
        case Verdict::social_second:
            return {Icon::card, std::string(tr("This is a second-generation social security card")), put_old_card};
        default:
            return {Icon::card, std::string(tr("This is a third-generation social security card")), put_old_card};
    }
}

// Cards that the hall has no use for, and cards that told nothing.
VerdictWords said_of_other(Verdict verdict, const Words& tr) {
    switch (verdict) {
        case Verdict::old_unreadable:
            return {Icon::question, std::string(tr("This card cannot be read here")),
                    tr("It may be a very old one. The counter can help you.")};
        case Verdict::numberless:
            return {Icon::question, std::string(tr("This card shows no number")),
                    tr("It may be a card of a school or company. If it is an elderly card, the counter can help you.")};
        case Verdict::phone:
            return {Icon::question, std::string(tr("No card was found here")),
                    tr("If this is a phone, please use a card instead. Without a card, type the numbers.")};
        case Verdict::resident_id:
            return {Icon::person, std::string(tr("This is an ID card")),
                    tr("Please try your elderly card or social security card.")};
        case Verdict::bank:
            return {Icon::card, std::string(tr("This is a bank card")),
                    tr("We do not read bank cards. Please take it back.")};
        case Verdict::blocked:
            return {Icon::warning, std::string(tr("This card has been stopped")), tr("Please ask at the counter.")};
        default:
            return {Icon::question, std::string(tr("We do not know this card")),
                    tr("Please try your elderly card or social security card.")};
    }
}

// No default: the compiler then tells of a verdict that is not said.
VerdictWords said_of(const CardSummary& card, const View& view, const Words& tr) {
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
            return said_of_transit(card, view, tr);
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

// Cards that would have a case if they had been handed in.
bool could_have_case(Verdict verdict) {
    constexpr std::array these{Verdict::upgradable,    Verdict::already_new,  Verdict::new_unclear,   Verdict::expired,
                               Verdict::social_serves, Verdict::social_first, Verdict::social_second, Verdict::social_third};
    return std::ranges::find(these, verdict) != these.end();
}

// Cards that told nothing: whoever knows the numbers can still be answered.
bool told_nothing(Verdict verdict) {
    constexpr std::array these{Verdict::old_unreadable, Verdict::numberless, Verdict::phone, Verdict::unknown};
    return std::ranges::find(these, verdict) != these.end();
}

}  // namespace

Asked draw(Frame& frame, const View& view, const ShowingVerdict& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto said = said_of(phase.card, view, tr);
    const bool may_type = told_nothing(phase.card.verdict);
    const auto [words, actions] = halves(frame, may_type ? 3 : 2);
    Flow flow(frame, words);
    heading(flow, said.icon, said.title);
    if (!phase.card.last4.empty()) paragraph(flow, tr.fill("Card ending in {}", phase.card.last4));
    strong(flow, said.advice);
    if (phase.purpose != Purpose::can_it_be_upgraded && could_have_case(phase.card.verdict))
        banner(flow, tr("We have no record that it was handed in."), Icon::question);
    if (may_type) ask(frame, actions[0], tr("Type the numbers"), ChooseTyping{}, asked, {.icon = Icon::keypad});
    ask(frame, actions[may_type ? 1 : 0], tr("I need the counter"), ChooseCounter{}, asked, {.icon = Icon::counter});
    ask(frame, actions.back(), tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
