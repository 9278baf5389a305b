#include "kiosk/case/case.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

namespace kiosk {
namespace {

constexpr std::array stages = {
    Stage::collected,  Stage::at_street,        Stage::at_district,          Stage::at_maker,
    Stage::made,       Stage::back_at_district, Stage::back_at_street,       Stage::ready,
    Stage::handed_out, Stage::refused,          Stage::refused_at_community, Stage::refused_handed_back,
    Stage::served,
};

TEST(StageName, EveryStageIsReadBackFromItsName) {
    for (const auto stage : stages) EXPECT_EQ(parse_stage(name(stage)), stage) << name(stage);
}

TEST(StageName, NothingElseIsAStage) {
    for (const char* text : {"", "Ready", "ready ", "handed-out", "已领取"})
        EXPECT_EQ(parse_stage(text), std::nullopt) << text;
}

struct Step {
    Stage from, to;
    bool allowed;
};
void PrintTo(const Step& step, std::ostream* out) { *out << name(step.from) << " to " << name(step.to); }
class MayFollow : public testing::TestWithParam<Step> {};
TEST_P(MayFollow, OnlyForwardOnTheSameWay) { EXPECT_EQ(may_follow(GetParam().from, GetParam().to), GetParam().allowed); }
INSTANTIATE_TEST_SUITE_P(
    , MayFollow,
    testing::Values(Step{Stage::collected, Stage::at_street, true}, Step{Stage::collected, Stage::handed_out, true},
                    Step{Stage::at_maker, Stage::made, true}, Step{Stage::at_maker, Stage::at_maker, false},
                    Step{Stage::at_maker, Stage::at_street, false}, Step{Stage::handed_out, Stage::ready, false},
                    Step{Stage::collected, Stage::refused, true}, Step{Stage::at_maker, Stage::refused, true},
                    Step{Stage::at_maker, Stage::served, true}, Step{Stage::made, Stage::refused, false},
                    Step{Stage::handed_out, Stage::served, false}, Step{Stage::refused, Stage::refused_at_community, true},
                    Step{Stage::refused, Stage::served, true}, Step{Stage::refused, Stage::made, false},
                    Step{Stage::refused_handed_back, Stage::refused, false}, Step{Stage::served, Stage::collected, false}),
    [](const auto& test) { return std::string(name(test.param.from)) + "_to_" + std::string(name(test.param.to)); });

TEST(Way, LeadsNeitherBackNorRound) {
    for (const auto from : stages) {
        for (const auto to : stages) {
            EXPECT_FALSE(may_follow(from, to) && may_follow(to, from)) << name(from) << " and " << name(to);
        }
    }
}

TEST(Refused, IsFromTheMakersNoUntilTheCounter) {
    for (const auto stage : stages) {
        const bool expected =
            stage == Stage::refused || stage == Stage::refused_at_community || stage == Stage::refused_handed_back;
        EXPECT_EQ(is_refused(stage), expected) << name(stage);
    }
}

TEST(Late, IsAfterThePromisedDayWhileTheCardIsOnItsWay) {
    const Date promised{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{12}};
    CaseView view;
    view.promised_by = promised;
    view.stage = Stage::back_at_street;
    EXPECT_FALSE(is_late(view, promised));
    EXPECT_TRUE(is_late(view, plus_days(promised, 1)));
    for (const auto stage : {Stage::ready, Stage::handed_out, Stage::refused, Stage::served}) {
        view.stage = stage;
        EXPECT_FALSE(is_late(view, plus_days(promised, 30))) << name(stage);
    }
}

}  // namespace
}  // namespace kiosk
