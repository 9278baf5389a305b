#include "kiosk/page/writer.h"
#include "kiosk/wording/wording.h"

namespace kiosk {

void PageWriter::number(const Ticket& ticket) {
    title(number_heading(ticket, tr), Icon::ticket);
    add(Role::number, {"", label(ticket)});
}

void PageWriter::write(const ShowingTicket& phase) {
    page_.layout = Layout::ticket;
    const auto& [ticket, place, issued_before] = phase.issued;
    number(ticket);
    field(tr.say("Ahead of you"), people_words(place.people_ahead, tr));
    field(tr.say("Waiting time"), wait_words(place.wait, tr));
    if (phase.found) other_card();
    as_of();
    if (ticket.cards.size() > 1) text(tr.say("It is for {} cards.", ticket.cards.size()));
    for (const auto& words : bring_words(ticket, policy_, tr)) advice(words);
    text(queue_rule_words(policy_, tr));
    paper(phase.paper);
    if (phase.paper.paper == Paper::not_printed || phase.paper.paper == Paper::unknown)
        add(Role::assurance, tr.say("Your number is good. Please remember: {}", label(ticket)));
    choice({.words = tr.say("Print it again"),
            .intent = PrintAgain{},
            .icon = Icon::printer,
            .enabled = may_print(phase.paper)});
    done_or_next();
}

}  // namespace kiosk
