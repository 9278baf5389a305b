#include "kiosk/visit/waiting.h"
#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

void problem_words(Flow& flow, const View& view, Typing::Problem problem) {
    const auto& tr = flow.frame().tr;
    if (typing_is_over(view.state))
        return banner(flow, tr("These numbers fit nobody. Please put your card on the reader, or ask the staff."),
                      Icon::question);
    if (const auto until = typing_paused_until(view.state)) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(*until - view.state.now.steady);
        return banner(flow,
                      tr.fill("Nothing found. Please look at the numbers once more, in peace: you can go on in {} seconds. "
                              "Or put your card on the reader now.",
                              left.count()),
                      Icon::clock);
    }
    if (problem == Typing::Problem::not_found)
        banner(flow, tr("Nothing found. Please check the numbers, or ask at the counter."), Icon::question);
    if (problem == Typing::Problem::several)
        banner(flow, tr("These numbers fit several people. Please put the card on the reader, or ask at the counter."),
               Icon::question);
}

}  // namespace

Asked draw(Frame& frame, const View& view, const Typing& phase) {
    Asked asked;
    const auto& tr = frame.tr;
    const float gap = frame.gap();
    const bool id_full = phase.id_tail6.size() == 6;
    const bool full = id_full && phase.card_last4.size() == 4;
    const bool over = typing_is_over(view.state);
    const auto [words, keys] = frame.portrait() ? frame.area.split_top(frame.area.h * 0.45F, gap)
                                                : frame.area.split_left(frame.area.w * 0.5F, 3 * gap);
    Flow flow(frame, words);
    heading(flow, tr("Type the numbers"));
    problem_words(flow, view, phase.problem);
    typed_boxes(flow, {tr("Last 6 of your ID card number"), phase.id_tail6, 6, !id_full});
    typed_boxes(flow, {tr("Last 4 of your old elderly card"), phase.card_last4, 4, id_full && !full});
    const auto [button, pad] = keys.split_bottom(frame.mm(36), gap);
    if (const auto key = keypad(frame, pad, {.with_x = phase.id_tail6.size() == 5, .enabled = !full && !over}))
        asked = *key == erase ? Intent{EraseCharacter{}} : Intent{TypeCharacter{*key}};
    ask(frame, button, tr("Find my card"), SubmitTyping{}, asked,
        {.tone = Tone::primary, .icon = Icon::check, .enabled = full && !over && !typing_paused_until(view.state)});
    return asked;
}

}  // namespace screens
