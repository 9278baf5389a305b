#include <fmt/core.h>

#include "kiosk/code/own_code.h"
#include "kiosk/paper/papers.h"
#include "kiosk/paper/phrases.h"
#include "kiosk/wording/wording.h"

namespace kiosk {

namespace {

// Why each of several cards came back, and what to bring for all of them.
void add_cards(std::vector<Block>& blocks, const Ticket& ticket, const Policy& policy, const Words& tr) {
    blocks.push_back(Paragraph{tr.fill("For these {} cards that came back:", ticket.cards.size())});
    for (const auto& card : ticket.cards) {
        const auto why = refusal_words(card.refusal, policy, tr).why.text;
        blocks.push_back(Paragraph{card.last4.empty() ? why : tr.fill("Card ending in {}: {}", card.last4, why)});
    }
    for (const auto& words : bring_words(ticket, policy, tr)) blocks.push_back(Paragraph{words.text, true});
}

}  // namespace

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
    if (ticket.cards.size() > 1)
        add_cards(blocks, ticket, policy, tr);
    else if (priority)
        add_refusal(blocks, ticket.refusal, policy, tr);
    if (priority || ticket.cards.size() > 1) blocks.push_back(Rule{});
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
