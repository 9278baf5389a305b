#include <algorithm>

#include "kiosk/wording/wording.h"
#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

Icon icon_of(StationKind station) {
    switch (station) {
        case StationKind::community:
            return Icon::community;
        case StationKind::street:
        case StationKind::district:
            return Icon::building;
        case StationKind::maker:
            return Icon::factory;
        case StationKind::way_back:
            return Icon::arrow_right;
        case StationKind::collect:
            return Icon::card;
        case StationKind::came_back:
            return Icon::came_back;
        case StationKind::counter:
            return Icon::counter;
    }
    return Icon::none;
}

StationState state_of(JourneyStop::Mark mark) {
    if (mark == JourneyStop::Mark::done) return StationState::done;
    return mark == JourneyStop::Mark::here ? StationState::here : StationState::to_come;
}

void draw_way(Frame& frame, Box where, const CaseView& found, const View& view) {
    std::vector<Station> stations;
    for (auto& stop : way_words(found, view.policy, frame.tr))
        stations.push_back(
            {std::move(stop.name), std::move(stop.day), state_of(stop.stop.mark), icon_of(stop.stop.station)});
    way(frame, where, stations);
}

std::string whose(const CaseView& found, const Words& tr) {
    if (found.old_last4.empty()) return found.masked_name;
    return tr.fill("{} · card ending in {}", found.masked_name, found.old_last4);
}

void news(Flow& flow, const CaseView& found, const View& view) {
    const auto& tr = flow.frame().tr;
    const auto answer = answer_words(found, view.policy, tr, view.today());
    heading(flow, answer.news);
    paragraph(flow, whose(found, tr));
    if (answer.late)
        banner(flow, answer.advice, Icon::clock);
    else if (!answer.advice.empty())
        strong(flow, answer.advice);
}

}  // namespace

Asked draw(Frame& frame, const View& view, const ShowingCase& phase) {
    Asked asked;
    const float gap = frame.gap();
    const auto [buttons, page] = frame.area.split_bottom(frame.mm(frame.portrait() ? 38 : 32), gap);
    Flow flow(frame, page);
    news(flow, phase.found, view);
    if (phase.slip.paper == Paper::none)
        as_of_words(flow, view);
    else  // there is no room for both, and the first has been read by now
        paper_words(flow, view, phase.slip);
    // a way from top to bottom has room for its words; `way` draws it so where the box is taller than wide
    const auto rest = flow.rest();
    draw_way(frame, frame.portrait() ? rest.split_left(std::min(rest.w, rest.h * 0.99F)).part : rest, phase.found, view);
    const auto columns = buttons.columns(2, gap);
    ask(frame, columns[0], frame.tr("Print it for me"), PrintSlip{}, asked,
        {.icon = Icon::printer, .enabled = may_print(phase.slip)});
    ask(frame, columns[1], frame.tr("I am done"), FinishVisit{}, asked, {.tone = Tone::primary, .icon = Icon::check});
    return asked;
}

}  // namespace screens
