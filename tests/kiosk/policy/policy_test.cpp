#include "kiosk/policy/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <ostream>

#include "tests/kiosk/policy/least_policy.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;
using std::chrono::weekday;

Policy least_policy() {
    Policy policy;
    policy.district = {"区", "District"};
    policy.priority_service = "swap";
    policy.queue_rule = {"每{}位", "After {}"};
    policy.late_advice = {"问", "Ask"};
    policy.upgrade_how = {"交", "Hand in"};
    policy.hotline = {"打", "Call"};
    policy.hours = {{weekday{1}, 9h, 12h}};
    policy.services = {{"swap", {"换", "Swap"}, 0}};
    policy.refusals = {{"other", {"没成", "Not done"}, {"来", "Come"}, true}};
    policy.issuers = {{"4000", Issuer::Kind::central, {"老卡", "Old card"}}};
    return policy;
}

TEST(Policy, OfTheLeastSizeHasTheDefaults) {
    const auto policy = parse_policy(least, "a.toml");
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(*policy, least_policy());
}

TEST(Policy, ReadsEveryKey) {
    const auto policy = parse_policy(
        "utc_offset_minutes = 330\npromise_days = 7\nold_cards_end = 2027-03-01\n"
        "closed_days = [2026-10-01]\nidle_ask_seconds = 90\nidle_read_seconds = 20\nidle_leave_seconds = 45\n"
        "cardless_minutes = 10\ncardless_tickets = 2\nerrand_cards = 5\nscenarios_file = \"uses.toml\"\n"
        "priorities_per_ordinary = 3\ncut_off = \"16:00\"\nreport_due = \"16:30\"\nyuan_per_card = 2\n" +
            least +
            "[[periods]]\nname = { zh = \"集中\", en = \"Intensive\" }\nfrom = 2026-01-01\nto = 2026-01-31\n"
            "[[places]]\nname = { zh = \"厅\", en = \"Hall\" }\naddress = { zh = \"街\", en = \"Street\" }\n"
            "position = { north = 29.5, east = 106.5 }\n"
            "[new_card]\nwho = [{ zh = \"谁\", en = \"Who\" }]\nbring = [{ zh = \"带\", en = \"Bring\" }, { zh = \"卡\", en "
            "= \"Card\" }]\n"
            "where = { zh = \"哪\", en = \"Where\" }\ncost = { zh = \"钱\", en = \"Cost\" }\nother_ways = [{ zh = \"别\", "
            "en = \"Other\" }]\n"
            "[[services]]\nid = \"lost\"\nname = { zh = \"丢\", en = \"Lost\" }\ndaily_limit = 40\n"
            "[[refusals]]\ncode = \"wrong_office\"\nwords = { zh = \"错\", en = \"Wrong\" }\n"
            "bring = { zh = \"去\", en = \"Go\" }\npriority = false\n"
            "[[issuers]]\nprefix = \"31049200\"\nkind = \"tunion\"\nname = { zh = \"新\", en = \"New\" }\n"
            "[[issuers]]\nprefix = \"40009\"\nkind = \"outlying\"\nname = { zh = \"远\", en = \"Far\" }\n"
            "[voice]\nwords_a_minute = 100\ndigit_one = \"一\"\nspeaks_unasked = true\n",
        "a.toml");
    Policy want = least_policy();
    want.utc_offset = 330min;
    want.promise_days = 7;
    want.cut_off = 16h;
    want.report_due = 16h + 30min;
    want.yuan_per_card = 2;
    want.old_cards_end = day(2027, 3, 1);
    want.closed_days = {day(2026, 10, 1)};
    want.idle_ask = 90s;
    want.idle_read = 20s;
    want.idle_leave = 45s;
    want.cardless_minutes = 10min;
    want.cardless_tickets = 2;
    want.errand_cards = 5;
    want.priorities_per_ordinary = 3;
    want.periods = {{{"集中", "Intensive"}, day(2026, 1, 1), day(2026, 1, 31)}};
    want.places = {{{"厅", "Hall"}, {"街", "Street"}, Place::Position{29.5, 106.5}}};
    want.new_card = {{{"谁", "Who"}}, {{"带", "Bring"}, {"卡", "Card"}}, {"哪", "Where"}, {"钱", "Cost"}, {{"别", "Other"}}};
    want.scenarios_file = "uses.toml";
    want.services.push_back({"lost", {"丢", "Lost"}, 40});
    want.refusals.push_back({"wrong_office", {"错", "Wrong"}, {"去", "Go"}, false});
    want.issuers.push_back({"31049200", Issuer::Kind::tunion, {"新", "New"}});
    want.voice = {100, false, true};
    want.issuers.push_back({"40009", Issuer::Kind::outlying, {"远", "Far"}});
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(*policy, want);
}

