#include "kiosk/policy/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <ostream>

#include "tests/support/process.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;
using std::chrono::weekday;

const std::string assets = KIOSK_SOURCE_DIR "/assets/policy/";

Date day(int y, unsigned m, unsigned d) { return Date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}}; }

// The least that a policy must say. Line numbers of the errors below count from its first line.
const std::string least = R"(district = { zh = "区", en = "District" }
priority_service = "swap"
queue_rule = { zh = "每{}位", en = "After {}" }
late_advice = { zh = "问", en = "Ask" }
upgrade_how = { zh = "交", en = "Hand in" }
hotline = { zh = "打", en = "Call" }
[[hours]]
days = ["mon"]
from = "09:00"
to = "12:00"
[[services]]
id = "swap"
name = { zh = "换", en = "Swap" }
[[refusals]]
code = "other"
words = { zh = "没成", en = "Not done" }
bring = { zh = "来", en = "Come" }
[[issuers]]
prefix = "4000"
kind = "central"
name = { zh = "老卡", en = "Old card" }
)";

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
        "closed_days = [2026-10-01]\nidle_ask_seconds = 90\nidle_leave_seconds = 45\n"
        "cardless_minutes = 10\ncardless_tickets = 2\n"
        "priorities_per_ordinary = 3\ncut_off = \"16:00\"\nreport_due = \"16:30\"\nyuan_per_card = 2\n" +
            least +
            "[[periods]]\nname = { zh = \"集中\", en = \"Intensive\" }\nfrom = 2026-01-01\nto = 2026-01-31\n"
            "[[places]]\nname = { zh = \"厅\", en = \"Hall\" }\naddress = { zh = \"街\", en = \"Street\" }\n"
            "[[services]]\nid = \"lost\"\nname = { zh = \"丢\", en = \"Lost\" }\ndaily_limit = 40\n"
            "[[refusals]]\ncode = \"wrong_office\"\nwords = { zh = \"错\", en = \"Wrong\" }\n"
            "bring = { zh = \"去\", en = \"Go\" }\npriority = false\n"
            "[[issuers]]\nprefix = \"31049200\"\nkind = \"tunion\"\nname = { zh = \"新\", en = \"New\" }\n"
            "[[issuers]]\nprefix = \"40009\"\nkind = \"outlying\"\nname = { zh = \"远\", en = \"Far\" }\n",
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
    want.idle_leave = 45s;
    want.cardless_minutes = 10min;
    want.cardless_tickets = 2;
    want.priorities_per_ordinary = 3;
    want.periods = {{{"集中", "Intensive"}, day(2026, 1, 1), day(2026, 1, 31)}};
    want.places = {{{"厅", "Hall"}, {"街", "Street"}}};
    want.services.push_back({"lost", {"丢", "Lost"}, 40});
    want.refusals.push_back({"wrong_office", {"错", "Wrong"}, {"去", "Go"}, false});
    want.issuers.push_back({"31049200", Issuer::Kind::tunion, {"新", "New"}});
    want.issuers.push_back({"40009", Issuer::Kind::outlying, {"远", "Far"}});
    ASSERT_TRUE(policy) << policy.error().detail;
    EXPECT_EQ(*policy, want);
}

// ---- mistakes of whoever edits the file

struct Mistake {
    const char* name;
    const char* written;  // a piece of `least` …
    const char* instead;  // … and what stands there by mistake
    const char* complaint;
};
void PrintTo(const Mistake& row, std::ostream* out) { *out << row.name; }

class MistakenPolicy : public testing::TestWithParam<Mistake> {};
TEST_P(MistakenPolicy, IsRefusedWithItsPlaceAndWhatWasExpected) {
    std::string text = least;
    const std::size_t at = text.find(GetParam().written);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, std::string_view(GetParam().written).size(), GetParam().instead);
    const auto policy = parse_policy(text, "a.toml");
    ASSERT_FALSE(policy);
    EXPECT_EQ(policy.error().fault, Fault::malformed);
    EXPECT_EQ(policy.error().detail, std::string("a.toml:") + GetParam().complaint);
}

constexpr auto gone = "";
constexpr auto one_service = "[[services]]\nid = \"swap\"\nname = { zh = \"换\", en = \"Swap\" }\n";
constexpr auto one_refusal = "[[refusals]]\ncode = \"other\"";

