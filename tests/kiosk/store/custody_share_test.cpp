// Custody that offices share, on a real PostgreSQL: what both sides enter, and what is sent when the line was down.
#include <array>

#include "tests/kiosk/store/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

TEST_F(ShareTest, WholeWayIsEnteredOnFourMachines) {
    auto home = machine("community"), street_one = machine("street"), district_one = machine("district"),
         maker_one = machine("maker");
    home.import(csv(3));
    const auto packed = home.pack("B17", {key(1), key(2), key(3)});
    ASSERT_TRUE(packed) << packed.error().detail;
    EXPECT_FALSE(home.custody().alone());
    ASSERT_TRUE(street_one.move("B17", community, street, 3, 3));
    ASSERT_TRUE(district_one.move("B17", street, district, 3, 3));
    ASSERT_TRUE(maker_one.move("B17", district, maker, 3, 3));
    ASSERT_TRUE(maker_one.custody().refuse_card({key(2), "no_portrait", "E1", "maker"}, policy_, morning(1)));
    ASSERT_TRUE(district_one.move("B17", maker, district, 2, 2));
    ASSERT_TRUE(district_one.move("E1", maker, district, 1, 1));
    ASSERT_TRUE(street_one.move("B17", district, street, 2, 2));
    ASSERT_TRUE(street_one.move("E1", district, street, 1, 1));
    const auto back = home.move("B17", street, community, 2, 2);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_FALSE(back->problem);
    EXPECT_TRUE(back->bag->opened());
    ASSERT_TRUE(home.move("E1", street, community, 1, 1));
    ASSERT_TRUE(home.custody().hand_out({key(1), "desk"}, morning(2)));
    expect_alike({&home, &street_one, &district_one, &maker_one});
    for (auto* one : {&home, &street_one, &district_one, &maker_one}) {
        EXPECT_EQ(one->stage(key(1)), Stage::handed_out);
        EXPECT_EQ(one->stage(key(2)), Stage::refused_at_community);
        EXPECT_EQ(one->stage(key(3)), Stage::ready);
    }
    EXPECT_EQ(home.problems(), "");
}

TEST_F(ShareTest, SameHandOverEnteredByBothSidesIsOne) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(2));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    EXPECT_FALSE(home.move("B17", community, street, 2, 2, 1)->entered_before);
    const auto again = other.move("B17", community, street, 2, 2, 5);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_TRUE(again->entered_before);
    EXPECT_FALSE(again->problem);
    expect_alike({&home, &other});
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.custody"), "2\n");
}

TEST_F(ShareTest, OtherCountsOfTheOtherSideAreOneProblemEverywhereUntilItIsClosedAnywhere) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(3));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2), key(3)}));
    EXPECT_FALSE(home.move("B17", community, street, 3, 3)->problem);
    const auto second = other.move("B17", community, street, 3, 2);
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_TRUE(second->entered_before);
    EXPECT_EQ(second->problem, 3);
    EXPECT_EQ(second->against, "that hand-over was told before, with 3 given and 3 taken");
    EXPECT_EQ(other.move("B17", community, street, 3, 2)->problem, 3) << "entered again it is the same";
    EXPECT_EQ(home.problems(), "3 B17 A open that hand-over was told before, with 3 given and 3 taken\n");
    expect_alike({&home, &other});
    EXPECT_TRUE(other.move("B17", street, district, 2, 2)) << "what follows is not held up";
    const auto closed = home.custody().close_problem({3, "one was left", "desk", {key(2)}}, morning(9));
    ASSERT_TRUE(closed) << closed.error().detail;
    EXPECT_TRUE(other.problems().find("closed by desk: one was left") != std::string::npos) << other.problems();
    const auto twice = other.custody().close_problem({3, "mine", "desk", {}}, morning(9));
    ASSERT_FALSE(twice);
    EXPECT_NE(twice.error().detail.find("closed before"), std::string::npos);
    expect_alike({&home, &other});
    EXPECT_EQ(other.stage(key(2)), Stage::collected);
}

// ---- the line is down

TEST_F(CutOff, WhatIsDoneMeanwhileCountsHereAndIsSentWhenTheLineIsBack) {
    home_relay_.refuse();
    const auto packed = home_.pack("B17", {key(1), key(2)});
    ASSERT_TRUE(packed) << packed.error().detail;
    ASSERT_TRUE(home_.custody().alone());
    EXPECT_EQ(home_.custody().alone()->fault, Fault::store_unreachable);
    ASSERT_TRUE(home_.move("B17", community, street, 2, 1));
    EXPECT_EQ(home_.stage(key(1)), Stage::at_street);
    EXPECT_EQ(home_.problems(), "0 B17 A open \n") << "it has no number yet";
    EXPECT_EQ(home_.custody().close_problem({0, "x", "desk", {}}, morning()).error().fault, Fault::refused);
    const auto unheard = street_.move("B17", street, district, 2, 2);
    ASSERT_FALSE(unheard);
    EXPECT_EQ(unheard.error().detail, "bag B17: the ledger does not know it; it was never packed");
    home_relay_.mend();
    EXPECT_EQ(home_.publish().custody, 2U);
    EXPECT_EQ(home_.publish().custody, 0U);
    EXPECT_EQ(street_.problems(), "2 B17 A open \n");
    ASSERT_TRUE(street_.move("B17", street, district, 2, 2));
    expect_alike({&home_, &street_, &maker_});
}

