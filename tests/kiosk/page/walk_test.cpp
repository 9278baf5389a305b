#include "kiosk/page/walk.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/pages.h"

namespace kiosk {
namespace {

using Step = Walk::Step;

Page page_of_state(const State& state) {
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, state.language);
    return page_of(state, {hall.policy, hall.faults, tr, hall.name});
}

State came_back() {
    State state = samples::ready();
    state.language = Language::english;
    state.phase = CardCameBack{samples::came_back(), {}};
    return state;
}

std::string name_of(const std::optional<Stop>& stop) {
    if (!stop) return "nowhere";
    return std::visit(
        [](const auto& one) {
            if constexpr (requires { one.words; })
                return one.words.text;
            else if constexpr (requires { one.label; })
                return one.label.text;
            else
                return one.name;
        },
        *stop);
}

std::vector<std::string> whole_way(const Page& page, Step step) {
    Walk walk;
    std::vector<std::string> way;
    while (const auto stop = walk.go(page, step)) way.push_back(name_of(stop));
    return way;
}

int focused(const Page& page) {
    int count = 0;
    const auto add = [&](const auto& parts) {
        for (const auto& part : parts) count += part.focused ? 1 : 0;
    };
    add(page.sentences);
    add(page.entries);
    add(page.way);
    add(page.choices);
    if (page.over) add(page.over->sentences);
    if (page.over) add(page.over->choices);
    for (const auto* choice :
         {&page.standing.appearance, &page.standing.reach, &page.standing.language, &page.standing.call_staff})
        count += choice->focused ? 1 : 0;
    if (page.standing.voice) count += page.standing.voice->focused ? 1 : 0;
    if (page.standing.back) count += page.standing.back->focused ? 1 : 0;
    return count;
}

class EveryPage : public testing::TestWithParam<samples::NamedState> {};

TEST_P(EveryPage, IsWalkedFromItsTitleToTheCallForStaffAndBackTheSameWay) {
    const auto page = page_of_state(GetParam().state);
    auto forwards = whole_way(page, Step::next);
    auto backwards = whole_way(page, Step::previous);
    ASSERT_FALSE(forwards.empty());
    EXPECT_EQ(forwards.front(), (page.over ? page.over->sentences : page.sentences).front().words.text);
    if (!page.over) {
        EXPECT_EQ(forwards.back(), page.standing.call_staff.words.text);
    }
    std::ranges::reverse(backwards);
    EXPECT_EQ(forwards, backwards);
}

TEST_P(EveryPage, ShowsWhereTheWalkStandsAndOnlyThere) {
    const auto page = page_of_state(GetParam().state);
    Walk walk;
    while (walk.go(page, Step::next)) {
        auto marked = page;
        walk.mark(marked);
        EXPECT_EQ(focused(marked), 1) << name_of(walk.here());
    }
}

INSTANTIATE_TEST_SUITE_P(Walk, EveryPage, testing::ValuesIn(support::gallery()),
                         [](const auto& test) { return test.param.name; });

TEST(Walk, GoesStraightToWhatCanBeChosen) {
    const auto page = page_of_state(came_back());
    const auto way = whole_way(page, Step::next_choice);
    ASSERT_GE(way.size(), page.choices.size());
    for (std::size_t i = 0; i < page.choices.size(); ++i) EXPECT_EQ(way[i], page.choices[i].words.text);
}

TEST(Walk, StaysWhereItIsWhenThePageChangesAroundIt) {
    auto state = came_back();
    state.phase = Typing{Purpose::card_came_back, {}, {}, {}};
    Walk walk;
    const auto before = page_of_state(state);
    while (!std::holds_alternative<Entry>(walk.go(before, Step::next).value())) continue;
    std::get<Typing>(state.phase).id_tail6 = "01";
    auto after = page_of_state(state);
    walk.mark(after);
    EXPECT_TRUE(after.entries.front().focused);
    EXPECT_EQ(std::get<Entry>(*walk.here()).typed, "01") << "what is read is how it is now";
}

TEST(Walk, BeginsAnewOnAnotherPage) {
    Walk walk;
    walk.go(page_of_state(came_back()), Step::next);
    auto home = page_of_state(samples::ready());
    walk.mark(home);
    EXPECT_EQ(focused(home), 0);
    EXPECT_FALSE(walk.here());
}

TEST(Walk, KeepsToWhatLiesOverThePage) {
    auto state = came_back();
    state.staff_call = StaffCall{};
    const auto page = page_of_state(state);
    EXPECT_EQ(whole_way(page, Step::next_choice).size(), page.over->choices.size());
}

}  // namespace
}  // namespace kiosk
