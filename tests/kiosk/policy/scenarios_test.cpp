#include "kiosk/policy/scenarios.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <set>

#include "kiosk/policy/policy.h"
#include "tests/kiosk/policy/least_policy.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

const std::string sample_scenarios = R"(as_of = 2026-01-15
plan_size = 4
offices = [{ id = "a", name = { zh = "甲", en = "A" } }, { id = "b", name = { zh = "乙", en = "B" } }]
[[groups]]
name = { zh = "组", en = "Group" }
scenarios = [
    { words = { zh = "将来", en = "Some day" }, offices = ["b"], plan = [4] },
    { words = { zh = "年底", en = "By the year's end" }, with = "card", offices = ["a"], by = 2026-12-31, plan = [3] },
    { words = { zh = "先试", en = "On trial" }, with = "phone", offices = ["a"], works = true, only = { zh = "试点", en = "there" }, plan = [2] },
    { words = { zh = "能办", en = "Works" }, with = "either", offices = ["a", "b"], works = true, plan = [1] },
]
)";

TEST(Scenarios, AreReadWithWhatWorksFirst) {
    const auto read = parse_scenarios(sample_scenarios, "a.toml");
    ASSERT_TRUE(read) << read.error().detail;
    const Bilingual a{"甲", "A"}, b{"乙", "B"};
    using With = Scenario::With;
    const Scenarios want{day(2026, 1, 15),
                         {{{"组", "Group"},
                           {{{"能办", "Works"}, With::either, {a, b}, true, {}, {}, {1}},
                            {{"先试", "On trial"}, With::phone, {a}, true, {"试点", "there"}, {}, {2}},
                            {{"年底", "By the year's end"}, With::card, {a}, false, {}, day(2026, 12, 31), {3}},
                            {{"将来", "Some day"}, With::either, {b}, false, {}, {}, {4}}}}}};
    EXPECT_EQ(*read, want);
}

struct Day {
    const char* name;
    bool works;
    Bilingual only;
    std::optional<Date> by;
    Readiness want;  // on 2026-05-04
};
void PrintTo(const Day& row, std::ostream* out) { *out << row.name; }
class ReadinessOfAScenario : public testing::TestWithParam<Day> {};
TEST_P(ReadinessOfAScenario, FollowsFromTheFileAndTheDay) {
    Scenario scenario;
    scenario.works = GetParam().works;
    scenario.only = GetParam().only;
    scenario.by = GetParam().by;
    EXPECT_EQ(readiness_of(scenario, day(2026, 5, 4)), GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, ReadinessOfAScenario,
                         testing::Values(Day{"everywhere", true, {}, {}, Readiness::works},
                                         Day{"in_places", true, {"试点", "there"}, {}, Readiness::works_in_places},
                                         Day{"to_come", false, {}, day(2026, 12, 31), Readiness::promised},
                                         Day{"on_its_last_day", false, {}, day(2026, 5, 4), Readiness::promised},
                                         Day{"a_day_late", false, {}, day(2026, 5, 3), Readiness::overdue},
                                         Day{"without_a_day", false, {}, {}, Readiness::planned}),
                         [](const auto& test) { return std::string(test.param.name); });

struct ScenarioMistake {
    const char* name;
    const char* written;  // in the sample
    const char* instead;
    const char* complaint;  // behind "a.toml:"
};
void PrintTo(const ScenarioMistake& row, std::ostream* out) { *out << row.name; }
class MistakenScenarios : public testing::TestWithParam<ScenarioMistake> {};
TEST_P(MistakenScenarios, AreRefusedWithTheirPlaceAndWhatWasExpected) {
    std::string text = sample_scenarios;
    const std::size_t at = text.find(GetParam().written);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(GetParam().written).size(), GetParam().instead);
    const auto read = parse_scenarios(text, "a.toml");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, Fault::malformed);
    EXPECT_EQ(read.error().detail, std::string("a.toml:") + GetParam().complaint);
}

