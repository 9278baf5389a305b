#include "screens/pages.h"

namespace screens {

using namespace kiosk;

Asked draw(Frame& frame, const View& view, const PresentCard& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const bool camera = view.state.has_camera;
    const auto [words, actions] = halves(frame, camera ? 3 : 2);
    Flow flow(frame, words);
    heading(flow, tr("Please put your card on the reader"));
    paragraph(flow, tr("Your elderly card or your social security card. Lay it flat and leave it there."));
    const auto fault = view.state.devices.reader ? view.state.devices.reader : phase.fault;
    fault_banner(flow, view, fault);
    if (!view.state.devices.reader)
        card_scene(frame, flow.rest(), view.state.devices.card_present ? CardScene::take : CardScene::lay);
    ask(frame, actions[0], tr("No card? Type numbers"), ChooseTyping{}, asked, {.icon = Icon::keypad});
    if (camera) ask(frame, actions[1], tr("I have a paper with a code"), ChooseShowCode{}, asked, {.icon = Icon::code});
    ask(frame, actions[camera ? 2 : 1], tr("I need the counter"), ChooseCounter{}, asked, {.icon = Icon::counter});
    return asked;
}

Asked draw(Frame& frame, const View&, const ReadingCard&) {
    Flow flow(frame, frame.area);
    heading(flow, frame.tr("Reading your card"));
    paragraph(flow, frame.tr("Please leave it on the reader."));
    const auto [dots, scene] = flow.rest().split_bottom(frame.mm(24), frame.gap());
    card_scene(frame, scene, CardScene::keep);
    progress_dots(frame, dots, 1);
    return std::nullopt;
}

Asked draw(Frame& frame, const View&, const TakeYourCard&) {
    Flow flow(frame, frame.area);
    heading(flow, Icon::card, frame.tr("Please take your card"));
    paragraph(flow, frame.tr("It is still on the reader. Is it not yours? Please give it to the staff."));
    card_scene(frame, flow.rest(), CardScene::take);
    return std::nullopt;
}

}  // namespace screens
