#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

struct AnswerWords {
    Icon icon;
    std::string_view title;
    std::string_view advice;
};

AnswerWords said_of(CodeAnswer answer, const Words& tr) {
    const auto card_instead = tr("Please put your card on the reader instead.");
    const auto card_or_counter = tr("Please put your card on the reader, or ask at the counter.");
    switch (answer) {
        case CodeAnswer::damaged:
            return {Icon::question, tr("This code is damaged"), card_or_counter};
        case CodeAnswer::later_version:
            return {Icon::question, tr("This machine cannot read this code yet"), card_or_counter};
        case CodeAnswer::untrusted:
            return {Icon::warning, tr("This code is not from us"), tr("Please give no one your card. Ask at the counter.")};
        case CodeAnswer::not_yet:
            return {Icon::clock, tr("This code is not good yet"), card_or_counter};
        case CodeAnswer::expired:
            return {Icon::clock, tr("This paper is too old"), card_or_counter};
        case CodeAnswer::other_hall:
            return {Icon::building, tr("This number is for another hall"), tr("Please take a new number here.")};
        case CodeAnswer::used_up:
            return {Icon::ticket, tr("This number was called already"),
                    tr("Please ask at the counter, or take a new number.")};
        case CodeAnswer::no_ticket:
            return {Icon::ticket, tr("We do not know this number"), tr("Please take a new number here.")};
        case CodeAnswer::no_case:
            return {Icon::question, tr("We do not find this paper"), card_or_counter};
        case CodeAnswer::bag:
            return {Icon::building, tr("This is the label of a bag"), tr("Please give the bag to the staff.")};
        case CodeAnswer::bus:
            return {Icon::card, tr("This is a code for the bus"), card_instead};
        case CodeAnswer::payment:
            return {Icon::warning, tr("This is a code for paying"), tr("Nothing costs money here. Please put it away.")};
        case CodeAnswer::web_address:
            return {Icon::question, tr("This code is not ours"), card_instead};
        case CodeAnswer::no_card:
            return {Icon::question, tr("We find no card of yours"), card_or_counter};
        case CodeAnswer::used_code:
            return {Icon::clock, tr("This code is no longer good"),
                    tr("Please get a new one on your phone and come again, or use your card.")};
        case CodeAnswer::platform_away:
            return {Icon::question, tr("We cannot ask about codes now"), card_instead};
        case CodeAnswer::platform_silent:
            return {Icon::clock, tr("No answer came about this code"), card_instead};
        case CodeAnswer::platform_refuses:
            return {Icon::question, tr("This code could not be looked up"), card_instead};
        case CodeAnswer::opaque:
            break;
    }
    return {Icon::question, tr("We cannot read this code"), card_instead};
}

}  // namespace

Asked draw(Frame& frame, const View&, const ShowingCodeAnswer& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto said = said_of(phase.answer, tr);
    const auto [words, actions] = halves(frame, 2);
    Flow flow(frame, words);
    heading(flow, said.icon, said.title);
    strong(flow, said.advice);
    ask(frame, actions[0], tr("I need the counter"), ChooseCounter{}, asked, {.icon = Icon::counter});
    ask(frame, actions[1], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
