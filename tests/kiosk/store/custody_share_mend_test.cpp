// Offices that share custody: the log alone decides what becomes of it, whatever the cases say now and whoever enters it.
#include "tests/kiosk/store/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

class MendedShare : public ShareTest {
protected:
    // As an office's program would, but anything.
    std::string push(const std::string& values) const {
        return server_.psql("SELECT kiosk.push_custody((SELECT last FROM kiosk.custody_changes), " + values + ")",
                            "office_chief");  // an office's are bounded
    }
    bool takes(const std::string& values) const {
        try {
            push(values);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }
};

TEST_F(MendedShare, CaseCorrectedAfterItWasPackedIsInTheSameBagForAnOfficeThatJoinsLater) {
    auto home = machine("community");
    home.import(csv(3));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    home.import(case_columns_line + case_row(key(2), 2, "collected", "B"));
    home.publish();
    ASSERT_TRUE(home.move("B17", community, street, 2, 1, 1));
    auto fresh = machine("street");
    fresh.publish();
    EXPECT_EQ(*fresh.custody().bag("B17"), *home.custody().bag("B17"));
    EXPECT_EQ(fresh.problems(), "2 B17 A open \n");
    expect_alike({&home, &fresh});
}

TEST_F(MendedShare, FirstCaseCorrectedLeavesTheBagsCommunityAsItWasPacked) {
    auto home = machine("community");
    home.import(csv(1));
    ASSERT_TRUE(home.pack("B17", {key(1)}));
    home.import(case_columns_line + case_row(key(1), 1, "collected", "B"));
    home.publish();
    ASSERT_TRUE(home.move("B17", community, street, 1, 0, 1));
    auto fresh = machine("street");
    EXPECT_EQ(fresh.custody().bag("B17")->community, "A");
    expect_alike({&home, &fresh});
}

TEST_F(MendedShare, EnvelopeOfACardThatWasInNoBagIsAtHomeForAnOfficeThatJoinsLater) {
    auto home = machine("community");
    home.import(csv(2, "at_maker"));
    ASSERT_TRUE(home.custody().refuse_card({key(1), "other", "E1", "maker"}, policy_, morning(1)));
    ASSERT_TRUE(home.move("E1", maker, district, 1, 1, 2));
    ASSERT_TRUE(home.move("E1", district, street, 1, 1, 3));
    ASSERT_TRUE(home.move("E1", street, community, 1, 1, 4));
    home.publish();
    auto fresh = machine("street");
    fresh.publish();
    EXPECT_EQ(fresh.problems(), "");
    EXPECT_EQ(fresh.stage(key(1)), Stage::refused_at_community);
    ASSERT_TRUE(home.custody().hand_out({key(1), "desk"}, morning(5)));
    auto last = machine("district");
    EXPECT_EQ(last.problems(), "");
    EXPECT_EQ(last.stage(key(1)), Stage::refused_handed_back);
    expect_alike({&home, &fresh, &last});
}

TEST_F(MendedShare, EnvelopeOfACardThatAnImportRefusedIsOfThatDayEverywhere) {
    auto home = machine("community");
    home.import(
        "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage,stage_at,refusal\n"
        "K001,测试甲,,4000900000000001,A,S,D,2026-10-01,refused,2026-10-31 11:00,other\n");
    ASSERT_TRUE(home.pack("E1", {key(1)}));
    ASSERT_TRUE(home.move("E1", maker, district, 1, 1, 2));
    home.publish();
    auto fresh = machine("street");
    fresh.publish();
    const auto day = plus_days(monday, -2);
    EXPECT_EQ(*fresh.custody().report(day, policy_), *home.custody().report(day, policy_));
    EXPECT_EQ(total(*fresh.custody().report(day, policy_)).all_refused(), 1);
    expect_alike({&home, &fresh});
}

TEST_F(MendedShare, HandedOutByOneIsHandedOutForOneWhoseImportRefusedIt) {
    auto home = machine("community");
    home.import(csv(1, "ready"));
    home.publish();
    auto other = machine("street");
    other.import(case_columns_line + case_row(key(1), 1, "refused", "A", "other"));
    ASSERT_TRUE(home.custody().hand_out({key(1), "desk"}, morning(1)));
    EXPECT_EQ(other.problems(), "");
    EXPECT_EQ(other.stage(key(1)), Stage::handed_out);
    home.publish();
    other.publish();
    expect_alike({&home, &other});
}

// ---- what no honest program sends

TEST_F(MendedShare, EventsThatAreNotInOrderAreVerdictsAndHoldNobodyUp) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(4));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    // event, kind, at, who, bag, cases, from, to, given, taken, listed, stage, reason, district, street, community, since
    for (const char* values : {
             "'pack B99','packed',1,'x','B18','K003','','community',null,null,1,'collected','','D','S','A',null",
             "'pack B20','packed',1,'x','B20','','','community',null,null,1,'collected','','D','S','A',null",
             "'move B17 community ','handed_over',1,'x','B17','','community','',2,2,2,'','','','','',null",
             "'move B17 nowhere street','handed_over',1,'x','B17','','nowhere','street',2,2,2,'','','','','',null",
             "'move B17  street','handed_over',1,'x','B17','','','street',2,1,2,'','','','','',null",
             "E'refuse K009\\x1b[31m','refused',1,E'\\x1b[2J','E1','K003','','maker',null,null,null,'','other','D','S','A',"
             "null",
             "'refuse 13812345678','refused',1,'x','E1','K003','','maker',null,null,null,'','other','D','S','A',null",
             "'refuse K003','refused',1,'x','E1','K003 K004','','maker',null,null,null,'','other','D','S','A',null",
             "'out K001','handed_out',1,'x','','K001','','',null,null,null,'handed_out','','','','',null",
             "'out K003','handed_out',1,'x','B17','K003','','',null,null,null,'handed_out','','','','',null",
             "'close','closed',1,'x','B17','K001','','',null,null,null,'','why','','','',null",
             "'close pack B17','closed',1,'x','B18','','','',null,null,null,'','why','','','',null",
             "'close move B17 community  @1','closed',1,'x','B17','K001','','',null,null,null,'','why','','','',null",
             "E'close \\n','closed',1,'','','K001','','',null,null,null,'','','','','',null",
         })
        ASSERT_NE(push(values), "0\n") << values;
    ASSERT_NE(push("'pack B21','packed',1,'x','B21','K004 K003 K004','','community',null,null,2,'collected','',E'D\\n','S',"
                   "'A',null"),
              "0\n");
    EXPECT_EQ(other.custody().bag("B21")->cards, 2) << "sorted and each once it is a bag like others";
    const auto moved = other.move("B17", community, street, 2, 2, 3);
    ASSERT_TRUE(moved) << moved.error().detail;
    EXPECT_FALSE(moved->entered_before);
    ASSERT_TRUE(home.move("B21", community, street, 2, 2, 4));
    EXPECT_FALSE(home.custody().alone());
    const auto text = home.log() + home.problems();
    for (const char* hidden : {"\x1b", "13812345678"}) EXPECT_EQ(text.find(hidden), std::string::npos) << text;
    EXPECT_NE(text.find("its name is not that of what was told"), std::string::npos) << text;
    expect_alike({&home, &other});
    for (const auto& one : *home.custody().problems(false)) {
        const auto closed = home.custody().close_problem({one.number, "nonsense", "desk", {}}, morning(9));
        EXPECT_TRUE(closed) << one.number << ": " << closed.error().detail;
    }
    EXPECT_TRUE(other.custody().problems(false)->empty());
    expect_alike({&home, &other});
}

