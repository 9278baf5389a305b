#include <cmath>

#include "screens/pages.h"
#include "screens/preview.h"

namespace screens {

using namespace kiosk;

namespace {

std::string_view advice(std::optional<CodeObstacle> obstacle, const Words& tr) {
    if (!obstacle) return tr("Put the code into the frame.");
    switch (*obstacle) {
        case CodeObstacle::too_far:
            return tr("A little nearer, please.");
        case CodeObstacle::too_near:
            return tr("A little farther away, please.");
        case CodeObstacle::too_dark:
            return tr("It is too dark. Please turn it to the light.");
        case CodeObstacle::cut_off:
            return tr("Please move all of the code into the frame.");
        case CodeObstacle::damaged:
            return tr("I see the code. Please smooth it out and hold it still.");
        case CodeObstacle::several:
            return tr("Please show only one code.");
    }
    return {};
}

}  // namespace

Asked draw(Frame& frame, const View& view, const PresentCode& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const auto [words, actions] = halves(frame, 1);
    Flow flow(frame, words);
    heading(flow, tr("Please hold the code before the camera"));
    paragraph(flow, tr("Paper or phone, one hand away. Hold it still for a moment."));
    const auto fault = view.state.devices.scanner;
    fault_banner(flow, view, fault);
    if (!fault) {
        strong(flow, advice(phase.obstacle, tr));
        camera_picture(frame, flow.rest(), view.preview, tr("The camera is being opened…"));
    }
    ask(frame, actions[0], tr("I need the counter"), ChooseCounter{}, asked, {.icon = Icon::counter});
    return asked;
}

}  // namespace screens
