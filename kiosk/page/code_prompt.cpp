#include "kiosk/page/writer.h"

namespace kiosk {
namespace {

Phrase advice_on(std::optional<CodeObstacle> obstacle, const Words& tr) {
    if (!obstacle) return tr.say("Put the code into the frame.");
    switch (*obstacle) {
        case CodeObstacle::too_far:
            return tr.say("A little nearer, please.");
        case CodeObstacle::too_near:
            return tr.say("A little farther away, please.");
        case CodeObstacle::too_dark:
            return tr.say("It is too dark. Please turn it to the light.");
        case CodeObstacle::cut_off:
            return tr.say("Please move all of the code into the frame.");
        case CodeObstacle::damaged:
            return tr.say("I see the code. Please smooth it out and hold it still.");
        case CodeObstacle::several:
            return tr.say("Please show only one code.");
    }
    return {};
}

}  // namespace

void PageWriter::write(const PresentCode& phase) {
    title(tr.say("Please hold the code before the camera"));
    text(tr.say("Paper or phone, one hand away. Hold it still for a moment."));
    fault(state_.devices.scanner);
    if (!state_.devices.scanner) {
        advice(advice_on(phase.obstacle, tr));
        page_.scene = Scene::camera;
        page_.scene_words = tr.say("The camera is being opened…");
    }
    counter();
}

}  // namespace kiosk