constexpr auto numbers = "7: 'plan' must be a list of whole numbers from 1 to 4, at least one";
INSTANTIATE_TEST_SUITE_P(
    , MistakenScenarios,
    testing::Values(
        ScenarioMistake{"no_toml", "[[groups]]", "[[groups", "4: Error while parsing table header: expected ']', saw '\\n'"},
        ScenarioMistake{"no_day", "as_of = 2026-01-15", "",
                        "1: the file of scenarios lacks 'as_of', a day such as 2026-06-01"},
        ScenarioMistake{"day_in_quotes", "2026-12-31", "\"2026-12-31\"",
                        "8: 'by' must be a day such as 2026-06-01, without quotes"},
        ScenarioMistake{"no_groups", "[[groups]]", "[[group]]",
                        "1: the file of scenarios lacks 'groups', at least one [[groups]]"},
        ScenarioMistake{"no_offices", "offices = [{", "agencies = [{",
                        "1: the file of scenarios lacks 'offices', at least one [[offices]]"},
        ScenarioMistake{"office_twice", R"(id = "b")", R"(id = "a")", "3: 'id' must be unique, but 'a' is there twice"},
        ScenarioMistake{"unknown_office", R"(["a", "b"])", R"(["a", "c"])",
                        "10: 'offices' must be ids of [[offices]], and 'c' is none"},
        ScenarioMistake{"nobody_answers", R"(["a", "b"])", "[]",
                        "10: 'offices' must be a list of at least one id of [[offices]]"},
        ScenarioMistake{"unknown_form", R"("phone")", R"("watch")", R"(9: 'with' must be "card", "phone" or "either")"},
        ScenarioMistake{"one_language", R"(, en = "Works")", "", "10: 'words' lacks 'en', a text in quotes"},
        ScenarioMistake{"works_in_quotes", "works = true, plan", "works = \"true\", plan",
                        "10: 'works' must be true or false"},
        ScenarioMistake{"works_already", "by = 2026-12-31", "by = 2026-12-31, works = true",
                        "8: 'by' must be without works = true"},
        ScenarioMistake{"only_where_nothing_works", "works = true, only", "only", "9: 'only' must be beside works = true"},
        ScenarioMistake{"number_beyond_the_plan", "[4]", "[5]", numbers},
        ScenarioMistake{"number_in_quotes", "[4]", "[\"4\"]", numbers}, ScenarioMistake{"no_number", "[4]", "[]", numbers},
        ScenarioMistake{"number_alone", "[4]", "4", numbers},
        ScenarioMistake{"number_twice", "[4]", "[4, 3]",
                        "8: 'plan' must be numbers that no other scenario has, but 3 is there twice"},
        ScenarioMistake{"number_forgotten", "plan_size = 4", "plan_size = 6",
                        "2: 'plan_size' must be how far the numbers go, but no scenario has number 5"},
        ScenarioMistake{"empty_plan", "plan_size = 4", "plan_size = 0",
                        "2: 'plan_size' must be a whole number from 1 to 9999"},
        ScenarioMistake{"unknown_key", "works = true, plan", "work = true, plan",
                        "10: unknown key 'work' in [[scenarios]]; known are by, offices, plan, with, words, works"}),
    [](const auto& test) { return std::string(test.param.name); });

// ---- as a policy names them

class PolicyThatNamesScenarios : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) const { support::write_file(dir_.path() / name, text); }
    Result<Policy> load() const { return load_policy(dir_.file("city.toml")); }
    support::TempDir dir_;
};

TEST_F(PolicyThatNamesScenarios, FindsThemBesideItself) {
    write("city.toml", "scenarios_file = \"uses.toml\"\n" + least);
    write("uses.toml", sample_scenarios);
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(policy->scenarios, *parse_scenarios(sample_scenarios, "a.toml"));
    EXPECT_EQ(scenarios_path(*policy, dir_.file("city.toml")), dir_.file("uses.toml"));
}

TEST_F(PolicyThatNamesScenarios, FindsThoseOfTheProgramWhenItWasCopied) {
    std::filesystem::copy_file(assets + "shapingba.toml", dir_.path() / "city.toml");
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(policy->scenarios.groups.size(), 6U);
}

TEST_F(PolicyThatNamesScenarios, NeedsNone) {
    write("city.toml", least);
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_TRUE(policy->scenarios.groups.empty());
    EXPECT_EQ(scenarios_path(*policy, dir_.file("city.toml")), "");
}

TEST_F(PolicyThatNamesScenarios, IsRefusedWithTheBrokenFileAndItsLine) {
    write("city.toml", "scenarios_file = \"uses.toml\"\n" + least);
    EXPECT_EQ(load().error(),
              (Error{Fault::not_found, dir_.file("uses.toml") + ": cannot be read: No such file or directory"}));
    write("uses.toml", "as_of = 2026\n");
    EXPECT_EQ(load().error().detail,
              dir_.file("uses.toml") + ":1: 'as_of' must be a day such as 2026-06-01, without quotes");
}

// ---- the files that come with the program

