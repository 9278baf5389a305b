#include "kiosk/wording/wording.h"
#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

// After closing, the next time; when all numbers are out, the next day.
std::optional<LocalTime> next_chance(NoTicket why, const View& view) {
    auto from = local_time(view.state.now.wall, view.policy.utc_offset);
    if (why == NoTicket::all_given_out) from = {plus_days(from.date, 1), std::chrono::minutes{0}};
    return view.policy.next_opening(from);
}

}  // namespace

Asked draw(Frame& frame, const View& view, const NoTicketToday& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto [words, actions] = halves(frame, 1);
    Flow flow(frame, words);
    heading(flow, Icon::clock,
            phase.why == NoTicket::closed ? tr("The counter is closed now") : tr("All numbers for today are taken"));
    if (const auto next = next_chance(phase.why, view))
        strong(flow, tr.fill("Please come again: {}, from {}.", day_words(next->date, tr), clock_text(next->of_day)));
    if (!tr(view.policy.hotline).empty()) paragraph(flow, tr.fill("Questions? Call {}.", tr(view.policy.hotline)));
    ask(frame, actions[0], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
