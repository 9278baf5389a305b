#include <fmt/core.h>

#include "kiosk/code/own_code.h"
#include "kiosk/paper/papers.h"
#include "kiosk/paper/phrases.h"
#include "kiosk/wording/wording.h"

namespace kiosk {

Document ticket_paper(const Ticket& ticket, const QueuePlace& place, const PaperSite& site, const Policy& policy,
                      const Words& tr, bool again) {
    const bool priority = ticket.klass == TicketClass::priority;
    Document paper{"Ticket " + label(ticket), pango_language(tr), {}};
    auto& blocks = paper.blocks;
    blocks.push_back(Title{number_heading(ticket, tr).text});
    blocks.push_back(HugeNumber{label(ticket)});
    if (again) blocks.push_back(Paragraph{text(tr("Second print: the number is the same, it counts once.")), true});
    if (const Service* service = policy.service(ticket.service)) {
        blocks.push_back(Field{text(tr("What it is for")), tr(service->name)});
    }
    blocks.push_back(Rule{});
    if (priority) {
        add_refusal(blocks, ticket.refusal, policy, tr);
        blocks.push_back(Rule{});
    }
    blocks.push_back(Field{text(tr("Ahead of you")), people_words(place.people_ahead, tr)});
    blocks.push_back(Field{text(tr("Waiting time")), wait_words(place.wait, tr)});
    blocks.push_back(Paragraph{text(tr("Please sit down. Come to the counter when your number is called.")), true});
    if (const std::string rule = queue_rule_words(policy, tr).text; !rule.empty()) blocks.push_back(Paragraph{rule});
    blocks.push_back(Rule{});
    const TicketCode code{hall_id(site.hall), ticket.terminal, ticket.number};
    blocks.push_back(QrCode{make_code(code, {ticket.day, ticket.day}, site.signer)});
    add_hall(blocks, site, policy, tr);
    const LocalTime issued = local_time(ticket.issued_at, policy.utc_offset);
    blocks.push_back(FinePrint{fmt::format("{}  {}", full_day_words(issued.date, tr), clock_text(issued.of_day))});
    blocks.push_back(FinePrint{text(tr("Good for this day only."))});
    return paper;
}

}  // namespace kiosk
