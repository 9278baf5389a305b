#include "kiosk/paper/papers.h"
#include "kiosk/paper/phrases.h"
#include "kiosk/wording/help.h"
#include "kiosk/wording/wording.h"

namespace kiosk {
namespace {

void end_of_help(std::vector<Block>& blocks, const std::string& hall, const Policy& policy, const Words& tr, Date today) {
    blocks.emplace_back(Rule{});
    if (!hall.empty()) blocks.push_back(FinePrint{hall});
    blocks.push_back(FinePrint{tr.fill("Printed {}", full_day_words(today, tr))});
    blocks.push_back(FinePrint{tr.fill("Questions: {}", tr(policy.hotline))});
}

}  // namespace

Document new_card_paper(const NewCard& how, const std::string& hall, const Policy& policy, const Words& tr, Date today) {
    Document paper{"New card", pango_language(tr), {Title{text(tr("How do I get the new card?"))}}};
    for (const auto& [heading, sentences] : new_card_words(how, policy, hall, tr, today)) {
        paper.blocks.emplace_back(Rule{});
        paper.blocks.push_back(Paragraph{heading.text});
        for (const auto& one : sentences) paper.blocks.push_back(Paragraph{one.text, true});
    }
    if (auto plain = new_card_text(how, policy, hall, tr, today); !plain.empty()) {
        paper.blocks.emplace_back(Rule{});
        paper.blocks.push_back(Paragraph{text(tr("For a phone: the code holds this page as text."))});
        paper.blocks.push_back(QrCode{std::move(plain)});
    }
    end_of_help(paper.blocks, hall, policy, tr, today);
    return paper;
}

Document scenarios_paper(const ScenarioGroup& group, const std::string& hall, const Policy& policy, const Words& tr,
                         Date today) {
    Document paper{"What a card is good for", pango_language(tr), {Title{tr(group.name)}}};
    paper.blocks.push_back(Paragraph{text(tr("This works today with your social security card:"))});
    for (const auto& scenario : group.scenarios) {
        if (!scenario.works) break;  // those that do not come last
        paper.blocks.emplace_back(Rule{});
        paper.blocks.push_back(Paragraph{tr(scenario.words), true});
        for (const auto& words : scenario_words(scenario, tr, today)) paper.blocks.push_back(Paragraph{words.text});
    }
    end_of_help(paper.blocks, hall, policy, tr, today);
    return paper;
}

}  // namespace kiosk