INSTANTIATE_TEST_SUITE_P(
    , MistakenPolicy,
    testing::Values(
        Mistake{"no_toml", "[[hours]]", "[[hours]", "7: Error while parsing table header: expected ']', saw '\\n'"},
        Mistake{"key_twice", "priority_service", "district",
                "2: Error while parsing key-value pair: cannot redefine existing table 'district'"},
        Mistake{
            "unknown_key", "hotline =", "promise_day = 7\nhotline =",
            "6: unknown key 'promise_day' in the policy; known are cardless_minutes, cardless_tickets, "
            "clock_ahead_days, clock_back_minutes, closed_days, "
            "cut_off, district, hotline, "
            "hours, idle_ask_seconds, idle_leave_seconds, issuers, issuers_file, late_advice, old_cards_end, periods, "
            "places, priorities_per_ordinary, priority_service, promise_days, queue_rule, refusals, report_due, services, "
            "social_area, upgrade_how, utc_offset_minutes, yuan_per_card"},
        Mistake{"report_due_before_its_day_ends", "hotline", "cut_off = \"17:30\"\nreport_due = \"17:00\"\nhotline",
                "7: 'report_due' must be a time that is not before 'cut_off'"},
        Mistake{"unknown_key_in_a_row", "from =", "form =", "7: [[hours]] lacks 'from', a text in quotes"},
        Mistake{"additional_key_in_a_row", "id = \"swap\"", "id = \"swap\"\nlimit = 3",
                "13: unknown key 'limit' in [[services]]; known are daily_limit, id, name"},
        Mistake{"third_language", R"(zh = "区",)", R"(zh = "区", de = "Kreis",)",
                "1: unknown key 'de' in 'district'; known are en, zh"},
        Mistake{"district_gone", R"(district = { zh = "区", en = "District" })", gone,
                "1: the policy lacks 'district', { zh = \"…\", en = \"…\" }, neither of them empty"},
        Mistake{"one_language_only", R"(, en = "Ask")", gone, "4: 'late_advice' lacks 'en', a text in quotes"},
        Mistake{"empty_words", R"("Ask")", R"("")",
                "4: 'late_advice' must be { zh = \"…\", en = \"…\" }, neither of them empty"},
        Mistake{"words_as_plain_text", R"({ zh = "问", en = "Ask" })", R"("Ask")",
                "4: 'late_advice' must be { zh = \"…\", en = \"…\" }, neither of them empty"},
        Mistake{"number_as_words", R"("Ask")", "7", "4: 'en' must be a text in quotes"},
        Mistake{"nul_in_words", R"("Ask")", R"("A\u0000k")",
                "4: 'en' must be a text without line breaks and characters of control or direction"},
        Mistake{"bell_in_words", R"("Ask")", R"("A\u0007k")",
                "4: 'en' must be a text without line breaks and characters of control or direction"},
        Mistake{"line_break_in_words", R"("Ask")", R"("A\nk")",
                "4: 'en' must be a text without line breaks and characters of control or direction"},
        Mistake{"direction_in_words", R"("Ask")", R"("A\u202Ek")",
                "4: 'en' must be a text without line breaks and characters of control or direction"},
        Mistake{"isolate_as_it_is", "问", "\xE2\x81\xA7问",
                "4: 'zh' must be a text without line breaks and characters of control or direction"},
        Mistake{"direction_in_a_code", R"(prefix = "4000")", R"(prefix = "4000\u200F")",
                "19: 'prefix' must be a text without line breaks and characters of control or direction"},
        Mistake{"negative_promise", "hotline", "promise_days = -1\nhotline",
                "6: 'promise_days' must be a whole number from 1 to 365"},
        Mistake{"promise_in_quotes", "hotline", "promise_days = \"10\"\nhotline",
                "6: 'promise_days' must be a whole number from 1 to 365"},
        Mistake{"half_a_day", "hotline", "promise_days = 10.5\nhotline",
                "6: 'promise_days' must be a whole number from 1 to 365"},
        Mistake{"promise_beyond_an_int", "hotline", "promise_days = 4294967306\nhotline",
                "6: 'promise_days' must be a whole number from 1 to 365"},
        Mistake{"no_such_day", "hotline", "old_cards_end = 2026-02-30\nhotline",
                "6: Error while parsing date: expected day between 1 and 28 (inclusive), saw 30"},
        Mistake{"date_in_quotes", "hotline", "old_cards_end = \"2026-06-01\"\nhotline",
                "6: 'old_cards_end' must be a day such as 2026-06-01, without quotes"},
        Mistake{"date_with_time", "hotline", "old_cards_end = 2026-06-01T00:00:00\nhotline",
                "6: 'old_cards_end' must be a day such as 2026-06-01, without quotes"},
        Mistake{"closed_day_alone", "hotline", "closed_days = 2026-10-01\nhotline",
                "6: 'closed_days' must be a list of days such as [2026-10-01, 2026-10-02]"},
        Mistake{"closed_day_in_quotes", "hotline", "closed_days = [2026-10-01,\n\"2026-10-02\"]\nhotline",
                "7: 'closed_days' must be a day such as 2026-06-01, without quotes"},
        Mistake{"period_backwards", "[[hours]]",
                "[[periods]]\nname = { zh = \"a\", en = \"a\" }\nfrom = 2026-02-01\nto = 2026-01-01\n[[hours]]",
                "10: 'to' must be no earlier than 'from'"},
        Mistake{"unknown_weekday", R"("mon")", R"("mon", "monday")",
                "8: 'days' must be a list of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\""},
        Mistake{"weekday_as_number", R"("mon")", "1",
                "8: 'days' must be a list of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\""},
        Mistake{"no_weekday", R"(["mon"])", "[]",
                "8: 'days' must be a list of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\""},
        Mistake{"hour_without_zero", "09:00", "9:00", "9: 'from' must be a time of day such as \"09:30\""},
        Mistake{"hour_25", "09:00", "25:00", "9: 'from' must be a time of day such as \"09:30\""},
        Mistake{"minute_60", "09:00", "09:60", "9: 'from' must be a time of day such as \"09:30\""},
        Mistake{"time_with_letters", "09:00", "09:o0", "9: 'from' must be a time of day such as \"09:30\""},
        Mistake{"time_without_quotes", "\"09:00\"", "09:00:00", "9: 'from' must be a text in quotes"},
        Mistake{"closing_before_opening", "12:00", "09:00", "10: 'to' must be later than 'from'"},
        Mistake{"hours_overlap", "[[services]]",
                "[[hours]]\ndays = [\"tue\", \"mon\"]\nfrom = \"11:59\"\nto = \"13:00\"\n[[services]]",
                "12: 'days' must be free of days and times that another [[hours]] has already"},
        Mistake{"hours_gone", "[[hours]]\ndays = [\"mon\"]\nfrom = \"09:00\"\nto = \"12:00\"\n", gone,
                "1: the policy lacks 'hours', at least one [[hours]]"},
        Mistake{"services_gone", one_service, gone, "1: the policy lacks 'services', at least one [[services]]"},
        Mistake{"hours_as_one_table", "[[hours]]", "[hours]", "7: 'hours' must be tables, each headed [[hours]]"},
        Mistake{"places_no_tables", "hotline", "places = [3]\nhotline",
                "6: 'places' must be tables, each headed [[places]]"},
        Mistake{"id_with_space", "id = \"swap\"", "id = \"the swap\"",
                "12: 'id' must be a name of small letters, digits and _"},
        Mistake{"id_twice", "[[refusals]]",
                "[[services]]\nid = \"swap\"\nname = { zh = \"换\", en = \"Swap\" }\n[[refusals]]",
                "15: 'id' must be unique, but 'swap' is there twice"},
        Mistake{"daily_limit_negative", "id = \"swap\"", "id = \"swap\"\ndaily_limit = -1",
                "13: 'daily_limit' must be a whole number from 0 to 999"},
        Mistake{"priority_service_unknown", "priority_service = \"swap\"", "priority_service = \"sweep\"",
                "2: 'priority_service' must be the id of one of the [[services]]"},
        Mistake{"no_ordinary_ticket_ever", "hotline", "priorities_per_ordinary = 0\nhotline",
                "6: 'priorities_per_ordinary' must be a whole number from 1 to 100"},
        Mistake{"rule_without_number", "每{}位", "每位",
                "3: 'queue_rule' must be a sentence with {} once, where the number goes, in both languages"},
        Mistake{"rule_with_two_numbers", "After {}", "After {} {}",
                "3: 'queue_rule' must be a sentence with {} once, where the number goes, in both languages"},
        Mistake{"rule_with_a_format", "After {}", "After {:s}",
                "3: 'queue_rule' must be a sentence with {} once, where the number goes, in both languages"},
        Mistake{"other_reason_gone", one_refusal, "[[refusals]]\ncode = \"another\"",
                "14: 'refusals' must be complete: one of them has the code \"other\", for reasons not listed"},
        Mistake{"code_twice", "[[issuers]]",
                "[[refusals]]\ncode = \"other\"\nwords = { zh = \"a\", en = \"a\" }\nbring = { zh = \"a\", en = \"a\" "
                "}\n[[issuers]]",
                "19: 'code' must be unique, but 'other' is there twice"},
        Mistake{"priority_in_quotes", "bring =", "priority = \"no\"\nbring =", "17: 'priority' must be true or false"},
        Mistake{"prefix_as_number", "\"4000\"", "4000", "19: 'prefix' must be a text in quotes"},
        Mistake{"prefix_with_letter", "\"4000\"", "\"400O\"", "19: 'prefix' must be 1 to 19 digits in quotes"},
        Mistake{"prefix_empty", "\"4000\"", "\"\"", "19: 'prefix' must be 1 to 19 digits in quotes"},
        Mistake{"prefix_too_long", "\"4000\"", "\"40000000000000000000\"", "19: 'prefix' must be 1 to 19 digits in quotes"},
        Mistake{"unknown_kind", "\"central\"", "\"centre\"", "20: 'kind' must be \"central\", \"outlying\" or \"tunion\""},
        Mistake{"area_with_letter", "hotline", "social_area = \"5O\"\nhotline",
                "6: 'social_area' must be up to 6 digits in quotes"},
        Mistake{"area_too_long", "hotline", "social_area = \"5000001\"\nhotline",
                "6: 'social_area' must be up to 6 digits in quotes"},
        Mistake{"area_as_number", "hotline", "social_area = 50\nhotline", "6: 'social_area' must be a text in quotes"},
        Mistake{"impatient", "hotline", "idle_ask_seconds = 0\nhotline",
                "6: 'idle_ask_seconds' must be a whole number from 10 to 3600"},
        Mistake{"not_utf8", "Call", "\xBE\xB4", "6: Encountered invalid utf-8 sequence"}),
    [](const auto& test) { return std::string(test.param.name); });

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
