#include "kiosk/intake/demo_cases.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

class DemoCases : public LedgerTest {
protected:
    void SetUp() override {
        const auto report = import_csv(ledger_->local(), demo_csv(7, 2000, monday), policy_);
        ASSERT_TRUE(report);
        ASSERT_TRUE(report->bad.empty()) << report->bad[0].line << ": " << report->bad[0].reason;
        ASSERT_EQ(report->added, 2000U);
    }
    std::vector<CaseView> of_card(int number) {
        return *ledger_->find(
            ByCard{*CardNumber::parse("40000000000000" + std::string(number < 10 ? "0" : "") + std::to_string(number))});
    }
    std::unique_ptr<SqliteLedger> ledger_ = open();
};

TEST_F(DemoCases, SixCardsHaveTheirKnownAnswers) {
    const Stage stages[] = {Stage::at_maker, Stage::refused_at_community, Stage::at_maker,
                            Stage::ready,    Stage::handed_out,           Stage::refused_handed_back};
    for (int number = 1; number <= 6; ++number) {
        const auto found = of_card(number);
        ASSERT_EQ(found.size(), 1U) << number;
        EXPECT_EQ(found[0].stage, stages[number - 1]) << number;
        EXPECT_EQ(is_late(found[0], monday), number == 3) << number;
        EXPECT_EQ(found[0].refusal, number == 2 ? "no_portrait" : number == 6 ? "letter_mismatch" : "");
    }
    EXPECT_EQ(of_card(5)[0].new_last4, "0005");
    EXPECT_EQ(ledger_->find(BySocialCard{"A00000001"})->front().key, of_card(1)[0].key);
}

TEST_F(DemoCases, OtherDemoCardsHaveNone) {
    for (int number = 7; number <= 20; ++number) EXPECT_TRUE(of_card(number).empty()) << number;
}

TEST_F(DemoCases, ReturnedCardIsFoundByTyping) {
    const auto found = ledger_->find(ByTyping{std::string(demo_typed_id_tail6), std::string(demo_typed_card_last4)});
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(found->front(), of_card(2)[0]);
}

TEST_F(DemoCases, EveryStageAndReasonOccursAndSomeAreLate) {
    std::set<Stage> stages;
    std::set<std::string> reasons;
    int late = 0;
    for (int number = 1; number <= 2000; ++number) {
        const auto key = std::to_string(number);
        const auto found = ledger_->find(ByKey{"DEMO-" + std::string(5 - key.size(), '0') + key});
        ASSERT_EQ(found->size(), 1U) << number;
        stages.insert(found->front().stage);
        reasons.insert(found->front().refusal);
        late += is_late(found->front(), monday);
    }
    EXPECT_EQ(stages.size(), 13U);
    EXPECT_EQ(reasons.size(), 9U) << "eight, and none";
    EXPECT_GT(late, 20);
    EXPECT_LT(late, 200);
}

TEST(DemoCsv, SameSeedSameBytes) {
    EXPECT_EQ(demo_csv(7, 300, monday), demo_csv(7, 300, monday));
    EXPECT_NE(demo_csv(7, 300, monday), demo_csv(8, 300, monday));
}

}  // namespace
}  // namespace ledger_test
