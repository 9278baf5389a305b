#include "kiosk/page/writer.h"

namespace kiosk {
namespace {

struct AnswerWords {
    Icon icon;
    Phrase title, advice;
};

AnswerWords said_of(CodeAnswer answer, const Words& tr) {
    const auto card_instead = tr.say("Please put your card on the reader instead.");
    const auto card_or_counter = tr.say("Please put your card on the reader, or ask at the counter.");
    switch (answer) {
        case CodeAnswer::damaged:
            return {Icon::question, tr.say("This code is damaged"), card_or_counter};
        case CodeAnswer::later_version:
            return {Icon::question, tr.say("This machine cannot read this code yet"), card_or_counter};
        case CodeAnswer::untrusted:
            return {Icon::warning, tr.say("This code is not from us"),
                    tr.say("Please give no one your card. Ask at the counter.")};
        case CodeAnswer::not_yet:
            return {Icon::clock, tr.say("This code is not good yet"), card_or_counter};
        case CodeAnswer::expired:
            return {Icon::clock, tr.say("This paper is too old"), card_or_counter};
        case CodeAnswer::other_hall:
            return {Icon::building, tr.say("This number is for another hall"), tr.say("Please take a new number here.")};
        case CodeAnswer::used_up:
            return {Icon::ticket, tr.say("This number was called already"),
                    tr.say("Please ask at the counter, or take a new number.")};
        case CodeAnswer::no_ticket:
            return {Icon::ticket, tr.say("We do not know this number"), tr.say("Please take a new number here.")};
        case CodeAnswer::no_case:
            return {Icon::question, tr.say("We do not find this paper"), card_or_counter};
        case CodeAnswer::bag:
            return {Icon::building, tr.say("This is the label of a bag"), tr.say("Please give the bag to the staff.")};
        case CodeAnswer::bus:
            return {Icon::card, tr.say("This is a code for the bus"), card_instead};
        case CodeAnswer::payment:
            return {Icon::warning, tr.say("This is a code for paying"),
                    tr.say("Nothing costs money here. Please put it away.")};
        case CodeAnswer::web_address:
            return {Icon::question, tr.say("This code is not ours"), card_instead};
        case CodeAnswer::no_card:
            return {Icon::question, tr.say("We find no card of yours"), card_or_counter};
        case CodeAnswer::used_code:
            return {Icon::clock, tr.say("This code is no longer good"),
                    tr.say("Please get a new one on your phone and come again, or use your card.")};
        case CodeAnswer::platform_away:
            return {Icon::question, tr.say("We cannot ask about codes now"), card_instead};
        case CodeAnswer::platform_silent:
            return {Icon::clock, tr.say("No answer came about this code"), card_instead};
        case CodeAnswer::platform_refuses:
            return {Icon::question, tr.say("This code could not be looked up"), card_instead};
        case CodeAnswer::opaque:
            break;
    }
    return {Icon::question, tr.say("We cannot read this code"), card_instead};
}

}  // namespace

void PageWriter::write(const ShowingCodeAnswer& phase) {
    const auto said = said_of(phase.answer, tr);
    title(said.title, said.icon);
    advice(said.advice);
    counter();
    done();
}

}  // namespace kiosk
