#include "kiosk/wording/wording.h"

#include <gtest/gtest.h>

#include "kiosk/base/assets.h"
#include "tests/support/samples.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;

const Catalog& catalog() {
    static const Catalog loaded = *Catalog::load(words_path());
    return loaded;
}
const Words& chinese() {
    static const Words words(catalog(), Language::chinese);
    return words;
}
const Words& english() {
    static const Words words(catalog(), Language::english);
    return words;
}
Date november(unsigned day) { return Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{day}}; }

CaseView at(Stage stage) {
    auto found = is_refused(stage) ? samples::came_back() : samples::on_its_way();
    found.stage = stage;
    return found;
}

TEST(Wording, DaysAreSaidAsPeopleSayThem) {
    EXPECT_EQ(day_words(november(24), chinese()), "11月24日（星期二）");
    EXPECT_EQ(day_words(november(24), english()), "Tuesday, 24 November");
    EXPECT_EQ(full_day_words(november(24), chinese()), "2026年11月24日");
    EXPECT_EQ(full_day_words(november(24), english()), "24 November 2026");
}

TEST(Wording, CardOnItsWayNamesThePromisedDay) {
    const auto answer = answer_words(samples::on_its_way(), samples::policy(), english(), november(24));
    EXPECT_EQ(answer.news.text, "You will have it by Tuesday, 24 November.");
    EXPECT_FALSE(answer.late);
}

TEST(Wording, LateCardSaysSoAndWhatToDo) {
    const auto answer = answer_words(samples::on_its_way(), samples::policy(), english(), november(25));
    EXPECT_TRUE(answer.late);
    EXPECT_EQ(answer.advice.text, samples::policy().late_advice.en);
}

TEST(Wording, ReadyCardIsNeverLate) {
    const auto answer = answer_words(at(Stage::ready), samples::policy(), english(), november(30));
    EXPECT_FALSE(answer.late);
    EXPECT_NE(answer.advice.text.find("样例社区"), std::string::npos);
}

TEST(Wording, EveryStageHasNewsInBothLanguages) {
    for (int i = 0; i <= static_cast<int>(Stage::served); ++i) {
        const auto found = at(static_cast<Stage>(i));
        const auto zh = answer_words(found, samples::policy(), chinese(), november(20)).news.text;
        const auto en = answer_words(found, samples::policy(), english(), november(20)).news.text;
        EXPECT_FALSE(zh.empty()) << i;
        EXPECT_NE(zh, en) << "not translated: " << en;
        EXPECT_EQ(way_words(found, samples::policy(), chinese()).size(), 6u);
    }
}

TEST(Wording, PlacesAreSaidToBeWhatTheyAreWhereNobodyReadsTheirNames) {
    const auto way = way_words(samples::on_its_way(), samples::policy(), english());
    EXPECT_EQ(way[0].name, "样例社区 (community)");
    EXPECT_EQ(way[1].name, "样例街道 (subdistrict)");
    EXPECT_EQ(way[2].name, "样例区 (district)");
    EXPECT_EQ(way_words(samples::on_its_way(), samples::policy(), chinese())[0].name, "样例社区");
    auto found = samples::on_its_way();
    found.community = "江边大院";
    EXPECT_EQ(way_words(found, samples::policy(), english())[0].name, "江边大院") << "nobody knows what that is";
}

TEST(Wording, HereSinceIsSaidOnlyOfWhereTheCardIs) {
    const auto way = way_words(samples::on_its_way(), samples::policy(), english());
    EXPECT_EQ(way[0].day, "handed in 14 November");
    EXPECT_EQ(way[1].day, "");
    EXPECT_EQ(way[3].day, "here since 18 November");
}

TEST(Wording, RefusalThePolicyDoesNotKnowIsStillAnswered) {
    auto policy = samples::policy();
    EXPECT_EQ(refusal_words("no_such_code", policy, english()).why.text, policy.refusals.back().words.en) << "its other";
    policy.refusals.clear();
    EXPECT_EQ(refusal_words("no_portrait", policy, english()).why.text, "The counter will tell you why.");
}

TEST(Wording, QueueRuleWithStrayBracesDoesNotThrow) {
    auto policy = samples::policy();
    policy.queue_rule.en = "After {} come {} and }{";
    EXPECT_EQ(queue_rule_words(policy, english()).text, "After two come {} and }{");
}

TEST(Wording, QueueRuleCountsAsPeopleDo) {
    auto policy = samples::policy();
    policy.priorities_per_ordinary = 2;
    EXPECT_EQ(queue_rule_words(policy, chinese()).text, "优先号先叫；每叫两位，也叫一位普通号。");
    policy.priorities_per_ordinary = 6;
    EXPECT_EQ(queue_rule_words(policy, chinese()).text, "优先号先叫；每叫6位，也叫一位普通号。");
}

TEST(Wording, CardOnItsWaySaysHowManyDaysAreLeft) {
    const auto left = [](unsigned today) {
        return answer_words(samples::on_its_way(), samples::policy(), chinese(), november(today)).left.text;
    };
    EXPECT_EQ(left(21), "还有3天");
    EXPECT_EQ(left(23), "就是明天");
    EXPECT_EQ(left(24), "就是今天");
    EXPECT_EQ(left(25), "") << "it is late";
    EXPECT_TRUE(answer_words(at(Stage::ready), samples::policy(), chinese(), november(21)).left.empty());
}

TEST(Wording, WaitIsARangeOrUnknown) {
    EXPECT_EQ(wait_words(WaitRange{10min, 20min}, english()), "10 to 20 minutes");
    EXPECT_EQ(wait_words(std::nullopt, english()), "not known: nobody is called now");
    EXPECT_EQ(people_words(0, english()), "nobody");
    EXPECT_EQ(people_words(1, english()), "1 person");
    EXPECT_EQ(people_words(12, chinese()), "12 个人");
}

}  // namespace
}  // namespace kiosk
