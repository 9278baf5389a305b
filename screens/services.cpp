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

}  // namespace screens
