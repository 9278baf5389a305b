// Bags from hand to hand and the daily report, as the staff type them.
#include <sys/stat.h>

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/code/own_code.h"
#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

class CustodyCommand : public Kioskctl {
protected:
    void SetUp() override {
        Kioskctl::SetUp();
        std::string text = "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage\n";
        for (int number = 1; number <= 3; ++number)
            text += fmt::format("K{0:03},测试甲,,400090000000{0:04},样板社区,样板街道,样板区,{1},collected\n", number,
                                iso(today));
        ASSERT_EQ(ctl({"import", csv(text)}).code, 0);
    }
    Finished pack(const std::string& bag) const {
        return ctl({"pack", bag, "--case", "K001", "--case", "-", "--by", "desk 3"}, "k002\n\nK003\r\n");
    }
    Finished move(const std::string& bag, const char* from, const char* to, const char* given, const char* taken) const {
        return ctl({"hand-over", bag, "--from", from, "--to", to, "--given", given, "--taken", taken, "--by", "desk 3"});
    }
};

TEST_F(CustodyCommand, BagIsPackedAndHandedOver) {
    EXPECT_EQ(pack("b17").out, "bag B17: at the community 样板社区, 3 cards; collected\n");
    EXPECT_EQ(move("b17", "community:样板社区", "street", "3", "3").out,
              "bag B17: at the street 样板街道, 3 cards; at_street\n");
    EXPECT_EQ(move("b17", "community", "street", "3", "3").out,
              "bag B17: at the street 样板街道, 3 cards; at_street (told before)\n");
    EXPECT_NE(ctl({"case", "--key", "K002"}).out.find("at_street"), std::string::npos);
}

TEST_F(CustodyCommand, MismatchIsListedUntilItIsClosed) {
    pack("B17");
    const auto moved = move("B17", "community", "street", "3", "2");
    EXPECT_EQ(moved.code, 0);
    EXPECT_EQ(moved.err, "kioskctl: the counts do not match: problem 1; kioskctl problems lists it\n");
    const auto listed = ctl({"problems"});
    EXPECT_NE(listed.out.find("3 given, 2 taken, 3 by the list"), std::string::npos) << listed.out;
    const auto closing = [&] { return ctl({"close-problem", "1", "--reason", "miscounted", "--by", "desk 4"}); };
    EXPECT_EQ(closing().code, 0);
    EXPECT_EQ(ctl({"problems"}).out, "no open problems\n");
    const auto again = closing();
    EXPECT_EQ(again.code, 1);
    EXPECT_EQ(again.err, "kioskctl: problem 1: was closed before, by desk 4: miscounted\n");
    const auto all = Json::parse(ctl({"problems", "--all", "--json"}).out);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0]["reason"], "miscounted");
}

TEST_F(CustodyCommand, RefusedCardComesBackInItsEnvelopeToTheSenior) {
    pack("B17");
    move("B17", "community", "street", "3", "3");
    move("B17", "street", "district", "3", "3");
    move("B17", "district", "maker", "3", "3");
    const auto refused = ctl({"refuse", "K002", "--reason", "no_portrait", "--envelope", "E1", "--by", "maker"});
    EXPECT_EQ(refused.out, "envelope E1: at the maker, 1 card; refused\n") << refused.err;
    move("E1", "maker", "district", "1", "1");
    move("E1", "district", "street", "1", "1");
    EXPECT_EQ(move("E1", "street", "community", "1", "1").out,
              "envelope E1: at the community 样板社区, opened; refused_at_community\n");
    EXPECT_EQ(ctl({"hand-out", "K002", "--by", "desk 3"}).out, "handed out; refused_handed_back\n");
    EXPECT_EQ(move("B17", "maker", "district", "2", "2").err, "") << "two are left in the bag";
    EXPECT_EQ(ctl({"problems"}).out, "no open problems\n");
}

TEST_F(CustodyCommand, LabelMayBeScanned) {
    const auto secret = read_or_make_secret(dir_.file("ledger.db.codes.key"), Fault::refused);
    ASSERT_TRUE(secret);
    const auto label = [&](const OwnCode& code, int last_day) {
        return make_code(code, {plus_days(today, -1), plus_days(today, last_day)}, Signer(*secret));
    };
    support::write_file(dir_.path() / "kiosk.toml",
                        "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n[codes]\n"
                        "key_file = \"ledger.db.codes.key\"\n");
    EXPECT_EQ(pack(label(BagCode{"B17"}, 30)).out, "bag B17: at the community 样板社区, 3 cards; collected\n");
    const auto old = move(label(BagCode{"B17"}, -1), "community", "street", "3", "3");
    EXPECT_EQ(old.code, 1);
    EXPECT_NE(old.err.find("type what is printed beside it"), std::string::npos) << old.err;
    const auto ticket = move(label(TicketCode{{}, 'A', 1}, 1), "community", "street", "3", "3");
    EXPECT_NE(ticket.err.find("of a ticket"), std::string::npos) << ticket.err;
}

