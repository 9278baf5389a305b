// Bags and envelopes from hand to hand.
#include "kiosk/case/custody.h"

#include <sqlite3.h>

#include <ostream>

#include "kiosk/base/owned.h"
#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/local_ledger.h"
#include "tests/kiosk/custody/support.h"

namespace ledger_test {
namespace {

using enum Level;

TEST_F(CustodyTest, StagesFollowABagAllTheWayAndBack) {
    add_cases(3);
    ASSERT_EQ(reason(pack("b17", keys(3))), "done");
    const std::vector<std::pair<Level, Stage>> way = {{street, Stage::at_street},      {district, Stage::at_district},
                                                      {maker, Stage::at_maker},        {district, Stage::back_at_district},
                                                      {street, Stage::back_at_street}, {community, Stage::ready}};
    for (const auto& [level, then] : way) {
        const auto moved = forward("B17", 3);
        ASSERT_TRUE(moved) << moved.error().detail;
        EXPECT_EQ(moved->bag->at, level);
        EXPECT_FALSE(moved->problem);
        for (const int number : {1, 2, 3}) EXPECT_EQ(stage(number), then);
        EXPECT_TRUE(ledger_->check());
    }
    EXPECT_TRUE(custody().bag("B17")->opened());
    EXPECT_EQ(custody().bag("B17")->cards, 0);
    ASSERT_TRUE(custody().hand_out({key(2), clerk}, morning()));
    EXPECT_EQ(stage(2), Stage::handed_out);
    EXPECT_EQ(stage(1), Stage::ready);
    EXPECT_EQ(events(), 8U);
    EXPECT_TRUE(custody().problems(true)->empty());
}

TEST_F(CustodyTest, RefusedCardGoesBackAloneInItsEnvelope) {
    add_cases(3);
    ASSERT_TRUE(pack("B17", keys(3)));
    forward_to("B17", maker, false, 3);
    const auto refused = custody().refuse_card({key(2), "no_portrait", "e-1", clerk}, policy_, morning());
    ASSERT_TRUE(refused) << refused.error().detail;
    EXPECT_TRUE(refused->bag->envelope);
    EXPECT_EQ(custody().bag("B17")->cards, 2);
    EXPECT_EQ(ledger_->find(ByKey{key(2)})->front().refusal, "no_portrait");
    forward_to("B17", community, true, 2);
    EXPECT_EQ(stage(2), Stage::refused) << "it is at the maker still";
    forward_to("E-1", community, true, 1);
    EXPECT_EQ(stage(1), Stage::ready);
    EXPECT_EQ(stage(2), Stage::refused_at_community);
    ASSERT_TRUE(custody().hand_out({key(2), clerk}, morning()));
    EXPECT_EQ(stage(2), Stage::refused_handed_back);
    EXPECT_TRUE(custody().problems(true)->empty());
    EXPECT_TRUE(ledger_->check());
}

TEST_F(CustodyTest, CardThatAnImportRefusedLeavesItsBagAtTheMaker) {
    add_cases(3);
    ASSERT_TRUE(pack("B17", keys(3)));
    forward_to("B17", maker, false, 3);
    import(case_columns_line + case_row(key(1), 1, "refused", "A", "unreadable"));
    EXPECT_NE(reason(pack("E-1", {key(1)})).find("is in bag B17 already"), std::string::npos);
    const auto back = move("B17", maker, district, 2, 2);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_FALSE(back->problem);
    ASSERT_EQ(reason(pack("E-1", {key(1)})), "done");
    EXPECT_TRUE(custody().bag("E-1")->envelope);
    forward_to("E-1", community, true, 1);
    EXPECT_EQ(stage(1), Stage::refused_at_community);
    EXPECT_EQ(stage(2), Stage::back_at_district);
    EXPECT_TRUE(ledger_->check());
}

TEST_F(CustodyTest, MismatchStaysOpenUntilAPersonClosesItWithAReason) {
    add_cases(3);
    ASSERT_TRUE(pack("B17", keys(3)));
    const auto short_by_one = move("B17", community, street, 3, 2);
    ASSERT_TRUE(short_by_one) << short_by_one.error().detail;
    ASSERT_EQ(short_by_one->problem, 1);
    const auto open_ones = *custody().problems(false);
    ASSERT_EQ(open_ones.size(), 1U);
    EXPECT_EQ(open_ones[0].event.given, 3);
    EXPECT_EQ(open_ones[0].event.taken, 2);
    EXPECT_EQ(open_ones[0].event.listed, 3);
    EXPECT_EQ(open_ones[0].community, "A");
    EXPECT_FALSE(open_ones[0].closed_at);
    EXPECT_FALSE(custody().close_problem({1, "  ", clerk, {}}, morning(5)));
    EXPECT_EQ(custody().problems(false)->size(), 1U);
    const auto closed = custody().close_problem({1, "lay under the table", "desk 4", {}}, morning(5));
    ASSERT_TRUE(closed) << closed.error().detail;
    EXPECT_TRUE(custody().problems(false)->empty());
    EXPECT_EQ(custody().problems(true)->front().reason, "lay under the table");
    EXPECT_EQ(custody().problems(true)->front().closed_by, "desk 4");
    const auto again = custody().close_problem({1, "no, elsewhere", clerk, {}}, morning(6));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().detail, "problem 1: was closed before, by desk 4: lay under the table");
    EXPECT_EQ(custody().problems(true)->front().reason, "lay under the table");
    EXPECT_EQ(custody().close_problem({2, "why", clerk, {}}, morning()).error().fault, Fault::not_found);
    EXPECT_TRUE(ledger_->check());
}

TEST_F(CustodyTest, BothSidesAgreeingOnAnotherCountThanTheListIsAProblemToo) {
    add_cases(3);
    ASSERT_TRUE(pack("B17", keys(3)));
    EXPECT_TRUE(move("B17", community, street, 4, 4)->problem);
    EXPECT_FALSE(move("B17", street, district, 3, 3)->problem);
}

TEST_F(CustodyTest, CardThatStayedBehindIsOffTheListAndGoesWithTheNextBag) {
    add_cases(3);
    ASSERT_TRUE(pack("B17", keys(3)));
    ASSERT_TRUE(move("B17", community, street, 2, 2)->problem);
    ASSERT_FALSE(move("B17", street, district, 3, 3)->problem) << "by the list there are three";
    const auto close = [&](std::vector<std::string> left) {
        return custody().close_problem({1, "lay in the drawer", clerk, std::move(left)}, morning());
    };
    const auto wrong = close({key(2), "K999"});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().detail, "case K999: the ledger has no such case");
    EXPECT_EQ(stage(2), Stage::at_district) << "nothing is half done";
    ASSERT_TRUE(close({key(2)}));
    EXPECT_EQ(stage(2), Stage::collected);
    EXPECT_EQ(stage(1), Stage::at_district);
    EXPECT_EQ(custody().bag("B17")->cards, 2);
    EXPECT_FALSE(move("B17", district, maker, 2, 2)->problem);
    ASSERT_TRUE(pack("B18", {key(2)}));
    EXPECT_TRUE(ledger_->check());
}

