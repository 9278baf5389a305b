#include <algorithm>

#include "kiosk/code/own_code.h"
#include "kiosk/paper/papers.h"
#include "kiosk/paper/phrases.h"
#include "kiosk/wording/errand.h"
#include "kiosk/wording/wording.h"

namespace kiosk {
namespace {

Step::Mark printed(JourneyStop::Mark mark) {
    switch (mark) {
        case JourneyStop::Mark::done:
            return Step::Mark::done;
        case JourneyStop::Mark::here:
            return Step::Mark::here;
        case JourneyStop::Mark::to_come:
            return Step::Mark::to_come;
    }
    return Step::Mark::to_come;
}

void add_way(std::vector<Block>& blocks, const CaseView& found, const Policy& policy, const Words& tr) {
    for (const auto& [name, day, stop] : way_words(found, policy, tr)) {
        blocks.push_back(Step{day.empty() ? name : name + "\n" + day, printed(stop.mark)});
    }
}

// What follows from where the card is.
void add_answer(std::vector<Block>& blocks, const CaseView& found, const Policy& policy, const Words& tr, Date today) {
    if (is_refused(found.stage)) {
        add_refusal(blocks, found.refusal, policy, tr);
        if (!refusal_words(found.refusal, policy, tr).priority) return;
        blocks.push_back(Paragraph{text(tr("Take a priority ticket at this machine: you will be called first."))});
        return;
    }
    const CaseAnswer answer = answer_words(found, policy, tr, today);
    blocks.push_back(Paragraph{answer.news.text, true});
    if (!answer.advice.empty()) blocks.push_back(Paragraph{answer.advice.text});
}

void end_of_slip(std::vector<Block>& blocks, const PaperSite& site, const Policy& policy, const Words& tr, Date today) {
    add_hall(blocks, site, policy, tr);
    blocks.push_back(FinePrint{tr.fill("Printed {}", full_day_words(today, tr))});
    if (const std::string& hotline = tr(policy.hotline); !hotline.empty())
        blocks.push_back(FinePrint{tr.fill("Questions: {}", hotline)});
}

constexpr int slip_days = 365;  // so long its code opens the case again

}  // namespace

Document status_slip(const CaseView& found, const PaperSite& site, const Policy& policy, const Words& tr, Date today) {
    Document paper{"Card status", pango_language(tr), {}};
    auto& blocks = paper.blocks;
    blocks.push_back(Title{text(tr("Where your card is"))});
    if (!found.masked_name.empty()) blocks.push_back(Field{text(tr("Name")), found.masked_name});
    if (!found.old_last4.empty()) blocks.push_back(Field{text(tr("Old card ends in")), found.old_last4});
    blocks.push_back(Rule{});
    add_answer(blocks, found, policy, tr, today);
    blocks.push_back(Rule{});
    add_way(blocks, found, policy, tr);
    blocks.push_back(Rule{});
    if (!found.key.empty() && found.key.size() <= longest_identifier)
        blocks.push_back(QrCode{make_code(SlipCode{found.key}, {today, plus_days(today, slip_days)}, site.signer)});
    end_of_slip(blocks, site, policy, tr, today);
    return paper;
}

Document errand_slip(const std::vector<ErrandCard>& cards, const PaperSite& site, const Policy& policy, const Words& tr,
                     Date today) {
    Document paper{"Cards status", pango_language(tr), {}};
    auto& blocks = paper.blocks;
    blocks.push_back(Title{text(tr("Where your cards are"))});
    for (std::size_t i = 0; i < cards.size(); ++i)
        blocks.push_back(Field{errand_card_words(cards[i], i + 1, tr).text, errand_place_words(cards[i], tr).text});
    blocks.push_back(Rule{});
    if (std::ranges::any_of(cards, &ErrandCard::late)) blocks.push_back(Paragraph{tr(policy.late_advice)});
    if (std::ranges::any_of(cards, waits_for_ticket))
        blocks.push_back(Paragraph{text(tr("Take one ticket at this machine for those that came back."))});
    end_of_slip(blocks, site, policy, tr, today);
    return paper;
}

}  // namespace kiosk
