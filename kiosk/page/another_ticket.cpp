#include <algorithm>

#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const AnotherTicket& phase) {
    if (phase.not_before) {
        const auto left = std::chrono::ceil<std::chrono::minutes>(*phase.not_before - state_.now.steady);
        title(tr.say("Many numbers were taken here just now"), Icon::clock);
        advice(tr.say("Put your card on the reader to take one now, or come again in {} minutes.",
                      std::max<long>(1, left.count())));
        text(tr.say("The staff can help you, too."));
        return done();
    }
    title(tr.say("Is this number for another person?"), Icon::question);
    advice(tr.say("One was taken here just now."));
    text(tr.say("One number is enough for one person."));
    choice({.words = tr.say("Yes, for another person"), .intent = ForAnother{}, .icon = Icon::ticket, .likely = true});
    choice({.words = tr.say("No, I have mine"), .intent = FinishVisit{}, .icon = Icon::check});
}

}  // namespace kiosk