TEST_F(CustodyTest, CardThatIsInAnotherBagCannotHaveStayedBehind) {
    add_cases(4);
    ASSERT_TRUE(pack("B17", keys(3)));
    ASSERT_TRUE(pack("B18", {key(4)}));
    ASSERT_TRUE(move("B17", community, street, 2, 2)->problem);
    ASSERT_TRUE(move("B18", community, street, 1, 1));
    const auto closed = custody().close_problem({1, "why", clerk, {key(4)}}, morning());
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().detail, "case K004: its card is not in bag B17, so it cannot have stayed behind");
    EXPECT_EQ(custody().problems(false)->size(), 1U);
}

TEST_F(CustodyTest, WhatIsEnteredTwiceIsOne) {
    add_cases(2);
    ASSERT_FALSE(pack("B17", keys(2))->entered_before);
    EXPECT_TRUE(pack(" b17 ", {key(2), key(1)})->entered_before);
    ASSERT_FALSE(move("B17", community, street, 2, 1)->entered_before);
    const auto again = move("B17", community, street, 2, 1, 30);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_TRUE(again->entered_before);
    EXPECT_EQ(again->problem, 1);
    EXPECT_EQ(again->bag->at, street);
    const auto other = move("B17", community, street, 2, 2);
    ASSERT_FALSE(other);
    EXPECT_NE(other.error().detail.find("told before, with 2 given and 1 taken"), std::string::npos) << other.error().detail;
    forward_to("B17", maker, false, 2);
    const auto refuse = [&](const std::string& why) {
        return custody().refuse_card({key(1), why, "E-1", clerk}, policy_, morning());
    };
    EXPECT_FALSE(refuse("other")->entered_before);
    EXPECT_TRUE(refuse("other")->entered_before);
    EXPECT_FALSE(refuse("unreadable"));
    EXPECT_TRUE(move("B17", community, street, 2, 1)->entered_before) << "even when the bag is elsewhere";
    EXPECT_EQ(custody().bag("B17")->at, maker);
    forward_to("E-1", community, true, 1);
    EXPECT_FALSE(custody().hand_out({key(1), clerk}, morning())->entered_before);
    EXPECT_TRUE(custody().hand_out({key(1), clerk}, morning(9))->entered_before);
    EXPECT_EQ(custody().problems(true)->size(), 1U);
    EXPECT_EQ(events(), 9U);
}