TEST_F(CutOff, UnknownBagIsRefusedWithTheLineAsAPossibleReason) {
    ASSERT_TRUE(home_.pack("B17", {key(1)}));
    street_relay_.refuse();
    const auto refused = street_.move("B17", community, street, 1, 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::not_found);
    EXPECT_NE(refused.error().detail.find("the other offices could not be asked, which may be why"), std::string::npos)
        << refused.error().detail;
}

TEST_F(CutOff, SameHandOverEnteredByBothWithoutALineIsOneAndTheFirstSenderStandsInTheLog) {
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    EXPECT_EQ(street_.problems(), "");
    without_lines();
    ASSERT_TRUE(home_.move("B17", community, street, 2, 2, 1));
    ASSERT_TRUE(street_.move("B17", community, street, 2, 2, 2));
    street_is_back();
    home_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(home_.ledger()->find(ByKey{key(1)})->front().stage_at, morning(2));
    EXPECT_EQ(home_.problems(), "");
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.custody"), "2\n");
}

TEST_F(CutOff, OtherCountsEnteredWithoutALineAreAProblemOfTheOneWhoComesSecond) {
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    EXPECT_EQ(street_.problems(), "");
    without_lines();
    ASSERT_TRUE(home_.move("B17", community, street, 2, 2, 1));
    EXPECT_EQ(street_.move("B17", community, street, 2, 1, 2)->problem, 0);
    ASSERT_TRUE(street_.move("B17", street, district, 1, 1, 3));
    home_is_back();
    street_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(home_.problems(), "3 B17 A open that hand-over was told before, with 2 given and 2 taken\n4 B17 A open \n")
        << "the second is the district's, who counted one card too few by the list";
    EXPECT_EQ(home_.stage(key(2)), Stage::at_district) << "what follows is not held up";
    ASSERT_TRUE(home_.custody().close_problem({3, "one was left", "desk", {key(2)}}, morning(9)));
    ASSERT_TRUE(street_.custody().close_problem({4, "the same", "desk", {}}, morning(9)));
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(maker_.stage(key(2)), Stage::collected);
}

TEST_F(CutOff, NumberOfABagUsedTwiceLeavesTheSecondsCardsWhereTheyWere) {
    without_lines();
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(street_.pack("B17", {key(3)}));
    ASSERT_TRUE(street_.move("B17", community, street, 1, 1));
    EXPECT_EQ(street_.stage(key(3)), Stage::at_street);
    home_is_back();
    street_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(street_.stage(key(3)), Stage::collected);
    EXPECT_EQ(street_.stage(key(1)), Stage::at_street) << "a bag of that number was handed over";
    EXPECT_EQ(street_.custody().bag("B17")->cards, 2);
    EXPECT_EQ(maker_.problems(), "2 B17 A open bag B17: that number is in use already, for other cards\n3 B17 A open \n");
    EXPECT_TRUE(street_.pack("B18", {key(3)})) << "its card is free";
}

TEST_F(CutOff, CardInTwoBagsIsInTheFirst) {
    without_lines();
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(street_.pack("B20", {key(2), key(3)}));
    ASSERT_TRUE(street_.move("B20", community, street, 2, 2));
    street_is_back();
    home_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(home_.stage(key(1)), Stage::collected);
    EXPECT_EQ(home_.stage(key(2)), Stage::at_street);
    EXPECT_EQ(home_.problems(), "3 B17 A open case K002: its card is in bag B20 already\n") << home_.log();
}

TEST_F(CutOff, CardThatCameHomeMeanwhileIsNotPackedByOneWhoHadNoLine) {
    street_relay_.refuse();
    ASSERT_TRUE(street_.pack("B20", {key(1)}));
    ASSERT_TRUE(home_.pack("B17", {key(1)}));
    constexpr std::array way = {community, street, district, maker, district, street, community};
    for (std::size_t at = 0; at + 1 < way.size(); ++at)
        ASSERT_TRUE(maker_.move("B17", way[at], way[at + 1], 1, 1, static_cast<int>(at)));
    street_is_back();
    for (auto* one : {&home_, &street_, &maker_}) EXPECT_EQ((one->problems(), one->stage(key(1))), Stage::ready);
    EXPECT_EQ(home_.problems(), "8 B20 A open case K001: came home in bag B17, so its card cannot be packed\n");
    expect_alike({&home_, &street_, &maker_});
}

TEST_F(CutOff, LineThatFallsSilentInTheMiddleIsLeftInTime) {
    ASSERT_TRUE(home_.pack("B17", {key(1)}));
    home_relay_.pull();
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(home_.move("B17", community, street, 1, 1));
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{15});
    EXPECT_TRUE(home_.custody().alone());
    home_relay_.mend();
    ASSERT_TRUE(home_.move("B17", street, district, 1, 1));
    EXPECT_FALSE(home_.custody().alone());
    expect_alike({&home_, &maker_});
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.custody"), "3\n");
}

TEST_F(CutOff, ClosedTwiceWithoutALineIsClosedByTheFirst) {
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(home_.move("B17", community, street, 2, 1));
    EXPECT_EQ(street_.problems(), "2 B17 A open \n");
    without_lines();
    ASSERT_TRUE(home_.custody().close_problem({2, "found", "home", {}}, morning(1)));
    ASSERT_TRUE(street_.custody().close_problem({2, "counted again", "street", {}}, morning(2)));
    street_is_back();
    home_is_back();
    expect_alike({&home_, &street_, &maker_});
    EXPECT_EQ(maker_.problems(), "2 B17 A closed by street: counted again \n");
}

}  // namespace
}  // namespace ledger_test