TEST(Policy, NamesAFileThatIsNotThere) {
    const auto policy = load_policy("/nowhere/city.toml");
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error(), (Error{Fault::not_found, "/nowhere/city.toml: cannot be read: No such file or directory"}));
}

// ---- the file of issuers that belongs to a policy

class PolicyWithIssuers : public testing::Test {
protected:
    void write(const char* name, const std::string& text) { std::ofstream(dir_.path() / name) << text; }
    Result<Policy> load() const { return load_policy(dir_.file("city.toml")); }
    support::TempDir dir_;
};

TEST_F(PolicyWithIssuers, TakesTheOneThatComesWithTheProgram) {
    write("city.toml", least);
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(policy->directory.of_area("500000")->name.en, "Chongqing");
}

TEST_F(PolicyWithIssuers, TakesTheOneThatItNamesBesideIt) {
    write("city.toml", "issuers_file = \"mine.toml\"\n" + least);
    write("mine.toml", "places = [{ name = { zh = \"某\", en = \"Some\" }, areas = [\"50\"] }]\n");
    const auto policy = load();
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(policy->directory.of_area("500000")->name.en, "Some");
}

TEST_F(PolicyWithIssuers, IsRefusedWithTheBrokenFileAndItsLine) {
    write("city.toml", "issuers_file = \"mine.toml\"\n" + least);
    write("mine.toml", "places = [\n{ name = { zh = \"某\", en = \"Some\" }, areas = [\"5O\"] }]\n");
    const auto policy = load();
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().detail, dir_.file("mine.toml") + ":2: 'areas' must be a list of 2, 4 or 6 digits in quotes");
}

TEST_F(PolicyWithIssuers, IsRefusedWithoutTheFileThatItNames) {
    write("city.toml", "issuers_file = \"mine.toml\"\n" + least);
    EXPECT_EQ(load().error(),
              (Error{Fault::not_found, dir_.file("mine.toml") + ": cannot be read: No such file or directory"}));
}

// ---- opening hours: Monday and Tuesday 09:00–12:00, 13:30–17:30; Tuesday 2026-05-05 is closed

struct Clock {
    const char* name;
    LocalTime at;
    bool open;
    std::optional<LocalTime> next;
};
void PrintTo(const Clock& row, std::ostream* out) { *out << row.name; }

class Hours : public testing::TestWithParam<Clock> {
protected:
    static Policy policy() {
        Policy policy;
        const weekday monday{1}, tuesday{2};
        policy.hours = {
            {monday, 13h + 30min, 17h + 30min}, {monday, 9h, 12h}, {tuesday, 9h, 12h}, {tuesday, 13h + 30min, 17h + 30min}};
        policy.closed_days = {day(2026, 5, 5)};
        return policy;
    }
};

TEST_P(Hours, TellWhetherTheHallIsOpen) { EXPECT_EQ(policy().is_open(GetParam().at), GetParam().open); }
TEST_P(Hours, TellWhenItOpensNext) { EXPECT_EQ(policy().next_opening(GetParam().at), GetParam().next); }

const Date monday = day(2026, 5, 4), closed_tuesday = day(2026, 5, 5), saturday = day(2026, 5, 9),
           next_monday = day(2026, 5, 11);