TEST_F(CustodyTest, BeginsWhereverTheCardsAre) {
    add_cases(2, "back_at_district");
    const auto packed = pack("B17", keys(2));
    ASSERT_TRUE(packed) << packed.error().detail;
    EXPECT_EQ(packed->bag->at, district);
    EXPECT_TRUE(packed->bag->homeward);
    ASSERT_TRUE(move("B17", district, street, 2, 2));
    EXPECT_EQ(stage(1), Stage::back_at_street);
}

TEST_F(CustodyTest, ImportCannotMoveACardThatIsInABag) {
    add_cases(2);
    ASSERT_TRUE(pack("B17", keys(2)));
    const auto report = import_csv(ledger_->local(), case_columns_line + case_row(key(1), 1, "at_maker"), policy_);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->taken);
    ASSERT_EQ(report->bad.size(), 1U);
    EXPECT_EQ(report->bad[0].reason, "cannot be at_maker: the card is in bag B17, whose hand-overs tell its stage");
    EXPECT_EQ(import_csv(ledger_->local(), case_columns_line + case_row(key(1), 1, "collected"), policy_)->unchanged, 1U);
    forward_to("B17", community, true, 2);
    import(case_columns_line + case_row(key(1), 1, "handed_out"));
    EXPECT_EQ(stage(1), Stage::handed_out);
    EXPECT_TRUE(ledger_->check());
}

TEST_F(CustodyTest, WaitsForNoImport) {
    add_cases(2);
    ASSERT_TRUE(pack("B17", keys(2)));
    auto impatient = options();
    impatient.patience = std::chrono::milliseconds{20};
    ledger_ = *open_ledger(impatient);
    {
        const auto local = open_local_ledger(options());
        const auto import = ImportLock::take(local->db(), std::chrono::milliseconds{0});
        ASSERT_TRUE(import);
        const auto refused = move("B17", community, street, 2, 2);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, Fault::ledger_locked);
        EXPECT_EQ(refused.error().detail, "an import into this ledger is under way; wait until it is done");
        EXPECT_EQ(stage(1), Stage::collected);
    }
    EXPECT_TRUE(move("B17", community, street, 2, 2));
}

TEST_F(CustodyTest, LogCannotBeChanged) {
    add_cases(2);
    ASSERT_TRUE(pack("B17", keys(2)));
    ASSERT_TRUE(move("B17", community, street, 2, 1));
    ASSERT_TRUE(custody().close_problem({1, "found", clerk, {}}, morning()));
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
    const Owned<sqlite3, sqlite3_close_v2> db(raw);
    for (const char* sql : {"UPDATE custody SET taken = 2", "DELETE FROM custody", "DELETE FROM problems",
                            "UPDATE problems SET reason = 'other'"})
        EXPECT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT_TRIGGER & 0xff) << sql;
}

struct PartyText {
    const char* name;
    const char* text;
    std::optional<Party> party;
};
void PrintTo(const PartyText& row, std::ostream* out) { *out << row.name; }
class Parties : public testing::TestWithParam<PartyText> {};
TEST_P(Parties, AreLevelsWithOrWithoutAName) {
    const auto party = parse_party(GetParam().text);
    ASSERT_EQ(static_cast<bool>(party), GetParam().party.has_value());
    if (party) {
        EXPECT_EQ(*party, *GetParam().party);
    }
}
INSTANTIATE_TEST_SUITE_P(, Parties,
                         testing::Values(PartyText{"level", "maker", Party{maker, {}}},
                                         PartyText{"named", "street:样板街道", Party{street, "样板街道"}},
                                         PartyText{"name_with_a_colon", "community:a:b", Party{community, "a:b"}},
                                         PartyText{"nothing", "", std::nullopt},
                                         PartyText{"no_level", "senior", std::nullopt},
                                         PartyText{"capital", "Maker", std::nullopt},
                                         PartyText{"colon_alone", "street:", std::nullopt}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ledger_test
