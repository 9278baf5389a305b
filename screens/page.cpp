#include "screens/page.h"

#include <algorithm>

#include "kiosk/base/overloaded.h"
#include "kiosk/visit/waiting.h"
#include "screens/pages.h"

namespace screens {
namespace {

using namespace kiosk;

bool may_go_back(const Phase& phase) {
    return !std::holds_alternative<Home>(phase) && !std::holds_alternative<LookingUp>(phase) &&
           !std::holds_alternative<IssuingTicket>(phase) && !std::holds_alternative<TakeYourCard>(phase);
}

// What the staff should look at, small, while nobody is served.
std::string remark_for_staff(const View& view, const kiosk::Words& tr) {
    const auto& s = view.state;
    if (!std::holds_alternative<Home>(s.phase)) return {};
    if (s.guesses.lately >= guesses_a_visit && s.now.steady - s.guesses.last < timing::guesses_forgotten)
        return tr.fill("Staff: {} wrong numbers were typed here.", s.guesses.lately);
    if (no_cardless_ticket_before(s, view.policy))
        return tr.fill("Staff: {} numbers were taken here at once.", view.policy.cardless_tickets);
    return {};
}

Asked draw_bars(Frame& frame, const View& view) {
    const auto remark = remark_for_staff(view, frame.tr);
    const auto pressed =
        bars(frame, {.hall = view.hall, .back = may_go_back(view.state.phase), .call_staff = true, .remark = remark});
    if (!pressed) return std::nullopt;
    switch (*pressed) {
        case BarPress::back:
            return GoBack{};
        case BarPress::call_staff:
            return CallStaff{};
        case BarPress::switch_language:
            return SwitchLanguage{view.state.language == Language::chinese ? Language::english : Language::chinese};
    }
    return std::nullopt;
}

// Large enough to be seen across the hall: staff are called by it.
Asked draw_staff_called(Frame& frame) {
    Asked asked;
    const auto room = overlay(frame, frame.mm(210));
    const auto [button, rest] = room.split_bottom(frame.mm(36), frame.gap());
    const auto [bell, words] = rest.split_top(frame.mm(70), frame.gap());
    draw_icon(Icon::bell, bell, frame.theme.colours.danger, frame.theme.colours.card);
    Flow flow(frame, words);
    heading(flow, frame.tr("Please wait here for the staff"));
    paragraph(flow, frame.tr("Wave or call if nobody comes."));
    ask(frame, button, frame.tr("I need no help any more"), StaffCame{}, asked);
    return asked;
}

Asked draw_still_there(Frame& frame, const View& view) {
    Asked asked;
    const auto left = std::chrono::ceil<std::chrono::seconds>(*view.state.wipe_at - view.state.now.steady);
    const auto room = overlay(frame, frame.mm(180));
    const auto [buttons, words] = room.split_bottom(frame.mm(79), frame.gap());
    Flow flow(frame, words);
    heading(flow, Icon::clock, frame.tr("Are you still there?"));
    paragraph(flow, frame.tr.fill("This page closes in {} seconds.", std::max<long>(0, left.count())));
    const auto rows = buttons.rows(2, frame.gap());
    ask(frame, rows[0], frame.tr("I need more time"), MoreTime{}, asked, {.tone = Tone::primary});
    ask(frame, rows[1], frame.tr("I am done"), FinishVisit{}, asked);
    return asked;
}

}  // namespace

Asked draw_page(Frame& frame, const View& view) {
    const bool asks = view.state.wipe_at.has_value();
    frame.covered = asks || view.state.staff_called;
    Asked asked = draw_bars(frame, view);
    const Asked on_page = std::visit([&](const auto& phase) { return draw(frame, view, phase); }, view.state.phase);
    if (asks) return draw_still_there(frame, view);
    if (view.state.staff_called) return draw_staff_called(frame);
    return asked ? asked : on_page;
}

}  // namespace screens
