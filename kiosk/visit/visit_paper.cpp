// The visit and its papers.
#include <algorithm>

#include "kiosk/base/overloaded.h"
#include "kiosk/visit/visitor.h"

namespace kiosk {

PaperState Visitor::print_ticket(const IssuedTicket& issued) {
    PaperState paper{Paper::printing, next_job("ticket"), now(), {}, papers_of(issued.ticket)};
    s_.in_print.push_back({paper.job, issued, s_.language});
    effects_.emplace_back(BeginPaper{paper.job, issued.ticket});
    return paper;
}

void Visitor::operator()(const PaperBegun& event) {
    const auto begun = std::ranges::find(s_.in_print, event.job, &TicketInPrint::job);
    if (begun == s_.in_print.end()) return;
    const bool again = begun->issued.ticket.on_paper != OnPaper::no;
    effects_.emplace_back(PrintTicket{begun->job, begun->issued, begun->language, again});
}

int& Visitor::papers_of(const Ticket& ticket) {
    std::erase_if(s_.papers, [&](const TicketPapers& other) { return other.day != ticket.day; });
    const auto known = std::ranges::find_if(s_.papers, [&](const TicketPapers& other) {
        return other.terminal == ticket.terminal && other.number == ticket.number;
    });
    if (known != s_.papers.end()) return known->papers;
    s_.papers.push_back({ticket.day, ticket.terminal, ticket.number, ticket.on_paper == OnPaper::no ? 0 : 1});
    return s_.papers.back().papers;
}

std::string Visitor::next_job(const char* kind) {
    return std::string(kind) + '-' + s_.session + '-' + std::to_string(++s_.job);
}

void Visitor::operator()(const PrintFinished& event) {
    const auto settle = [&](PaperState& paper) {
        if (paper.job != event.job) return;
        paper.paper = event.outcome == PrintOutcome::printed       ? Paper::printed
                      : event.outcome == PrintOutcome::not_printed ? Paper::not_printed
                                                                   : Paper::unknown;
        paper.fault = event.fault;
        if (event.outcome != PrintOutcome::not_printed) ++paper.papers;
        touch();  // the page says something new: time to read it
    };
    sign(event.outcome == PrintOutcome::printed ? Sign::ticket_out : Sign::wrong);
    if (auto* paper = slip_of(s_.phase)) settle(*paper);
    if (auto* phase = in<ShowingTicket>()) settle(phase->paper);
    const auto printed = std::ranges::find(s_.in_print, event.job, &TicketInPrint::job);
    if (printed == s_.in_print.end()) return;
    const OnPaper on_paper = record_paper(*printed, event.outcome);
    if (auto* phase = in<ShowingTicket>(); phase && phase->paper.job == event.job) phase->issued.ticket.on_paper = on_paper;
    s_.in_print.erase(printed);
}

// A paper that did not come takes back none that came before.
OnPaper Visitor::record_paper(const TicketInPrint& printed, PrintOutcome outcome) {
    auto on_paper = printed.issued.ticket.on_paper;
    if (outcome == PrintOutcome::printed) on_paper = OnPaper::yes;
    if (outcome == PrintOutcome::unknown && on_paper == OnPaper::no) on_paper = OnPaper::unknown;
    if (outcome != PrintOutcome::not_printed) ++papers_of(printed.issued.ticket);
    effects_.emplace_back(RecordPaper{printed.issued.ticket, on_paper});
    return on_paper;
}

void Visitor::operator()(const PrintSlip&) {
    auto* paper = slip_of(s_.phase);
    if (!paper || !may_print(*paper)) return;
    *paper = PaperState{Paper::printing, next_job("slip"), now(), {}, paper->papers};
    std::visit(overloaded{[&](const ShowingCase& phase) {
                              effects_.emplace_back(PrintStatusSlip{paper->job, phase.found, s_.language});
                          },
                          [&](const CardCameBack& phase) {
                              effects_.emplace_back(PrintStatusSlip{paper->job, phase.found, s_.language});
                          },
                          [&](const ShowingErrand&) {
                              effects_.emplace_back(PrintErrand{paper->job, s_.errand, s_.language});
                          },
                          [&](const ShowingNewCard&) {
                              effects_.emplace_back(PrintNewCard{paper->job, s_.language});
                          },
                          [&](const ShowingScenarios& phase) {
                              effects_.emplace_back(PrintScenarios{paper->job, phase.group, s_.language});
                          },
                          [](const auto&) {}},
               s_.phase);
    if (in<ShowingErrand>() || in<ShowingNewCard>() || in<ShowingScenarios>())
        s_.part = 0;  // there it is said what becomes of the paper
}

void Visitor::operator()(const PrintAgain&) {
    auto* phase = in<ShowingTicket>();
    if (phase && may_print(phase->paper)) phase->paper = print_ticket(phase->issued);
}

}  // namespace kiosk
