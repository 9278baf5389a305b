#include "kiosk/wording/help.h"

#include "kiosk/page/writer.h"

namespace kiosk {

void PageWriter::write(const ChoosingHelp&) {
    page_.layout = Layout::list;
    title(tr.say("What would you like to know?"), Icon::question);
    if (policy_.new_card) choice({.words = tr.say("How do I get the new card?"), .intent = ChooseNewCard{}, .likely = true});
    for (std::size_t i = 0; i < policy_.scenarios.groups.size(); ++i)
        choice({.words = tr.say(policy_.scenarios.groups[i].name), .intent = ChooseScenarios{i}});
}

void PageWriter::write(const ShowingNewCard& phase) {
    title(tr.say("How do I get the new card?"), Icon::upgrade);
    paper(phase.slip);
    const std::string hall(hall_);
    for (const auto& [heading, sentences] : new_card_words(*policy_.new_card, policy_, hall, tr, today())) {
        advice(heading);
        for (const auto& sentence : sentences) text(sentence);
    }
    if (!new_card_text(*policy_.new_card, policy_, hall, tr, today()).empty())
        text(tr.say("A phone can read all of this from the code on the paper."));
    print_or_leave(phase.slip);
}

// What works stands first.
void PageWriter::write(const ShowingScenarios& phase) {
    const auto& group = policy_.scenarios.groups[phase.group];
    title(tr.say(group.name), Icon::card);
    paper(phase.slip);
    bool works = false, first = true;
    for (const auto& scenario : group.scenarios) {
        if (first || works != scenario.works)
            text(scenario.works ? tr.say("This works today with your social security card:")
                                : tr.say("This does not work yet:"));
        works = scenario.works;
        first = false;
        advice(tr.say(scenario.words));
        for (auto& words : scenario_words(scenario, tr, today())) text(std::move(words));
    }
    print_or_leave(phase.slip);
}

void PageWriter::print_or_leave(const PaperState& slip) {
    choice({.words = tr.say("Print it for me"),
            .intent = PrintSlip{},
            .icon = Icon::printer,
            .likely = true,
            .minor = true,
            .enabled = may_print(slip)});
    choice({.words = tr.say("I am done"), .intent = FinishVisit{}, .icon = Icon::check, .minor = true});
}

}  // namespace kiosk
