#include "kiosk/wording/help.h"

#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/base/assets.h"

namespace kiosk {
namespace {

const Words& words_in(Language language) {
    static const auto catalog = *Catalog::load(words_path());
    static const Words chinese(catalog, Language::chinese), english(catalog, Language::english);
    return language == Language::chinese ? chinese : english;
}
Date may(unsigned day) { return Date{std::chrono::year{2026}, std::chrono::May, std::chrono::day{day}}; }

Policy small_policy() {
    Policy policy;
    policy.promise_days = 7;
    policy.old_cards_end = may(20);
    policy.places = {{{"甲", "A"}, {"一路", "1 Road"}}, {{"乙", "B"}, {"二路", "2 Road"}}};
    policy.hotline = {"12345", "12345"};
    policy.new_card = {{{"老人。", "Old people."}},
                       {{"老卡", "the old card"}},
                       {"在社区。", "In the community."},
                       {"不要钱。", "Nothing."},
                       {{"刷码。", "Use the code."}}};
    return policy;
}

TEST(NewCardWords, SayWhoWhatWhereHowLongAndHowElse) {
    const auto policy = small_policy();
    EXPECT_EQ(new_card_text(*policy.new_card, policy, "B", words_in(Language::english), may(4)),
              "How do I get the new card?\nWho may have a new card:\nOld people.\nPlease bring:\nthe old card\nWhere:\n"
              "In the community.\nB: 2 Road\nA: 1 Road\nWhat it costs, and how long:\nNothing.\nYou have the new card after "
              "about 7 days.\n"
              "The old card rides until 19 May 2026.\nOther ways:\nUse the code.\nQuestions: 12345");
}

TEST(NewCardWords, ForgetTheLastDayOnlyWhereThereIsNone) {
    auto policy = small_policy();
    const auto terms = [&](Date today) {
        return new_card_words(*policy.new_card, policy, "", words_in(Language::chinese), today)[3].sentences.back().text;
    };
    EXPECT_EQ(terms(may(19)), "老卡坐车，能用到2026年5月19日。");
    EXPECT_EQ(terms(may(20)), "从2026年5月20日起，老卡不能坐车了。");
    policy.old_cards_end.reset();
    EXPECT_EQ(terms(may(20)), "交了以后，大约7天拿到新卡。");
}

TEST(NewCardText, ThatIsTooLongForACodeIsNone) {
    auto policy = small_policy();
    policy.new_card->who.assign(60, {"一句很长很长很长的话。", "A sentence."});
    EXPECT_EQ(new_card_text(*policy.new_card, policy, "", words_in(Language::chinese), may(4)), "");
}

struct SaidOf {
    const char* name;
    Scenario::With with;
    bool works;
    Bilingual only;
    std::optional<Date> by;
    const char* want;  // on 4 May 2026
};
void PrintTo(const SaidOf& row, std::ostream* out) { *out << row.name; }
class ScenarioWords : public testing::TestWithParam<SaidOf> {};
TEST_P(ScenarioWords, SayWithWhatAndWhoOrUntilWhen) {
    Scenario scenario;
    scenario.with = GetParam().with;
    scenario.works = GetParam().works;
    scenario.only = GetParam().only;
    scenario.by = GetParam().by;
    scenario.offices = {{"甲局", "office A"}, {"乙局", "office B"}};
    std::string all;
    for (const auto& one : scenario_words(scenario, words_in(Language::chinese), may(4))) all += one.text;
    EXPECT_EQ(all, GetParam().want);
}
using With = Scenario::With;
INSTANTIATE_TEST_SUITE_P(
    , ScenarioWords,
    testing::Values(
        SaidOf{"either", With::either, true, {}, {}, "社保卡、电子社保卡都行。归甲局、乙局管。"},
        SaidOf{"card", With::card, true, {}, {}, "要带社保卡。归甲局、乙局管。"},
        SaidOf{"phone", With::phone, true, {}, {}, "要用手机上的电子社保卡。归甲局、乙局管。"},
        SaidOf{"in_places", With::card, true, {"先在试点。", "here"}, {}, "先在试点。要带社保卡。归甲局、乙局管。"},
        SaidOf{"promised", With::card, false, {}, may(4), "现在还不行，说好2026年5月4日前能办。归甲局、乙局管。"},
        SaidOf{"overdue", With::card, false, {}, may(3), "说好2026年5月3日前能办，去之前先问一问甲局、乙局。"},
        SaidOf{"planned", With::card, false, {}, {}, "现在还不行，哪天能办还没定。归甲局、乙局管。"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
