#include "kiosk/wording/help.h"

#include "kiosk/wording/wording.h"

namespace kiosk {
namespace {

constexpr std::size_t longest_text = 1600;  // bytes; a code of more would be finer than printers and cameras are

std::vector<Phrase> said(const std::vector<Bilingual>& sentences, const Words& tr) {
    std::vector<Phrase> phrases;
    for (const auto& one : sentences) phrases.push_back(tr.say(one));
    return phrases;
}

Phrase old_card_words(Date end, const Words& tr, Date today) {
    if (today < end) return tr.say("The old card rides until {}.", full_day_words(plus_days(end, -1), tr));
    return tr.say("Old cards have not ridden since {}.", full_day_words(end, tr));
}

std::string offices_of(const Scenario& scenario, const Words& tr) {
    std::string names;
    for (const auto& office : scenario.offices)
        names += (names.empty() ? "" : tr.language() == Language::chinese ? "、" : ", ") + tr(office);
    return names;
}

}  // namespace

std::vector<HelpPart> new_card_words(const NewCard& how, const Policy& policy, const std::string& hall, const Words& tr,
                                     Date today) {
    HelpPart where{tr.say("Where:"), {tr.say(how.where)}};
    for (const auto& place : near_first(policy.places, hall))
        where.sentences.push_back(tr.say("{}: {}", tr(place.name), tr(place.address)));
    HelpPart terms{tr.say("What it costs, and how long:"),
                   {tr.say(how.cost), tr.say("You have the new card after about {} days.", policy.promise_days)}};
    if (policy.old_cards_end) terms.sentences.push_back(old_card_words(*policy.old_cards_end, tr, today));
    return {{tr.say("Who may have a new card:"), said(how.who, tr)},
            {tr.say("Please bring:"), said(how.bring, tr)},
            std::move(where),
            std::move(terms),
            {tr.say("Other ways:"), said(how.other_ways, tr)}};
}

std::string new_card_text(const NewCard& how, const Policy& policy, const std::string& hall, const Words& tr, Date today) {
    auto all = text(tr("How do I get the new card?")) + '\n';
    for (const auto& [heading, sentences] : new_card_words(how, policy, hall, tr, today)) {
        all += heading.text + '\n';
        for (const auto& one : sentences) all += one.text + '\n';
    }
    all += tr.fill("Questions: {}", tr(policy.hotline));
    return all.size() <= longest_text ? all : std::string{};
}

std::vector<Phrase> scenario_words(const Scenario& scenario, const Words& tr, Date today) {
    const auto offices = offices_of(scenario, tr);
    const auto by = scenario.by ? full_day_words(*scenario.by, tr) : std::string{};
    switch (readiness_of(scenario, today)) {
        case Readiness::promised:
            return {tr.say("Promised by {}. Ask: {}.", by, offices)};
        case Readiness::overdue:
            return {tr.say("It was promised by {}. Ask first: {}.", by, offices)};
        case Readiness::planned:
            return {tr.say("No day is known. Ask: {}.", offices)};
        case Readiness::works:
        case Readiness::works_in_places:
            break;
    }
    std::vector<Phrase> words;
    if (!scenario.only.zh.empty()) words.push_back(tr.say(scenario.only));
    switch (scenario.with) {
        case Scenario::With::card:
            words.push_back(tr.say("Card only. Ask: {}.", offices));
            break;
        case Scenario::With::phone:
            words.push_back(tr.say("E-card on a phone only. Ask: {}.", offices));
            break;
        case Scenario::With::either:
            words.push_back(tr.say("Card, or e-card on a phone. Ask: {}.", offices));
            break;
    }
    return words;
}

}  // namespace kiosk
