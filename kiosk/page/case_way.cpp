#include "kiosk/page/writer.h"
#include "kiosk/wording/wording.h"

namespace kiosk {
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

Phrase whose(const CaseView& found, const Words& tr) {
    if (found.old_last4.empty()) return {"", found.masked_name};
    return tr.say("{} · card ending in {}", found.masked_name, found.old_last4);
}

}  // namespace

void PageWriter::news(const CaseView& found) {
    const auto answer = answer_words(found, policy_, tr, today());
    title(answer.news);
    other_card();
    if (!answer.left.empty()) advice(answer.left);
    text(whose(found, tr));
    if (answer.late)
        notice(answer.advice, Icon::clock);
    else if (!answer.advice.empty())
        advice(answer.advice);
}

void PageWriter::write(const ShowingCase& phase) {
    page_.layout = Layout::way;
    news(phase.found);
    if (phase.slip.paper == Paper::none)
        as_of();
    else  // there is no room for both, and the first has been read by now
        paper(phase.slip);
    for (auto& stop : way_words(phase.found, policy_, tr))
        page_.way.push_back({std::move(stop.name), std::move(stop.day), stop.stop.mark, icon_of(stop.stop.station)});
    if (!in_errand())
        choice({.words = tr.say("Print it for me"),
                .intent = PrintSlip{},
                .icon = Icon::printer,
                .enabled = may_print(phase.slip)});
    done_or_next();
}

}  // namespace kiosk
