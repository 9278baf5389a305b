// The daily report.
#include "kiosk/case/report.h"

#include "kiosk/custody/report_store.h"
#include "kiosk/intake/demo_cases.h"
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

// What is set aside for reports is never trusted to be right: every day's report is made again by a look at every case.
class ReportSetAside : public Report {
protected:
    void expect_same() const {
        auto& db = ledger_->local().db();
        std::int64_t counted = 0;
        for (int days = -60; days <= 60; ++days) {
            const auto day = plus_days(monday, days);
            const auto report = report_of_day(db, day, policy_), anew = report_counted_anew(db, day, policy_);
            ASSERT_TRUE(report && anew);
            ASSERT_EQ(*report, *anew) << iso(day);
            const auto sum = total(*report);
            counted += sum.collected + sum.handed_out + sum.late + sum.all_refused();
        }
        EXPECT_GT(counted, 0);
    }
    void expect_same_and_checked() const {
        expect_same();
        const auto checked = ledger_->check();
        EXPECT_TRUE(checked) << checked.error().detail;
    }
    void run(const std::string& sql) {
        const auto done = execute(ledger_->local().db(), sql);
        ASSERT_TRUE(done) << done.error().detail;
    }
};

std::string replaced(std::string text, std::string_view from, std::string_view to, std::size_t until) {
    for (auto at = text.find(from); at < until; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    return text;
}

TEST_F(ReportSetAside, OfImportsThatAddAndChangeCases) {
    const auto first = demo_csv(1, 2000, monday);
    import(first);
    expect_same_and_checked();
    import(demo_csv(2, 2600, tuesday));  // other days of the same cases
    expect_same_and_checked();
    const auto half = first.size() / 2;
    const auto elsewhere = replaced(first, "样板南街道", "样板街道", half);
    import(replaced(replaced(elsewhere, ",back_at_street,", ",handed_out,", half), ",at_maker,", ",made,", half));
    expect_same_and_checked();
    import(first.substr(0, first.find('\n') + 1) + elsewhere.substr(elsewhere.rfind("DEMO-")));
    expect_same_and_checked();
}

TEST_F(ReportSetAside, OfAnImportThatIsRefused) {
    import(demo_csv(1, 500, monday));
    const auto report = import_csv(ledger_->local(), demo_csv(2, 900, tuesday) + "bad\n", policy_);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->taken);
    expect_same_and_checked();
}

TEST_F(ReportSetAside, WhileUpdatesApplyThatAreNotInTheirPlaceYet) {
    import(demo_csv(1, 1000, monday));
    run("INSERT INTO case_updates SELECT * FROM cases WHERE id % 3 = 0;"
        "UPDATE case_updates SET stage = 'handed_out', stage_at = 1793600000000 WHERE id % 2 = 0;"
        "UPDATE case_updates SET community = 'elsewhere', handed_in = handed_in - 1, promised_by = promised_by - 1 WHERE id "
        "% "
        "5 = 0;"
        "UPDATE case_updates SET stage = 'refused', refusal = 'other' WHERE id % 7 = 0");
    expect_same();  // as long as they do not apply
    run("UPDATE ledger SET updates_apply = 1");
    expect_same();
    import(demo_csv(1, 1, monday));  // puts them in their place
    expect_same_and_checked();
}

TEST_F(ReportSetAside, OfAllThatHandOversDo) {
    add_cases(6);
    ASSERT_TRUE(pack("B17", keys(6)));
    const auto promised = ledger_->find(ByKey{key(1)})->front().promised_by;
    for (int i = 0; i < 3; ++i) step("B17", at(monday, hours{10 + i}), 6, 6);
    expect_same_and_checked();
    ASSERT_TRUE(custody().refuse_card({key(1), "unreadable", "E-1", clerk}, policy_, morning()));
    expect_same_and_checked();
    for (int i = 0; i < 3; ++i) step("B17", at(plus_days(promised, 2), hours{10 + i}), 5, i == 1 ? 4 : 5);
    expect_same_and_checked();
    ASSERT_TRUE(custody().close_problem({1, "left on a table", clerk, {key(2)}}, at(plus_days(promised, 3), hours{9})));
    ASSERT_TRUE(custody().hand_out({key(3), clerk}, at(plus_days(promised, 3), hours{10})));
    expect_same_and_checked();
}

TEST_F(ReportSetAside, IsMissedWhereItIsWrong) {
    import(demo_csv(1, 100, monday));
    run("DELETE FROM case_days WHERE id = 7");
    const auto checked = ledger_->check();
    ASSERT_FALSE(checked);
    EXPECT_NE(checked.error().detail.find("for its reports"), std::string::npos) << checked.error().detail;
}

}  // namespace
}  // namespace ledger_test
