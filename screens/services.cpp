#include <algorithm>

#include "screens/pages.h"

namespace screens {

using namespace kiosk;

Asked draw(Frame& frame, const View& view, const ChoosingService&) {
    Asked asked;
    auto services = view.policy.services;
    std::erase_if(services, [&](const Service& service) { return service.id == view.policy.priority_service; });
    Flow flow(frame, frame.area);
    heading(flow, frame.tr("What do you need the counter for?"));
    const int columns = frame.portrait() ? 1 : 2;
    const int rows = (static_cast<int>(services.size()) + columns - 1) / columns;
    const auto cells = flow.rest().grid(columns, std::max(rows, 1), frame.gap());
    for (std::size_t i = 0; i < services.size(); ++i)
        ask(frame, cells[i], frame.tr(services[i].name), ChooseService{services[i].id}, asked);
    return asked;
}

Asked draw(Frame& frame, const View& view, const AnotherTicket& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto [words, actions] = halves(frame, phase.not_before ? 1 : 2);
    Flow flow(frame, words);
    if (phase.not_before) {
        heading(flow, Icon::clock, tr("Many numbers were taken here just now"));
        const auto left = std::chrono::ceil<std::chrono::minutes>(*phase.not_before - view.state.now.steady);
        strong(flow, tr.fill("Put your card on the reader to take one now, or come again in {} minutes.",
                             std::max<long>(1, left.count())));
        paragraph(flow, tr("The staff can help you, too."));
        ask(frame, actions[0], tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
        return asked;
    }
    heading(flow, Icon::question, tr("Is this number for another person?"));
    strong(flow, tr("One was taken here just now."));
    paragraph(flow, tr("One number is enough for one person."));
    ask(frame, actions[0], tr("Yes, for another person"), ForAnother{}, asked,
        {.tone = Tone::primary, .icon = Icon::ticket});
    ask(frame, actions[1], tr("No, I have mine"), FinishVisit{}, asked, {.icon = Icon::check});
    return asked;
}

}  // namespace screens