TEST_F(MendedShare, TextsThatTurnOrControlWhatIsShownAreNotTakenOver) {
    auto home = machine("community");
    home.import(csv(2));
    home.publish();
    server_.psql(  // as its owner: an office cannot send them
        "UPDATE kiosk.custody_changes SET last = 2; INSERT INTO kiosk.custody VALUES (1, 'pack B20', 'packed', 1, "
        "E'desk \\u202e', 'B20', 'K001', '', 'community', null, null, 1, 'collected', '', E'D\\u009b2J', E'S\\u200f', "
        "E'A\\u2066', null), (2, 'close x', 'closed', 1, E'\\u007f', 'B20', 'K001', '', '', null, null, null, '', "
        "E'why\\u202e', '', '', '', null)");
    const auto bag = home.custody().bag("B20");
    ASSERT_TRUE(bag) << bag.error().detail;
    EXPECT_EQ(bag->district + bag->street + bag->community, "");
    const auto text = home.log() + home.problems();
    for (const char* hidden : {"\u202e", "\u009b", "\u200f", "\u2066", "\x7f"})
        EXPECT_EQ(text.find(hidden), std::string::npos) << text;
    EXPECT_NE(text.find("B20"), std::string::npos) << text;
}

TEST_F(MendedShare, CaseThatNobodyHasIsNamedAsTheReasonWhyNothingIsSent) {
    auto home = machine("community");
    home.import(csv(1));
    home.publish();
    server_.psql(
        "UPDATE kiosk.custody_changes SET last = 1; INSERT INTO kiosk.custody VALUES (1, 'pack B20', 'packed', 1, 'x', "
        "'B20', 'K999', '', 'community', null, null, 1, 'collected', '', 'D', 'S', 'A', null)");
    ASSERT_EQ(home.custody().problems(false)->size(), 1U);
    server_.psql("DELETE FROM kiosk.custody; UPDATE kiosk.custody_changes SET last = 0");  // put back
    EXPECT_EQ(home.custody().problems(false)->size(), 1U);
    ASSERT_TRUE(home.custody().alone());
    EXPECT_NE(home.custody().alone()->detail.find("kioskctl ledger publish"), std::string::npos)
        << home.custody().alone()->detail;
}

