// The daily report.
#include "kiosk/case/report.h"

#include "tests/kiosk/custody/support.h"

namespace ledger_test {
namespace {

using enum Level;
using std::chrono::hours;
using std::chrono::minutes;

class Report : public CustodyTest {
protected:
    ReportCounts all(Date day) const {
        const auto report = custody().report(day, policy_);
        EXPECT_TRUE(report) << report.error().detail;
        return total(*report);
    }
    std::int64_t reason_count(Date day, const std::string& reason) const {
        const auto counts = all(day).refused;
        const auto found = counts.find(reason);
        return found == counts.end() ? 0 : found->second;
    }
    // Any step of any bag, at that moment.
    void step(const std::string& bag, Wall when, int given, int taken) {
        const auto known = custody().bag(bag);
        ASSERT_TRUE(known);
        const auto done = custody().hand_over({bag, {known->at, {}}, {*next_level(*known), {}}, given, taken, clerk}, when);
        ASSERT_TRUE(done) << done.error().detail;
    }
};

const Date sunday = plus_days(monday, -1), tuesday = plus_days(monday, 1);

TEST_F(Report, CountsPerCommunityStreetAndDistrict) {
    const auto row = [](const char* key, int number, const char* community, const char* street, const char* day,
                        const char* stage, const char* at, const char* refusal) {
        return fmt::format("{},测试甲,,400090000000{:04},{},{},D,{},{},{},{}\n", key, number, community, street, day, stage,
                           at, refusal);
    };
    import("case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage,stage_at,refusal\n" +
           row("K001", 1, "A", "S", "2026-11-02", "collected", "", "") +
           row("K002", 2, "A", "S", "2026-11-02", "collected", "", "") +
           row("K003", 3, "B", "S", "2026-11-02", "collected", "", "") +
           row("K004", 4, "C", "T", "2026-10-01", "at_maker", "", "") +
           row("K005", 5, "C", "T", "2026-10-01", "handed_out", "2026-11-02 10:00", "") +
           row("K006", 6, "C", "T", "2026-10-01", "refused", "2026-11-02 10:00", "unreadable") +
           row("K007", 7, "C", "T", "2026-10-01", "handed_out", "2026-11-01 10:00", ""));
    const auto report = custody().report(monday, policy_);
    ASSERT_TRUE(report) << report.error().detail;
    ReportCounts a{2, 0, {}, 0, 0}, b{1, 0, {}, 0, 0}, c{0, 1, {{"unreadable", 1}}, 1, 0};
    EXPECT_EQ(report->communities,
              (std::vector<DailyReport::Row>{{"D", "S", "A", a}, {"D", "S", "B", b}, {"D", "T", "C", c}}));
    a += b;
    EXPECT_EQ(by_street(*report), (std::vector<DailyReport::Row>{{"D", "S", {}, a}, {"D", "T", {}, c}}));
    a += c;
    EXPECT_EQ(by_district(*report), (std::vector<DailyReport::Row>{{"D", {}, {}, a}}));
    EXPECT_EQ(total(*report), a);
}

// 17:30 of the policy: a card that is handed out a minute earlier is of this day's report, later of the next.
TEST_F(Report, DayEndsAtTheCutOff) {
    add_cases(2, "ready");
    ASSERT_TRUE(custody().hand_out({key(1), clerk}, at(monday, hours{17} + minutes{29})));
    ASSERT_TRUE(custody().hand_out({key(2), clerk}, at(monday, hours{17} + minutes{30})));
    EXPECT_EQ(all(sunday).handed_out, 0);
    EXPECT_EQ(all(monday).handed_out, 1);
    EXPECT_EQ(all(tuesday).handed_out, 1);
    policy_.cut_off = hours{18};
    EXPECT_EQ(all(monday).handed_out, 2);
}

TEST_F(Report, RefusalIsCountedOnceOnItsDayHoweverFarTheEnvelopeIs) {
    add_cases(3, "at_maker");
    ASSERT_TRUE(custody().refuse_card({key(1), "unreadable", "E-1", clerk}, policy_, morning()));
    import(
        "case_key,holder_name,id_number,old_card,community,street,district,handed_in_at,stage,stage_at,refusal\n"
        "K002,测试甲,,4000900000000002,A,S,D,2026-11-01,refused,2026-11-02 11:00,other\n");
    EXPECT_EQ(reason_count(monday, "unreadable"), 1);
    EXPECT_EQ(reason_count(monday, "other"), 1);
    ASSERT_TRUE(custody().pack({"E-2", {key(2)}, clerk}, at(tuesday, hours{9})));
    for (int i = 0; i < 3; ++i) {
        step("E-1", at(tuesday, hours{10}), 1, 1);
        step("E-2", at(tuesday, hours{10}), 1, 1);
    }
    EXPECT_EQ(stage(2), Stage::refused_at_community);
    EXPECT_EQ(all(monday).all_refused(), 2);
    EXPECT_EQ(all(tuesday).all_refused(), 0);
}

TEST_F(Report, CardIsLateUntilItIsBackEvenIfAskedLater) {
    add_cases(1);
    ASSERT_TRUE(pack("B17", {key(1)}));
    const auto promised = ledger_->find(ByKey{key(1)})->front().promised_by;
    const auto day_after = plus_days(promised, 1), next = plus_days(promised, 2);
    EXPECT_EQ(all(promised).late, 0);
    EXPECT_EQ(all(day_after).late, 1);
    for (int i = 0; i < 6; ++i) step("B17", at(next, hours{10}), 1, 1);
    EXPECT_EQ(stage(1), Stage::ready);
    EXPECT_EQ(all(next).late, 0);
    EXPECT_EQ(all(day_after).late, 1) << "it was not back by then";
}

TEST_F(Report, RefusedCardIsNotLateHoweverLateItsEnvelopeOrItsBagComesBack) {
    add_cases(2);
    ASSERT_TRUE(pack("B17", keys(2)));
    for (int i = 0; i < 3; ++i) step("B17", morning(), 2, 2);
    ASSERT_TRUE(custody().refuse_card({key(1), "unreadable", "E-1", clerk}, policy_, morning()));
    const auto late_day = plus_days(ledger_->find(ByKey{key(2)})->front().promised_by, 2);
    for (int i = 0; i < 3; ++i) {
        step("E-1", at(late_day, hours{18}), 1, 1);  // after the cut-off
        step("B17", at(late_day, hours{18}), 1, 1);
    }
    EXPECT_EQ(stage(1), Stage::refused_at_community);
    EXPECT_EQ(stage(2), Stage::ready);
    EXPECT_EQ(all(late_day).late, 1) << "only the card that was not back by the cut-off";
}

TEST_F(Report, ProblemIsOpenFromItsDayUntilItIsClosed) {
    add_cases(2);
    ASSERT_TRUE(pack("B17", keys(2)));
    step("B17", at(monday, hours{10}), 2, 1);
    ASSERT_TRUE(custody().close_problem({1, "found", clerk, {}}, at(tuesday, hours{10})));
    EXPECT_EQ(all(sunday).open_problems, 0);
    EXPECT_EQ(all(monday).open_problems, 1);
    EXPECT_EQ(all(tuesday).open_problems, 0);
}

TEST_F(Report, OfAnEmptyLedgerIsEmpty) {
    EXPECT_TRUE(custody().report(monday, policy_)->communities.empty());
    EXPECT_EQ(all(monday), ReportCounts{});
}

}  // namespace
}  // namespace ledger_test
