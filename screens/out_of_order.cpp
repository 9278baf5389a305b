#include "screens/pages.h"

namespace screens {

using namespace kiosk;

Asked draw(Frame& frame, const View& view, const OutOfOrder& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto& words = view.faults.words(phase.fault);
    const auto [message, actions] = halves(frame, 2);
    Flow flow(frame, message);
    heading(flow, Icon::warning, tr(words.title));
    strong(flow, tr(words.advice));
    ask(frame, actions[0], tr("Call staff here"), CallStaff{}, asked, {.icon = Icon::bell});
    ask(frame, actions[1], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
