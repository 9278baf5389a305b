#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

std::optional<Fault> worst(const Devices& devices) {
    if (devices.ledger) return devices.ledger;
    return devices.reader ? devices.reader : devices.clock;
}

void greeting(Frame& frame, const View& view, Box where) {
    Flow flow(frame, where);
    heading(flow, frame.tr("What can we do for you?"));
    paragraph(flow, frame.tr("Put your card on the reader, or press a button."));
    fault_banner(flow, view, worst(view.state.devices));
    if (!view.state.devices.reader) card_scene(frame, flow.rest(), CardScene::lay);
}

}  // namespace

Asked draw(Frame& frame, const View& view, const Home&) {
    Asked asked;
    const float gap = frame.gap();
    const auto [words, buttons] = frame.portrait() ? frame.area.split_top(frame.area.h * 0.42F, 2 * gap)
                                                   : frame.area.split_left(frame.area.w * 0.42F, 3 * gap);
    greeting(frame, view, words);
    const bool camera = view.state.has_camera;
    const auto rows = buttons.rows(camera ? 5 : 4, gap);
    const auto& tr = frame.tr;
    ask(frame, rows[0], tr("Where is my card?"), ChooseWhereIsMyCard{}, asked,
        {.tone = Tone::primary, .subtitle = tr("The card you handed in"), .icon = Icon::place});
    ask(frame, rows[1], tr("My card came back"), ChooseCardCameBack{}, asked,
        {.subtitle = tr("Why, and a priority ticket"), .icon = Icon::came_back});
    ask(frame, rows[2], tr("Can my card be upgraded?"), ChooseCanItBeUpgraded{}, asked,
        {.subtitle = tr("Put it on the reader and see"), .icon = Icon::upgrade});
    ask(frame, rows[3], tr("I need the counter"), ChooseCounter{}, asked,
        {.subtitle = tr("Take a number"), .icon = Icon::counter});
    if (camera)
        ask(frame, rows[4], tr("I have a paper with a code"), ChooseShowCode{}, asked,
            {.subtitle = tr("Hold it before the camera"), .icon = Icon::code});
    return asked;
}

}  // namespace screens
