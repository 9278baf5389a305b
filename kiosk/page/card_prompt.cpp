#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const PresentCard& phase) {
    if (in_errand())
        title(tr.say("Please put card {} on the reader", state_.errand.size() + 1));
    else
        title(tr.say("Please put your card on the reader"));
    if (in_errand() && state_.devices.card_present)
        text(tr.say("First take the last one away."));
    else
        text(tr.say("Your elderly card or your social security card. Lay it flat and leave it there."));
    fault(state_.devices.reader ? state_.devices.reader : phase.fault);
    if (!state_.devices.reader) page_.scene = state_.devices.card_present ? Scene::take_card : Scene::lay_card;
    choice({.words = tr.say("No card? Type numbers"), .intent = ChooseTyping{}, .icon = Icon::keypad});
    if (state_.has_camera) choice({.words = tr.say("I have a code"), .intent = ChooseShowCode{}, .icon = Icon::code});
    if (in_errand())
        choice({.words = tr.say("That was all"), .intent = ShowErrand{}, .icon = Icon::check});
    else
        counter();
}

void PageWriter::write(const ReadingCard&) {
    page_.layout = Layout::waiting;
    title(tr.say("Reading your card"));
    text(tr.say("Please leave it on the reader."));
    page_.scene = Scene::keep_card;
    page_.progress = 1;
}

void PageWriter::write(const TakeYourCard& phase) {
    page_.layout = Layout::waiting;
    page_.scene = Scene::take_card;
    if (phase.forgotten) {
        title(tr.say("Whose card is this?"), Icon::hand);
        text(tr.say("Somebody has left it here. Staff, please keep it safe."));
        return;
    }
    title(tr.say("Please take your card"), Icon::card);
    text(tr.say("It is still on the reader. Is it not yours? Please give it to the staff."));
}

}  // namespace kiosk
