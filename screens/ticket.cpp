#include "kiosk/wording/wording.h"
#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

void number(Flow& flow, const Ticket& ticket) {
    auto& frame = flow.frame();
    heading(flow, Icon::ticket, number_heading(ticket, frame.tr));
    huge_number(flow, label(ticket));
}

void place(Flow& flow, const View& view, const IssuedTicket& issued) {
    const auto& tr = flow.frame().tr;
    const std::vector<Field> rows{{text(tr("Ahead of you")), people_words(issued.place.people_ahead, tr)},
                                  {text(tr("Waiting time")), wait_words(issued.place.wait, tr)}};
    fields(flow, rows);
    as_of_words(flow, view);
    if (issued.ticket.klass == TicketClass::priority)
        strong(flow, refusal_words(issued.ticket.refusal, view.policy, tr).bring);
    paragraph(flow, queue_rule_words(view.policy, tr));
}

// Whatever became of the paper.
void number_is_good(Flow& flow, const PaperState& state) {
    if (state.paper == Paper::not_printed || state.paper == Paper::unknown)
        strong(flow, flow.frame().tr("Your number is good. Please remember it."));
}

}  // namespace

Asked draw(Frame& frame, const View& view, const ShowingTicket& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const float gap = frame.gap();
    const auto [buttons, page] = frame.area.split_bottom(frame.mm(frame.portrait() ? 38 : 32), gap);
    if (frame.portrait()) {
        Flow flow(frame, page);
        number(flow, phase.issued.ticket);
        place(flow, view, phase.issued);
        paper_words(flow, view, phase.paper);
        number_is_good(flow, phase.paper);
    } else {
        const auto halves = page.columns(2, 3 * gap);
        Flow left(frame, halves[0]);
        number(left, phase.issued.ticket);
        number_is_good(left, phase.paper);
        Flow right(frame, halves[1]);
        place(right, view, phase.issued);
        paper_words(right, view, phase.paper);
    }
    const auto columns = buttons.columns(2, gap);
    ask(frame, columns[0], tr("Print it again"), PrintAgain{}, asked,
        {.icon = Icon::printer, .enabled = may_print(phase.paper)});
    ask(frame, columns[1], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