TEST_F(CustodyCommand, ReportTellsTheDay) {
    pack("B17");
    move("B17", "community", "street", "3", "2");
    const auto day = iso(plus_days(today, 1));  // whatever the time is now: by its cut-off all of it has happened
    const auto later = Json::parse(ctl({"report", "--day", day, "--json"}).out);
    EXPECT_EQ(later["total"]["open_problems"], 1);
    EXPECT_EQ(later["total"]["collected"], 0);
    const auto report = Json::parse(ctl({"report", "--json"}).out);
    EXPECT_EQ(report["day"], iso(today));
    EXPECT_EQ(report["total"]["collected"], 3);
    EXPECT_EQ(report["total"]["yuan"], 3);
    EXPECT_EQ(report["communities"][0]["community"], "样板社区");
    EXPECT_EQ(report["streets"][0]["street"], "样板街道");
    EXPECT_EQ(report["districts"][0]["district"], "样板区");
    const auto text = ctl({"report"}).out;
    EXPECT_NE(text.find("样板区 / 样板街道 / 样板社区\n"), std::string::npos) << text;
    EXPECT_EQ(ctl({"report", "--day", "yesterday"}).code, 2);
}

TEST_F(CustodyCommand, ReportIsAWorkbookToo) {
    const auto out = dir_.file("report.xlsx");
    const auto made = ctl({"report", "--xlsx", out});
    ASSERT_EQ(made.code, 0) << made.err;
    struct stat info {};
    ASSERT_EQ(stat(out.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    const auto sheet = support::run({"unzip", "-p", out, "xl/worksheets/sheet1.xml"}).out;
    for (const char* text : {">collected<", ">refused_no_portrait<", ">样板社区<", "<v>3</v>"})
        EXPECT_NE(sheet.find(text), std::string::npos) << text << "\n" << sheet;
    EXPECT_NE(ctl({"report", "--xlsx", out}).err.find("--force"), std::string::npos);
    EXPECT_EQ(ctl({"report", "--xlsx", out, "--force"}).code, 0);
}

TEST_F(CustodyCommand, LogOfCustodyIsExported) {
    pack("B17");
    move("B17", "community", "street", "3", "2");
    const auto table = ctl({"export", "custody"}).out;
    EXPECT_TRUE(table.starts_with("event,at,what,bag,case_key,from,to,given,taken,listed,who,problem,reason,verdict\r\n1,"))
        << table;
    EXPECT_NE(table.find(",handed_over,B17,,community,street,3,2,3,desk 3,1,,\r\n"), std::string::npos) << table;
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 3);
}

TEST_F(CustodyCommand, RestoreDoesNotForgetHandOversUnasked) {
    const auto file = dir_.file("ledger.backup");
    ASSERT_EQ(ctl({"backup", file}).code, 0);
    pack("B17");
    const auto refused = ctl({"restore", file});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("--force"), std::string::npos) << refused.err;
    EXPECT_EQ(ctl({"restore", file, "--force"}).code, 0);
}

struct Typed {
    const char* name;
    std::vector<std::string> arguments;
    int code;
    const char* said;
};
void PrintTo(const Typed& row, std::ostream* out) { *out << row.name; }
class TypedWrongly : public CustodyCommand, public testing::WithParamInterface<Typed> {};
TEST_P(TypedWrongly, IsOneSentenceAndChangesNothing) {
    ASSERT_EQ(pack("B17").code, 0);
    const auto before = ctl({"export", "custody"}).out;
    const auto refused = ctl(GetParam().arguments);
    EXPECT_EQ(refused.code, GetParam().code) << refused.err;
    EXPECT_NE(refused.err.find(GetParam().said), std::string::npos) << refused.err;
    if (GetParam().code == 1) {
        EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
    }
    EXPECT_EQ(ctl({"export", "custody"}).out, before);
}
std::vector<std::string> hand_over(const char* bag, const char* from, const char* to, const char* given) {
    return {"hand-over", bag, "--from", from, "--to", to, "--given", given, "--taken", "3", "--by", "desk 3"};
}
INSTANTIATE_TEST_SUITE_P(
    , TypedWrongly,
    testing::Values(
        Typed{"bag_unknown", hand_over("B99", "community", "street", "3"), 1, "bag B99: the ledger does not know it"},
        Typed{"bag_not_there", hand_over("B17", "street", "district", "3"), 1, "is at the community, not at the street"},
        Typed{"wrong_direction", hand_over("B17", "community", "maker", "3"), 1,
              "goes from the community to the street now"},
        Typed{"negative", hand_over("B17", "community", "street", "-3"), 1, "a count is a number from 0 to 100000, not -3"},
        Typed{"no_number", hand_over("B17", "community", "street", "three"), 2, "--given"},
        Typed{"no_side", hand_over("B17", "home", "street", "3"), 1, "a side of a hand-over is community"},
        Typed{"nobody", {"hand-over", "B17", "--from", "community"}, 2, "required"},
        Typed{"other_street", hand_over("B17", "community", "street:别的街道", "3"), 1, "belongs to the street 样板街道"},
        Typed{"no_problem", {"close-problem", "7", "--reason", "x", "--by", "y"}, 1, "problem 7: there is none"},
        Typed{"case_unknown", {"pack", "B18", "--case", "K999", "--by", "y"}, 1, "case K999: the ledger has no such case"},
        Typed{"reason_unknown",
              {"refuse", "K001", "--reason", "mood", "--envelope", "E1", "--by", "y"},
              1,
              "the policy has no reason of this name"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ctl_test
