#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const AskingPlatform&) {
    wait_for(tr.say("Asking about your code"));
    text(tr.say("Or put your card on the reader now."));
}

void PageWriter::write(const LookingUp&) { wait_for(tr.say("Looking for your card")); }

void PageWriter::write(const IssuingTicket&) { wait_for(tr.say("Taking your number")); }

void PageWriter::wait_for(Phrase what) {
    page_.layout = Layout::waiting;
    page_.progress = 2;
    title(std::move(what));
    text(tr.say("One moment, please."));
}

}  // namespace kiosk
