#include "kiosk/wording/wording.h"
#include "screens/pages.h"

namespace screens {

using namespace kiosk;

Asked draw(Frame& frame, const View& view, const CardCameBack& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const float gap = frame.gap();
    const auto refusal = refusal_words(phase.found.refusal, view.policy, tr);
    const auto [words, actions] = halves(frame, frame.portrait() ? 2 : 3);
    Flow flow(frame, words);
    heading(flow, Icon::came_back, tr("Your card came back"));
    banner(flow, refusal.why, Icon::question);
    strong(flow, refusal.bring);
    as_of_words(flow, view);
    paper_words(flow, view, phase.slip);
    if (const auto fault = no_tickets(view.state.devices)) {
        fault_banner(flow, view, fault);
        ask(frame, actions[0], tr("Call staff here"), CallStaff{}, asked, {.tone = Tone::primary, .icon = Icon::bell});
    } else {
        ask(frame, actions[0], refusal.priority ? tr("Take a priority ticket") : tr("Take a ticket"), TakePriorityTicket{},
            asked,
            {.tone = Tone::primary,
             .subtitle = refusal.priority ? tr("You will be called first") : std::string_view{},
             .icon = Icon::ticket});
    }
    const auto small = frame.portrait() ? actions[1].columns(2, gap) : std::vector{actions[1], actions[2]};
    ask(frame, small[0], tr("See its way"), ShowWay{}, asked, {.icon = Icon::place});
    ask(frame, small[1], tr("Print it for me"), PrintSlip{}, asked,
        {.icon = Icon::printer, .enabled = may_print(phase.slip)});
    return asked;
}

}  // namespace screens