INSTANTIATE_TEST_SUITE_P(
    , Hours,
    testing::Values(Clock{"midnight", {monday, 0min}, false, LocalTime{monday, 9h}},
                    Clock{"a_minute_early", {monday, 8h + 59min}, false, LocalTime{monday, 9h}},
                    Clock{"on_the_dot", {monday, 9h}, true, LocalTime{monday, 9h}},
                    Clock{"in_the_morning", {monday, 10h}, true, LocalTime{monday, 13h + 30min}},
                    Clock{"last_minute_of_the_morning", {monday, 11h + 59min}, true, LocalTime{monday, 13h + 30min}},
                    Clock{"at_noon", {monday, 12h}, false, LocalTime{monday, 13h + 30min}},
                    Clock{"after_closing", {monday, 17h + 30min}, false, LocalTime{next_monday, 9h}},
                    Clock{"on_a_closed_day", {closed_tuesday, 10h}, false, LocalTime{next_monday, 9h}},
                    Clock{"at_the_weekend", {saturday, 10h}, false, LocalTime{next_monday, 9h}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(RoundTheClock, EndsAtMidnight) {
    Policy policy;
    policy.hours = {{weekday{1}, 0h, 24h}};
    EXPECT_TRUE(policy.is_open({monday, 23h + 59min}));
    EXPECT_FALSE(policy.is_open({closed_tuesday, 0min}));
    EXPECT_EQ(policy.next_opening({monday, 1min}), (LocalTime{next_monday, 0min}));
}

TEST(NextOpening, OfAHallThatNeverOpensIsNone) {
    EXPECT_EQ(Policy{}.next_opening({monday, 0min}), std::nullopt);
    Policy policy;
    policy.hours = {{weekday{1}, 9h, 12h}};
    for (int week = 0; week <= 2; ++week) policy.closed_days.push_back(plus_days(monday, 7 * week));
    EXPECT_EQ(policy.next_opening({monday, 0min}), std::nullopt) << "three closed Mondays lie beyond the search";
}

TEST(Policy, AnswersAnUnknownRefusalCodeWithOther) {
    const Policy policy = least_policy();
    ASSERT_TRUE(policy.refusal("invented_elsewhere"));
    EXPECT_EQ(policy.refusal("invented_elsewhere")->code, "other");
    EXPECT_EQ(policy.service("invented_elsewhere"), nullptr);
    EXPECT_EQ(Policy{}.refusal("other"), nullptr);
}

// ---- the files that come with the program

TEST(ShapingbaPolicy, HoldsWhatTheDistrictHasAnnounced) {
    const auto policy = load_policy(assets + "shapingba.toml");
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(policy->promised_by(day(2025, 9, 25)), day(2025, 10, 5));
    EXPECT_EQ(policy->old_cards_end, day(2026, 6, 1));
    ASSERT_EQ(policy->periods.size(), 2U);
    EXPECT_EQ(policy->periods[0].from, day(2025, 9, 15));
    EXPECT_EQ(policy->periods[1].from, plus_days(policy->periods[0].to, 1));
    EXPECT_EQ(policy->priorities_per_ordinary, 2);
    EXPECT_EQ(policy->idle_ask, 60s);
    EXPECT_EQ(policy->places.size(), 3U);
    EXPECT_EQ(policy->social_area, "50");
    for (const char* id : {"upgrade", "new_application", "annual_check", "registered_outside", "other"})
        EXPECT_TRUE(policy->service(id)) << id;
}

TEST(ShapingbaPolicy, HasWordsForEveryReasonOfTheImportFile) {
    const auto policy = load_policy(assets + "shapingba.toml");
    ASSERT_TRUE(policy) << policy.error().detail;
    for (const char* code : {"no_portrait", "outlying_county", "already_new", "not_registered", "under_age", "unreadable",
                             "letter_mismatch", "other"}) {
        ASSERT_TRUE(policy->refusal(code));
        EXPECT_EQ(policy->refusal(code)->code, code);
        EXPECT_TRUE(policy->refusal(code)->priority) << code;
    }
}

TEST(SampleDistrict, DiffersFromShapingbaInEveryRule) {
    const auto one = load_policy(assets + "shapingba.toml"), other = load_policy(assets + "sample-district.toml");
    ASSERT_TRUE(one) << one.error().detail;
    ASSERT_TRUE(other) << other.error().detail;
    EXPECT_NE(one->district, other->district);
    EXPECT_NE(one->promise_days, other->promise_days);
    EXPECT_NE(one->old_cards_end, other->old_cards_end);
    EXPECT_NE(one->hours, other->hours);
    EXPECT_NE(one->priorities_per_ordinary, other->priorities_per_ordinary);
    EXPECT_NE(one->queue_rule, other->queue_rule);
    EXPECT_NE(one->idle_ask, other->idle_ask);
    for (const Service& service : other->services) EXPECT_EQ(std::ranges::count(one->services, service), 0) << service.id;
    for (const Issuer& issuer : other->issuers) EXPECT_EQ(std::ranges::count(one->issuers, issuer), 0) << issuer.prefix;
    EXPECT_FALSE(other->refusal("wrong_office")->priority);
    EXPECT_EQ(other->refusal("no_portrait")->code, "other");
}

}  // namespace
}  // namespace kiosk
