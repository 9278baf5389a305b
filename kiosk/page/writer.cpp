#include "kiosk/page/writer.h"

#include "kiosk/wording/wording.h"

namespace kiosk {

void PageWriter::add(Role role, Phrase words, Icon icon) {
    page_.sentences.push_back({.role = role, .words = std::move(words), .icon = icon});
}

void PageWriter::field(Phrase label, std::string value) {
    page_.sentences.push_back({.role = Role::field, .words = std::move(label), .value = std::move(value)});
}

void PageWriter::other_card() {
    if (state_.another_card) text(tr.say("This is another card than the one before."));
}

void PageWriter::as_of() {
    if (!state_.as_of) return;
    const auto at = local_time(*state_.as_of, policy_.utc_offset);
    const auto when = at.date == today() ? clock_text(at.of_day) : day_words(at.date, tr);
    text(tr.say("As of {}; newer news will come when the line is back.", when));
}

void PageWriter::paper(const PaperState& paper) {
    switch (paper.paper) {
        case Paper::none:
            return;
        case Paper::printing:
            return notice(tr.say("Printing… please wait for the paper."), Icon::printer);
        case Paper::printed:
            notice(tr.say("Please take your paper."), Icon::check);
            break;
        case Paper::unknown:
            notice(tr.say("We cannot tell whether the paper came out. Please look below."), Icon::question);
            break;
        case Paper::not_printed:
            if (paper.fault) notice(tr.say(faults_.words(*paper.fault).title), Icon::warning);
            add(paper.fault ? Role::notice_more : Role::notice, tr.say("No paper came out. Please tell the staff."),
                paper.fault ? Icon::none : Icon::warning);
            return;
    }
    if (paper.papers >= most_papers) more(tr.say("For another one, please ask the staff."));
}

void PageWriter::fault(std::optional<Fault> fault) {
    if (!fault) return;
    const auto& words = faults_.words(*fault);
    notice(tr.say(words.title), Icon::warning);
    more(tr.say(words.advice));
}

void PageWriter::done() {
    choice({.words = tr.say("I am done"), .intent = FinishVisit{}, .icon = Icon::check, .likely = true});
}

void PageWriter::counter() {
    choice({.words = tr.say("I need the counter"), .intent = ChooseCounter{}, .icon = Icon::counter});
}

}  // namespace kiosk
