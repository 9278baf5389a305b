#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/page/page.h"
#include "tests/support/pages.h"

namespace kiosk {
namespace {

Page help_page(const Phase& phase, Language language = Language::english, const Policy* other = nullptr) {
    const auto& hall = support::Hall::shipped();
    State state = samples::ready();
    state.phase = phase;
    const Words tr(hall.words, language);
    return page_of(state, {other ? *other : hall.policy, hall.faults, tr, hall.name});
}

bool has(const Page& page, std::string_view words) {
    return std::ranges::any_of(page.sentences,
                               [&](const Sentence& one) { return one.words.text.find(words) != std::string::npos; });
}

std::optional<Choice> choice_of(const Page& page, const Intent& intent) {
    const auto found = std::ranges::find(page.choices, intent, &Choice::intent);
    return found == page.choices.end() ? std::nullopt : std::optional(*found);
}

TEST(HelpPages, OfAHallWithoutTheirDataAreNotOffered) {
    auto policy = support::Hall::shipped().policy;
    EXPECT_TRUE(choice_of(help_page(Home{}), ChooseHelp{}));
    policy.scenarios.groups.clear();
    EXPECT_TRUE(choice_of(help_page(Home{}, Language::english, &policy), ChooseHelp{}));
    EXPECT_EQ(help_page(ChoosingHelp{}, Language::english, &policy).choices.size(), 1U);
    policy.new_card.reset();
    EXPECT_FALSE(choice_of(help_page(Home{}, Language::english, &policy), ChooseHelp{}));
}

TEST(HelpPages, ShowEveryScenarioOfAGroupOnceAndWhatWorksFirst) {
    const auto& groups = support::Hall::shipped().policy.scenarios.groups;
    for (std::size_t group = 0; group < groups.size(); ++group) {
        const auto page = help_page(ShowingScenarios{group, {}});
        std::vector<std::string> shown, wanted;
        for (const auto& one : page.sentences)
            if (one.role == Role::advice) shown.push_back(one.words.text);
        for (const auto& one : groups[group].scenarios) wanted.push_back(one.words.en);
        EXPECT_EQ(shown, wanted);
    }
}

TEST(HelpPages, SayWithWhatAndWhereAndUntilWhen) {
    const auto page = help_page(ShowingScenarios{1, {}});
    const auto place = [&](std::string_view words) {
        return std::ranges::find_if(page.sentences, [&](const Sentence& one) { return one.words.text.starts_with(words); });
    };
    EXPECT_LT(place("This works today"), place("only in pilot districts"));
    EXPECT_LT(place("only in pilot districts"), place("This does not work yet"));
    EXPECT_LT(place("This does not work yet"), place("Promised by 31 December 2027"));
    EXPECT_LT(place("Promised by 31 December 2027"), place("No day is known"));
    EXPECT_NE(place("No day is known"), page.sentences.end());
}

TEST(HelpPages, SayUntilWhenTheOldCardRidesAndWhereToGo) {
    const auto page = help_page(ShowingNewCard{});
    for (const auto* words : {"Old cards have not ridden since 1 June 2026.", "It costs nothing.", "10 days",
                              "Shapingba Service Centre: No. 74 Huayu Square", "the code on the paper"})
        EXPECT_TRUE(has(page, words)) << words;
}

}  // namespace
}  // namespace kiosk