TEST_F(MendedShare, CardsDoNotStayBehindAtAHandOverWithoutLevels) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(2));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    push("'move B17 community ','handed_over',1,'x','B17','','community','',2,1,2,'','','','','',null");
    const auto open_ones = home.custody().problems(false);
    ASSERT_EQ(open_ones->size(), 1U);
    const auto closed = home.custody().close_problem({open_ones->front().number, "why", "desk", {key(1)}}, morning(1));
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().fault, Fault::refused);
    push("'close move B17 community  @1','closed',1,'x','B17','K001','','',null,null,null,'','why','','','',null");
    ASSERT_TRUE(other.move("B17", community, street, 2, 2, 3));
    expect_alike({&home, &other});
}

TEST_F(MendedShare, StoreTakesNoCountsThatNobodyCountsAndNoHandOverUnderAnothersName) {
    auto home = machine("community");
    home.import(csv(1));
    ASSERT_TRUE(home.pack("B17", {key(1)}));
    const std::string move = "'move B17 community street','handed_over',1,'x','B17','',";
    for (const char* rest : {
             "'community','street',-1,1,1,'','','','','',null",
             "'community','street',1,100001,1,'','','','','',null",
             "'community','street',1,1,2147483647,'','','','','',null",
             "'community','street',1,1,null,'','','','','',null",
             "'','',1,1,1,'','','','','',null",
             "'street','district',1,1,1,'','','','','',null",
         })
        EXPECT_FALSE(takes(move + rest)) << rest;
    EXPECT_FALSE(takes("'pack B1','packed',1,'x','B1','K001','','community',null,null,1,'ready','','','','',null"));
    EXPECT_FALSE(takes("'out K001','handed_out',1,'x','','K001','','',null,null,null,'made','','','','',null"));
    EXPECT_FALSE(takes("'out K001','handed_out',-1,'x','','K001','','',null,null,null,'handed_out','','','','',null"));
    EXPECT_TRUE(takes(move + "'community','street',1,1,1,'','','','','',null"));
}

// ---- a problem of a closing

TEST_F(CutOff, ClosingThatIsAProblemItselfIsClosedEverywhere) {
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(home_.move("B17", community, street, 2, 2, 1));
    ASSERT_TRUE(street_.move("B17", community, street, 2, 1, 2)) << "3, which the log names with its time";
    EXPECT_NE(home_.problems(), "");
    without_lines();
    ASSERT_TRUE(home_.custody().close_problem({3, "left", "home", {key(1)}}, morning(3)));
    ASSERT_TRUE(street_.custody().close_problem({3, "left", "street", {key(2)}}, morning(4)));
    street_is_back();
    home_is_back();
    const auto open_ones = street_.custody().problems(false);
    ASSERT_EQ(open_ones->size(), 1U);
    ASSERT_TRUE(
        street_.custody().close_problem({open_ones->front().number, "the street was right", "desk", {}}, morning(5)));
    EXPECT_TRUE(maker_.custody().problems(false)->empty()) << maker_.problems();
    expect_alike({&home_, &street_, &maker_});
}

}  // namespace
}  // namespace ledger_test
