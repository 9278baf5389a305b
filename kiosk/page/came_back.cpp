#include "kiosk/page/writer.h"
#include "kiosk/wording/wording.h"

namespace kiosk {

void PageWriter::write(const CardCameBack& phase) {
    const auto refusal = refusal_words(phase.found.refusal, policy_, tr);
    title(tr.say("Your card came back"), Icon::came_back);
    other_card();
    notice(refusal.why, Icon::question);
    advice(refusal.bring);
    as_of();
    paper(phase.slip);
    if (const auto trouble = no_tickets(state_.devices)) {
        fault(trouble);
        choice({.words = tr.say("Call staff here"), .intent = CallStaff{}, .icon = Icon::bell, .likely = true});
    } else {
        choice({.words = refusal.priority ? tr.say("Take a priority ticket") : tr.say("Take a ticket"),
                .intent = TakePriorityTicket{},
                .icon = Icon::ticket,
                .second = refusal.priority ? tr.say("You will be called first") : Phrase{},
                .likely = true});
    }
    if (in_errand()) return done_or_next();
    choice({.words = tr.say("See its way"), .intent = ShowWay{}, .icon = Icon::place, .minor = true});
    choice({.words = tr.say("Print it for me"),
            .intent = PrintSlip{},
            .icon = Icon::printer,
            .minor = true,
            .enabled = may_print(phase.slip)});
}

}  // namespace kiosk
