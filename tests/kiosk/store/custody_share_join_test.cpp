// Offices that had custody before they shared it.
#include "tests/kiosk/store/office_support.h"

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
        EXPECT_NE(second_.custody().alone()->detail.find("put this ledger file aside"), std::string::npos);
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

TEST_F(JoinedLater, WithOtherCountsOfSeveralHandOversHasTheProblemsThere) {
    ASSERT_TRUE(first_.move("B1", street, district, 2, 2, 2));
    ASSERT_TRUE(alone().pack("B1", {key(1), key(2)}));
    ASSERT_TRUE(alone().move("B1", community, street, 2, 1, 2));
    ASSERT_TRUE(alone().move("B1", street, district, 1, 1, 3));
    second_.publish();
    EXPECT_EQ(first_.custody().problems(false)->size(), 2U);
    EXPECT_EQ(second_.custody().bag("B1")->at, district);
}

// What another handed out and may not have has nothing to do with what this one handed out.
TEST_F(CutOff, OfficeThatHandedOutAnotherCardBeforeItSharedItJoins) {
    Machine alone(folder(), "late", ""), late = machine("late");
    alone.import(csv(3, "ready"));
    ASSERT_TRUE(alone.custody().hand_out({key(3), "desk"}, morning(1)));
    street_relay_.refuse();
    street_.import(case_columns_line + case_row(key(4), 4, "ready"));
    ASSERT_TRUE(street_.custody().hand_out({key(4), "desk"}, morning(5)));
    ASSERT_TRUE(home_.pack("B9", {key(4)}));
    street_is_back();
    ASSERT_EQ(street_.custody().problems(false)->size(), 1U);
    late.publish();
    EXPECT_FALSE(late.custody().alone());
    expect_alike({&home_, &street_, &maker_});
    EXPECT_NE(home_.log().find("handed_out 1793581260000 desk  K003"), std::string::npos) << home_.log();
}

TEST_F(CutOff, StorePutBackWhileTwoWorkedAloneStillSettlesWhatClashes) {
    ASSERT_TRUE(home_.pack("B1", {key(1), key(2)}));
    street_.publish();
    without_lines();
    ASSERT_TRUE(home_.pack("B5", {key(3)}, 3));
    ASSERT_TRUE(street_.pack("B6", {key(3)}, 4));
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    home_is_back();
    street_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(maker_.custody().problems(false)->size(), 1U);
}

}  // namespace
}  // namespace ledger_test
