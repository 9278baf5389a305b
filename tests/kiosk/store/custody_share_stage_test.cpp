// Stages and stores that were put back, where offices share custody.
#include "tests/kiosk/store/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

// There and back again, an hour or so.
void bring_home(Machine& by, const std::string& bag) {
    int minute = 1;
    for (const auto& [from, to] : {std::pair{community, street},
                                   {street, district},
                                   {district, maker},
                                   {maker, district},
                                   {district, street},
                                   {street, community}})
        ASSERT_TRUE(by.move(bag, from, to, 1, 1, minute++));
}

std::string served(const std::string& key, const std::string& at) {
    return "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage,stage_at\n" + key +
           ",测试甲,,4000900000000001,A,S,D,2026-11-01,handed_out," + at + "\n";
}

class StageAfterTheBag : public ShareTest, public testing::WithParamInterface<const char*> {};

TEST_P(StageAfterTheBag, IsKnownToAnOfficeThatHearsOfBothAtOnce) {
    auto home = machine("community"), late = machine("street");
    home.import(csv(1));
    ASSERT_TRUE(home.pack("B17", {key(1)}));
    ASSERT_TRUE(home.move("B17", community, street, 1, 1));
    late.publish();
    ASSERT_EQ(late.stage(key(1)), Stage::at_street);
    for (const auto& [from, to] :
         {std::pair{street, district}, {district, maker}, {maker, district}, {district, street}, {street, community}})
        ASSERT_TRUE(home.move("B17", from, to, 1, 1, 9));
    home.import(served(key(1), GetParam()));
    home.publish();
    auto fresh = machine("new office");
    for (auto* one : {&late, &fresh, &late, &home}) {
        one->publish();
        EXPECT_EQ(one->stage(key(1)), Stage::handed_out);
    }
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases"), "handed_out\n");
    expect_alike({&home, &late, &fresh});
}
INSTANTIATE_TEST_SUITE_P(Told, StageAfterTheBag, testing::Values("2026-11-02 16:00", "2026-11-02", ""));

TEST_F(ShareTest, StoreThatLostCasesGetsThemBackAndTheirCustodyToo) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(2));
    home.publish();
    other.publish();
    const auto backup = server_.psql("SELECT stage FROM kiosk.cases ORDER BY key");
    ASSERT_TRUE(home.pack("B17", {key(1)}));
    bring_home(home, "B17");
    home.publish();
    ASSERT_EQ(backup, "collected\ncollected\n");
    server_.psql(
        "DELETE FROM kiosk.custody; UPDATE kiosk.custody_changes SET last = 0; DELETE FROM kiosk.cases; "
        "UPDATE kiosk.case_changes SET last = 0");
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    for (auto* one : {&home, &other}) one->publish();
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases ORDER BY key"), "ready\ncollected\n");
    EXPECT_EQ(home.stage(key(1)), Stage::ready);
    EXPECT_EQ(other.stage(key(1)), Stage::ready);
    expect_alike({&home, &other});
}

TEST_F(ShareTest, StoreWithAnOlderStageGetsTheFurtherOneAgain) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(1));
    ASSERT_TRUE(home.pack("B17", {key(1)}));
    bring_home(home, "B17");
    for (auto* one : {&home, &other}) one->publish();
    server_.psql(
        "UPDATE kiosk.cases SET stage = 'collected', stage_at = NULL, change = 1; UPDATE kiosk.case_changes SET last "
        "= 1; DELETE FROM kiosk.custody WHERE change > 1; UPDATE kiosk.custody_changes SET last = 1");
    for (auto* one : {&other, &home, &other}) {
        one->publish();
        EXPECT_EQ(one->stage(key(1)), Stage::ready);
    }
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases"), "ready\n");
    expect_alike({&home, &other});
}

TEST_F(CutOff, WhatWasForbiddenOnceAndIsDoneLaterIsSentToAll) {
    without_lines();
    ASSERT_TRUE(street_.custody().bag("B20").error().fault == Fault::not_found);
    ASSERT_TRUE(home_.pack("B17", {key(1)}));
    ASSERT_TRUE(street_.pack("B20", {key(1)}, 1));
    street_is_back();
    home_is_back();  // its B17 cannot be: the card is in B20
    const auto forbidden = maker_.problems();
    ASSERT_NE(forbidden.find("B17"), std::string::npos) << forbidden;
    const auto short_one = street_.move("B20", community, street, 1, 0, 2);
    ASSERT_TRUE(short_one && short_one->problem);
    ASSERT_TRUE(street_.custody().close_problem({*short_one->problem, "it was never in it", "desk", {key(1)}}, morning(3)));
    const auto again = home_.pack("B17", {key(1)}, 4);
    ASSERT_TRUE(again) << again.error().detail;
    ASSERT_TRUE(maker_.move("B17", community, street, 1, 1, 5)) << "it is known there";
    expect_alike({&home_, &street_, &maker_});
}

}  // namespace
}  // namespace ledger_test
