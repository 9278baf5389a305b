#include "kiosk/visit/errand.h"

#include <algorithm>

#include "kiosk/page/writer.h"
#include "kiosk/wording/errand.h"

namespace kiosk {

void PageWriter::another_card() {
    if (may_take_another(state_, policy_))
        choice({.words = tr.say("Another card"), .intent = NextCard{}, .icon = Icon::card, .minor = true});
}

void PageWriter::done_or_next() {
    another_card();
    if (!in_errand()) return done();
    choice({.words = tr.say("That was all"), .intent = ShowErrand{}, .icon = Icon::check, .minor = true});
}

void PageWriter::write(const ShowingErrand& phase) {
    const auto& cards = state_.errand;
    title(cards.size() == 1 ? tr.say("This one card was looked up") : tr.say("{} cards were looked up", cards.size()),
          Icon::card);
    paper(phase.slip);
    for (std::size_t i = 0; i < cards.size(); ++i) text(errand_line(cards[i], i + 1, tr));
    as_of();
    if (!may_take_another(state_, policy_))
        text(tr.say("No more than {} cards at a time. Please print these, then begin again.", policy_.errand_cards));
    const auto waiting = std::ranges::count_if(cards, waits_for_ticket);
    if (waiting > 0 && !no_tickets(state_.devices))
        choice({.words = waiting == 1 ? tr.say("Take a ticket for the card that came back")
                                      : tr.say("Take one ticket for the {} cards that came back", waiting),
                .intent = TakePriorityTicket{},
                .icon = Icon::ticket,
                .likely = true});
    choice({.words = tr.say("Print it for me"),
            .intent = PrintSlip{},
            .icon = Icon::printer,
            .likely = waiting == 0,
            .enabled = may_print(phase.slip)});
    another_card();
    choice({.words = tr.say("I am done"), .intent = FinishVisit{}, .icon = Icon::check, .minor = true});
}

}  // namespace kiosk
