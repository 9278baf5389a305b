#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

struct Said {
    Icon icon;
    std::string_view title;
    std::string_view advice;
};

Said said_of(Verdict verdict, const View& view, const Words& tr) {
    switch (verdict) {
        case Verdict::upgradable:
            return {Icon::check, tr("This old card can be upgraded"), tr(view.policy.upgrade_how)};
        case Verdict::already_new:
            return {Icon::check, tr("This is a new card already"), tr("You need not do anything. Ride with it.")};
        case Verdict::outlying_county:
            return {Icon::building, tr("This card is from another county"),
                    tr("Please upgrade it at that county's card office.")};
        case Verdict::not_elderly:
            return {Icon::card, tr("This is not an elderly card"),
                    tr("Please try your elderly card or social security card.")};
        case Verdict::social_serves:
            return {Icon::check, tr("You can ride with this social security card"), tr("You need no other elderly card.")};
        case Verdict::social_without_ride:
            return {Icon::card, tr("This is a social security card"),
                    tr("You cannot ride with it. To upgrade the old elderly card, put that one on the reader.")};
        case Verdict::old_unreadable:
            return {Icon::question, tr("This card cannot be read here"),
                    tr("It may be a very old one. The counter can help you.")};
        case Verdict::resident_id:
            return {Icon::person, tr("This is an ID card"), tr("Please try your elderly card or social security card.")};
        case Verdict::bank:
            return {Icon::card, tr("This is a bank card"), tr("We do not read bank cards. Please take it back.")};
        case Verdict::blocked:
            return {Icon::warning, tr("This card has been stopped"), tr("Please ask at the counter.")};
        case Verdict::unknown:
            break;
    }
    return {Icon::question, tr("We do not know this card"), tr("Please try your elderly card or social security card.")};
}

// Cards that would have a case if they had been handed in.
bool could_have_case(Verdict verdict) {
    return verdict == Verdict::upgradable || verdict == Verdict::already_new || verdict == Verdict::social_serves ||
           verdict == Verdict::social_without_ride;
}

}  // namespace

Asked draw(Frame& frame, const View& view, const ShowingVerdict& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto said = said_of(phase.card.verdict, view, tr);
    const auto [words, actions] = halves(frame, 2);
    Flow flow(frame, words);
    heading(flow, said.icon, said.title);
    if (!phase.card.last4.empty()) paragraph(flow, tr.fill("Card ending in {}", phase.card.last4));
    strong(flow, said.advice);
    if (phase.purpose != Purpose::can_it_be_upgraded && could_have_case(phase.card.verdict))
        banner(flow, tr("We have no record that it was handed in."), Icon::question);
    ask(frame, actions[0], tr("I need the counter"), ChooseCounter{}, asked, {.icon = Icon::counter});
    ask(frame, actions[1], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
