// Mistakes of whoever edits the file.
#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/policy/policy.h"
#include "tests/kiosk/policy/least_policy.h"

namespace kiosk {
namespace {

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
            "cut_off, district, errand_cards, hotline, "
            "hours, idle_ask_seconds, idle_leave_seconds, idle_read_seconds, issuers, issuers_file, late_advice, new_card, "
            "old_cards_end, "
            "periods, places, priorities_per_ordinary, priority_service, promise_days, queue_rule, refusals, report_due, "
            "scenarios_file, services, social_area, upgrade_how, utc_offset_minutes, voice, yuan_per_card"},
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
        Mistake{"voice_too_fast", "[[hours]]", "[voice]\nwords_a_minute = 400\n[[hours]]",
                "8: 'words_a_minute' must be a whole number from 80 to 220"},
        Mistake{"third_way_to_say_one", "[[hours]]", "[voice]\ndigit_one = \"1\"\n[[hours]]",
                "8: 'digit_one' must be \"幺\" or \"一\""},
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
        Mistake{"new_card_without_cost", "[[hours]]",
                "[new_card]\nwho = [{ zh = \"a\", en = \"a\" }]\nbring = [{ zh = \"a\", en = \"a\" }]\n"
                "where = { zh = \"a\", en = \"a\" }\nother_ways = [{ zh = \"a\", en = \"a\" }]\n[[hours]]",
                "7: [new_card] lacks 'cost', { zh = \"…\", en = \"…\" }, neither of them empty"},
        Mistake{"new_card_with_one_sentence", "[[hours]]", "[new_card]\nwho = { zh = \"a\", en = \"a\" }\n[[hours]]",
                "8: 'who' must be a list of { zh = \"…\", en = \"…\" }, at least one"},
        Mistake{"new_card_with_text", "[[hours]]", "[new_card]\nwho = [\"a\"]\n[[hours]]",
                "8: 'who' must be { zh = \"…\", en = \"…\" }, neither of them empty"},
        Mistake{"position_without_a_point", "[[hours]]",
                "[[places]]\nname = { zh = \"a\", en = \"a\" }\naddress = { zh = \"a\", en = \"a\" }\n"
                "position = { north = 30, east = 106.5 }\n[[hours]]",
                "10: 'north' must be a number with a point from -90.0 to 90.0"},
        Mistake{"position_off_the_earth", "[[hours]]",
                "[[places]]\nname = { zh = \"a\", en = \"a\" }\naddress = { zh = \"a\", en = \"a\" }\n"
                "position = { north = 106.5, east = 29.5 }\n[[hours]]",
                "10: 'north' must be a number with a point from -90.0 to 90.0"},
        Mistake{"impatient", "hotline", "idle_ask_seconds = 0\nhotline",
                "6: 'idle_ask_seconds' must be a whole number from 10 to 3600"},
        Mistake{"not_utf8", "Call", "\xBE\xB4", "6: Encountered invalid utf-8 sequence"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace kiosk
