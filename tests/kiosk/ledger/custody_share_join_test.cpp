// Offices that had custody before they shared it.
#include "tests/kiosk/ledger/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

// Two offices that worked alone until there was a store.
class JoinedLater : public ShareTest {
protected:
    void SetUp() override {
        Machine first(folder(), "first", ""), second(folder(), "second", "");
        first.import(csv(4));
        second.import(csv(4));
        ASSERT_TRUE(first.pack("B1", {key(1), key(2)}));
        ASSERT_TRUE(first.move("B1", community, street, 2, 2, 1));
        first_.publish();
    }
    Machine alone() { return {folder(), "second", ""}; }
    void expect_that_it_stays_alone(const std::string& bag) {
        const auto log = alone().log();
        Sync sync(second_.options());
        const auto published = sync.publish(morning());
        ASSERT_FALSE(published);
        EXPECT_EQ(published.error().fault, Fault::refused);
        EXPECT_NE(published.error().detail.find("bag " + bag + ","), std::string::npos) << published.error().detail;
        EXPECT_EQ(alone().log(), log);
        expect_alike({&first_, &third_});
        ASSERT_TRUE(second_.pack("C9", {key(4)}, 30));
        ASSERT_TRUE(second_.custody().alone());
        EXPECT_NE(second_.custody().alone()->detail.find("put its ledger file aside"), std::string::npos);
        expect_alike({&first_, &third_});
    }
    Machine first_ = machine("first"), second_ = machine("second"), third_ = machine("third");
};

TEST_F(JoinedLater, WithOtherBagsSharesThem) {
    ASSERT_TRUE(alone().pack("C1", {key(3)}, 5));
    second_.publish();
    expect_alike({&first_, &third_});
    EXPECT_EQ(first_.custody().bag("C1")->cards, 1);
    EXPECT_EQ(second_.custody().bag("B1")->at, street);
    ASSERT_TRUE(first_.move("C1", community, street, 1, 1, 6));
    EXPECT_EQ(second_.custody().bag("C1")->at, street);
}

TEST_F(JoinedLater, WithTheSameHandOverSharesIt) {
    ASSERT_TRUE(alone().pack("B1", {key(1), key(2)}));
    ASSERT_TRUE(alone().move("B1", community, street, 2, 2, 2));
    second_.publish();
    expect_alike({&first_, &third_});
    EXPECT_EQ(second_.custody().problems(true)->size(), 0U);
    EXPECT_EQ(second_.custody().bag("B1")->at, street);
}

TEST_F(JoinedLater, WithABagOfTheSameNumberIsToldWhichAndChangesNothing) {
    ASSERT_TRUE(alone().pack("B1", {key(3)}));
    expect_that_it_stays_alone("B1");
}

TEST_F(JoinedLater, WithACardInAnotherBagIsToldWhichAndChangesNothing) {
    ASSERT_TRUE(alone().pack("D1", {key(2), key(3)}));
    expect_that_it_stays_alone("B1");
}

TEST_F(JoinedLater, WithOtherCountsOfAHandOverHasTheProblemThere) {
    ASSERT_TRUE(alone().pack("B1", {key(1), key(2)}));
    ASSERT_TRUE(alone().move("B1", community, street, 2, 1, 2));
    second_.publish();
    EXPECT_EQ(first_.custody().problems(false)->size(), 1U);
    EXPECT_EQ(first_.custody().bag("B1")->at, street);
    EXPECT_EQ(second_.custody().bag("B1")->at, street);
}

}  // namespace
}  // namespace ledger_test
