#include "screens/pages.h"

#include <string>

#include "kiosk/wording/wording.h"

namespace screens {

Halves halves(const Frame& frame, int actions) {
    const float gap = frame.gap();
    const float button = frame.mm(44);
    const float height = button * static_cast<float>(actions) + gap * static_cast<float>(actions - 1);
    if (frame.portrait()) {
        const auto split = frame.area.split_bottom(height, 2 * gap);
        return {split.rest, split.part.rows(actions, gap)};
    }
    const auto split = frame.area.split_right(frame.area.w * 0.4F, 3 * gap);
    return {split.rest, split.part.split_bottom(height).part.rows(actions, gap)};
}

void ask(Frame& frame, Box where, std::string_view label, kiosk::Intent intent, Asked& asked, const ButtonOptions& options) {
    if (big_button(frame, where, label, options)) asked = std::move(intent);
}

void strong(Flow& flow, std::string_view sentence) {
    paragraph(flow, sentence, {.size = Size::label, .weight = Weight::bold});
}

void as_of_words(Flow& flow, const View& view) {
    if (!view.state.as_of) return;
    const auto& tr = flow.frame().tr;
    const auto at = kiosk::local_time(*view.state.as_of, view.policy.utc_offset);
    const auto when = at.date == view.today() ? kiosk::clock_text(at.of_day) : kiosk::day_words(at.date, tr);
    paragraph(flow, tr.fill("As of {}; newer news will come when the line is back.", when));
}

void paper_words(Flow& flow, const View& view, const kiosk::PaperState& paper) {
    const auto& tr = flow.frame().tr;
    const auto more =
        paper.papers < kiosk::most_papers ? std::string{} : "\n" + std::string(tr("For another one, please ask the staff."));
    switch (paper.paper) {
        case kiosk::Paper::none:
            return;
        case kiosk::Paper::printing:
            return banner(flow, tr("Printing… please wait for the paper."), Icon::printer);
        case kiosk::Paper::printed:
            return banner(flow, std::string(tr("Please take your paper.")) + more, Icon::check);
        case kiosk::Paper::unknown:
            return banner(flow, std::string(tr("We cannot tell whether the paper came out. Please look below.")) + more,
                          Icon::question);
        case kiosk::Paper::not_printed:
            break;
    }
    const std::string why = paper.fault ? tr(view.faults.words(*paper.fault).title) + "\n" : std::string{};
    banner(flow, why + std::string(tr("No paper came out. Please tell the staff.")));
}

void fault_banner(Flow& flow, const View& view, std::optional<kiosk::Fault> fault) {
    if (!fault) return;
    const auto& words = view.faults.words(*fault);
    const auto& tr = flow.frame().tr;
    banner(flow, tr(words.title) + "\n" + tr(words.advice));
}

}  // namespace screens
