#include "kiosk/page/writer.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {

void PageWriter::problem(Typing::Problem problem) {
    if (typing_is_over(state_))
        return notice(tr.say("These numbers fit nobody. Please put your card on the reader, or ask the staff."),
                      Icon::question);
    if (const auto until = typing_paused_until(state_)) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(*until - state_.now.steady);
        return notice(
            tr.say("Nothing found. Check the numbers; you can go on in {} seconds. Or put your card on the reader.",
                   left.count()),
            Icon::clock);
    }
    if (problem == Typing::Problem::not_found)
        notice(tr.say("Nothing found. Please check the numbers, or ask at the counter."), Icon::question);
    if (problem == Typing::Problem::several)
        notice(tr.say("These numbers fit several people. Please put the card on the reader, or ask at the counter."),
               Icon::question);
}

void PageWriter::write(const Typing& phase) {
    page_.layout = Layout::typing;
    const bool id_full = phase.id_tail6.size() == 6;
    const bool full = id_full && phase.card_last4.size() == 4;
    const bool over = typing_is_over(state_);
    title(tr.say("Type the numbers"));
    problem(phase.problem);
    page_.entries = {{tr.say("Last 6 of your ID card number"), phase.id_tail6, 6, !id_full},
                     {tr.say("Last 4 of your old elderly card"), phase.card_last4, 4, id_full && !full}};
    page_.keys = Keys{.erase = tr.say("Erase"), .with_x = phase.id_tail6.size() == 5, .enabled = !full && !over};
    choice({.words = tr.say("Find my card"),
            .intent = SubmitTyping{},
            .icon = Icon::check,
            .likely = true,
            .enabled = full && !over && !typing_paused_until(state_)});
}

}  // namespace kiosk