Scenarios shipped(const std::string& name) {
    const auto read = load_scenarios(assets + name);
    EXPECT_TRUE(read) << read.error().detail;
    return read ? *read : Scenarios{};
}

TEST(ScenariosOfChongqing, AreThe266OfThePlan) {
    const auto scenarios = shipped("chongqing-scenarios.toml");
    std::set<int> numbers;
    int works = 0, in_places = 0, by_2025 = 0, by_2026 = 0, by_2027 = 0, planned = 0;  // counted in the plan's own scenarios
    for (const auto& group : scenarios.groups)
        for (const auto& one : group.scenarios) {
            numbers.insert(one.plan.begin(), one.plan.end());
            const int count = static_cast<int>(one.plan.size());
            if (one.works && !one.only.zh.empty())
                in_places += count;
            else if (one.works)
                works += count;
            else if (!one.by)
                planned += count;
            else if (*one.by == day(2025, 12, 31))
                by_2025 += count;
            else if (*one.by == day(2026, 12, 31))
                by_2026 += count;
            else if (*one.by == day(2027, 12, 31))
                by_2027 += count;
        }
    EXPECT_EQ(numbers.size(), 266U);
    EXPECT_EQ(works, 133);
    EXPECT_EQ(in_places, 5);
    EXPECT_EQ(by_2025, 11);
    EXPECT_EQ(by_2026, 72);
    EXPECT_EQ(by_2027, 32);
    EXPECT_EQ(planned, 13);
}

// Words that offices use among themselves.
TEST(ScenariosOfChongqing, SpeakAsPeopleDo) {
    for (const auto& group : shipped("chongqing-scenarios.toml").groups) {
        EXPECT_LE(group.name.zh.size() / 3, 12U) << group.name.zh;
        for (const auto& one : group.scenarios) {
            EXPECT_LE(one.words.zh.size() / 3, 20U) << one.words.zh;
            for (const auto* word : {"申领", "待遇", "资格确认", "经办", "接续", "核发", "给付", "凭证", "一卡通", "（"})
                EXPECT_EQ(one.words.zh.find(word), std::string::npos) << one.words.zh;
        }
    }
}

TEST(ScenariosOfADistrict, MayBeQuiteOthers) {
    const auto one = load_policy(assets + "shapingba.toml"), other = load_policy(assets + "sample-district.toml");
    ASSERT_TRUE(one) << one.error().detail;
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_EQ(one->scenarios.groups.size(), 6U);
    ASSERT_EQ(other->scenarios.groups.size(), 2U);
    EXPECT_EQ(other->scenarios.groups[0].scenarios[0].words.en, "Ride the ferry");
    ASSERT_TRUE(one->new_card && other->new_card);
    EXPECT_NE(one->new_card->who, other->new_card->who);
    EXPECT_NE(one->new_card->bring, other->new_card->bring);
    EXPECT_NE(one->new_card->where, other->new_card->where);
    EXPECT_NE(one->new_card->cost, other->new_card->cost);
    EXPECT_NE(one->new_card->other_ways, other->new_card->other_ways);
}

// ---- places, the near ones first

struct Near {
    const char* name;
    const char* hall;
    const char* want;
};
void PrintTo(const Near& row, std::ostream* out) { *out << row.name; }
class NearFirst : public testing::TestWithParam<Near> {};
TEST_P(NearFirst, IsTheOrderOfPlaces) {
    const std::vector<Place> places = {{{"甲", "A"}, {}, Place::Position{29.5, 106.5}},
                                       {{"远", "Far"}, {}, Place::Position{29.9, 106.9}},
                                       {{"某", "Somewhere"}, {}},
                                       {{"近", "Near"}, {}, Place::Position{29.5, 106.6}}};
    std::string order;
    for (const auto& place : near_first(places, GetParam().hall)) order += place.name.zh;
    EXPECT_EQ(order, GetParam().want);
}
INSTANTIATE_TEST_SUITE_P(, NearFirst,
                         testing::Values(Near{"of_the_first", "", "甲近远某"},
                                         Near{"of_a_name_that_is_unknown", "乙", "甲近远某"},
                                         Near{"of_another", "远", "远近甲某"},
                                         Near{"of_its_english_name", "Near", "近甲远某"},
                                         Near{"of_one_without_position", "某", "某甲远近"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(NearFirstOf, NoPlaceIsNone) { EXPECT_TRUE(near_first({}, "甲").empty()); }

}  // namespace
}  // namespace kiosk
