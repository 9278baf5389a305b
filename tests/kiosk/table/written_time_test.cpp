// Days as people and spreadsheets write them.
#include "kiosk/table/written_time.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace ledger_test {
namespace {

using namespace kiosk;

struct TimeRow {
    const char* name;
    const char* text;
    const char* want;  // without a time where none is said; empty: refused
};
void PrintTo(const TimeRow& row, std::ostream* out) { *out << row.text; }
class WrittenTimes : public testing::TestWithParam<TimeRow> {
protected:
    static std::string read(const char* text) {
        const auto time = parse_written_time(text);
        if (!time) return {};
        return iso(time->date) + (time->of_day ? ' ' + clock_text(*time->of_day) : "");
    }
};
TEST_P(WrittenTimes, AreReadAsTheyAreMeant) { EXPECT_EQ(read(GetParam().text), GetParam().want); }

std::string name_of(const testing::TestParamInfo<TimeRow>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Plain, WrittenTimes,
    testing::Values(TimeRow{"iso", "2026-11-01", "2026-11-01"}, TimeRow{"slashes", "2026/11/1", "2026-11-01"},
                    TimeRow{"points", "2026.11.1", "2026-11-01"}, TimeRow{"bare", "20261101", "2026-11-01"},
                    TimeRow{"chinese", "2026年11月1日", "2026-11-01"},
                    TimeRow{"chinese_without_ri", "2026年11月1", "2026-11-01"},
                    TimeRow{"chinese_hao", "2026年1月2号", "2026-01-02"}, TimeRow{"serial", "46327", "2026-11-01"},
                    TimeRow{"serial_as_fraction", "46327.0", "2026-11-01"},
                    TimeRow{"serial_with_time", "46327.395833", "2026-11-01 09:30"},
                    TimeRow{"serial_just_before_midnight", "46327.9999999", "2026-11-02 00:00"},
                    TimeRow{"bare_as_fraction", "20261101.0", "2026-11-01"}, TimeRow{"first_serial", "36526", "2000-01-01"},
                    TimeRow{"leap_day", "2028/2/29", "2028-02-29"},
                    TimeRow{"with_time", "2026-11-01 09:30", "2026-11-01 09:30"},
                    TimeRow{"with_t", "2026-11-01T09:30", "2026-11-01 09:30"},
                    TimeRow{"with_seconds", "2026/11/1 9:30:05", "2026-11-01 09:30"},
                    TimeRow{"with_milliseconds", "2026-11-01 09:30:05.123", "2026-11-01 09:30"},
                    TimeRow{"two_spaces", "2026/11/1  9:30", "2026-11-01 09:30"},
                    TimeRow{"points_with_time", "2026.11.1 9:30", "2026-11-01 09:30"},
                    TimeRow{"bare_with_time", "20261101 09:30", "2026-11-01 09:30"},
                    TimeRow{"bare_with_bare_time", "202611010930", "2026-11-01 09:30"},
                    TimeRow{"bare_with_bare_seconds", "20261101093059", "2026-11-01 09:30"},
                    TimeRow{"chinese_with_time", "2026年11月1日 9时30分", "2026-11-01 09:30"},
                    TimeRow{"chinese_with_seconds", "2026年11月1日9时30分05秒", "2026-11-01 09:30"},
                    TimeRow{"afternoon", "2026/11/1 下午3:30", "2026-11-01 15:30"},
                    TimeRow{"morning", "2026/11/1 上午 9:30", "2026-11-01 09:30"},
                    TimeRow{"noon", "2026/11/1 12:00 PM", "2026-11-01 12:00"},
                    TimeRow{"midnight", "2026/11/1 12:05 AM", "2026-11-01 00:05"},
                    TimeRow{"full_width", "２０２６－１１－０１　０９：３０", "2026-11-01 09:30"},
                    TimeRow{"hard_space",
                            "2026-11-01\xC2\xA0"
                            "09:30",
                            "2026-11-01 09:30"},
                    TimeRow{"blanks_around", "\t 2026-11-01 ", "2026-11-01"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    AsPeopleWrite, WrittenTimes,
    testing::Values(
        TimeRow{"half_day_alone", "2025.9.15 上午", "2025-09-15"}, TimeRow{"evening_alone", "2025-9-15 晚上", "2025-09-15"},
        TimeRow{"half_day_in_brackets", "2025年9月15日（上午）", "2025-09-15"},
        TimeRow{"half_day_behind_a_bare_day", "20250915 下午", "2025-09-15"},
        TimeRow{"am_alone", "2025-9-15 a.m.", "2025-09-15"}, TimeRow{"weekday", "2025年9月15日星期一", "2025-09-15"},
        TimeRow{"weekday_zhou", "2025-9-15 周一", "2025-09-15"},
        TimeRow{"weekday_libai", "2025/9/15【礼拜一】", "2025-09-15"},
        TimeRow{"weekday_sunday", "2025年9月14日（周日）", "2025-09-14"},
        TimeRow{"weekday_tian", "2025.9.14 星期天", "2025-09-14"}, TimeRow{"weekday_first", "周一 2025-9-15", "2025-09-15"},
        TimeRow{"weekday_and_half_day", "2025年9月15日（星期一）上午9:30", "2025-09-15 09:30"},
        TimeRow{"weekday_english", "2025-09-15 (Mon)", "2025-09-15"},
        TimeRow{"weekday_contradicts", "2025年9月15日星期二", ""}, TimeRow{"two_weekdays", "2025-9-15 周一周一", ""},
        TimeRow{"hour", "2025-9-15 9时", "2025-09-15 09:00"}, TimeRow{"half_past", "2025-9-15 9点半", "2025-09-15 09:30"},
        TimeRow{"quarter", "2025-9-15 9点一刻", "2025-09-15 09:15"},
        TimeRow{"three_quarters", "2025-9-15 9点三刻", "2025-09-15 09:45"},
        TimeRow{"full_hour", "2025-9-15 9点整", "2025-09-15 09:00"},
        TimeRow{"o_clock", "2025-9-15 9点钟", "2025-09-15 09:00"},
        TimeRow{"wide_colon", "2025-9-15 9：30", "2025-09-15 09:30"},
        TimeRow{"evening_hour", "2025-9-15 晚上8点", "2025-09-15 20:00"},
        TimeRow{"noon_hour", "2025-9-15 中午12点半", "2025-09-15 12:30"},
        TimeRow{"after_noon_hour", "2025-9-15 中午1点", "2025-09-15 13:00"},
        TimeRow{"night_hour", "2025-9-15 凌晨2:00", "2025-09-15 02:00"},
        TimeRow{"afternoon_of_24_hours", "2025-9-15 下午15:30", "2025-09-15 15:30"},
        TimeRow{"midnight_is_not_certain", "2025-9-15 晚上12点", ""},
        TimeRow{"inner_blanks", "2025 年 9 月 15 日 9 时 30 分", "2025-09-15 09:30"},
        TimeRow{"blanks_around_points", "2025. 9. 15", "2025-09-15"}, TimeRow{"blanks_alone", "2025 9 15", "2025-09-15"},
        TimeRow{"dash", "2025—9—15", "2025-09-15"}, TimeRow{"double_dash", "2025——9——15", "2025-09-15"},
        TimeRow{"short_dash", "2025–9–15", "2025-09-15"}, TimeRow{"wave", "2025～9～15", "2025-09-15"},
        TimeRow{"enumeration_comma", "2025、9、15", "2025-09-15"}, TimeRow{"comma", "2025，9，15", "2025-09-15"},
        TimeRow{"chinese_stop", "2025。9。15", "2025-09-15"}, TimeRow{"wide_point", "2025．9．15", "2025-09-15"},
        TimeRow{"trailing_point", "2025.9.15.", "2025-09-15"}, TimeRow{"trailing_stop", "2025年9月15日。", "2025-09-15"},
        TimeRow{"numerals", "二〇二五年九月十五日", "2025-09-15"},
        TimeRow{"numerals_circle", "二○二五年十月三十一日", "2025-10-31"},
        TimeRow{"numerals_zero", "二零二五年九月二十日上午九时半", "2025-09-20 09:30"},
        TimeRow{"numerals_mixed", "2025年九月十五日下午三点二十分", "2025-09-15 15:20"},
        TimeRow{"english", "15 Sep 2025", "2025-09-15"}, TimeRow{"american", "September 15th, 2025", "2025-09-15"},
        TimeRow{"english_dashes", "15-Sep-2025 9:30 PM", "2025-09-15 21:30"},
        TimeRow{"mail", "Mon, 15 Sep 2025 09:30:00 +0800", "2025-09-15 09:30"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(WithAnOffset, WrittenTimes,
                         testing::Values(TimeRow{"same", "2025-09-15T09:30:00+08:00", "2025-09-15 09:30"},
                                         TimeRow{"z", "2025-09-15T01:30:00Z", "2025-09-15 09:30"},
                                         TimeRow{"the_day_before", "2025-09-14T16:00:00.000Z", "2025-09-15 00:00"},
                                         TimeRow{"the_day_after", "2025-09-15T09:30-10:30", "2025-09-16 04:00"},
                                         TimeRow{"short_form", "2025-09-15T09:30+08", "2025-09-15 09:30"},
                                         TimeRow{"named", "2025-09-15 09:30 UTC+8", "2025-09-15 09:30"},
                                         TimeRow{"of_a_day_alone", "2025-09-15Z", "2025-09-15"},
                                         TimeRow{"weekday_of_the_written_day", "2025-09-14T16:00Z 星期日",
                                                 "2025-09-15 00:00"},
                                         TimeRow{"from_to_is_none", "2025-9-15 9:30-10:30", ""},
                                         TimeRow{"too_far", "2025-09-15T09:30+15:00", ""}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Refused, WrittenTimes,
    testing::Values(TimeRow{"day_first", "1/11/2026", ""}, TimeRow{"day_first_certain", "25.11.2026", ""},
                    TimeRow{"short_year", "26-11-01", ""}, TimeRow{"short_chinese_year", "25年9月15日", ""},
                    TimeRow{"short_english_year", "15-Sep-25", ""}, TimeRow{"no_year", "9月15日", ""},
                    TimeRow{"mixed", "2026-11/01", ""}, TimeRow{"chinese_mixed", "2026年11-01", ""},
                    TimeRow{"lunar", "农历八月初一", ""}, TimeRow{"lunar_month", "2025年腊月初八", ""},
                    TimeRow{"range", "2025.9.15-16", ""}, TimeRow{"range_in_words", "2025年9月15日至16日", ""},
                    TimeRow{"about", "2025-9-15左右", ""}, TimeRow{"no_day", "2025年9月中旬", ""},
                    TimeRow{"no_such_day", "2026-11-31", ""}, TimeRow{"no_such_bare_day", "20261131", ""},
                    TimeRow{"no_such_month", "2026/13/1", ""}, TimeRow{"no_such_minute", "2026/1/1 9:60", ""},
                    TimeRow{"no_such_hour", "2026/1/1 24:00", ""}, TimeRow{"hour_of_no_half_day", "2026/1/1 上午13:00", ""},
                    TimeRow{"no_minute", "2026/1/1 9:", ""}, TimeRow{"century_ago", "1926-11-01", ""},
                    TimeRow{"out_of_the_century_by_its_offset", "2099-12-31T23:59-12:00", ""},
                    TimeRow{"serial_before_2000", "36525", ""}, TimeRow{"serial_after_2099", "73051", ""},
                    TimeRow{"year_alone", "2026", ""}, TimeRow{"month_alone", "2026-11", ""},
                    TimeRow{"word", "yesterday", ""}, TimeRow{"empty", "", ""}, TimeRow{"trailing", "2026-11-01x", ""},
                    TimeRow{"nine_digits", "202611011", ""}, TimeRow{"seven_digits", "2025915", ""},
                    TimeRow{"two_fractions", "46327.5.5", ""}, TimeRow{"fraction_of_a_bare_day", "20261101.5", ""}),
    name_of);

TEST(WrittenTimeReason, SaysWhatToWriteInstead) {
    const auto reason = [](const char* text) { return parse_written_time(text).error().detail; };
    EXPECT_NE(reason("1/11/2026").find("cannot be told apart"), std::string::npos);
    EXPECT_NE(reason("25年9月15日").find("year of four digits"), std::string::npos);
    EXPECT_NE(reason("9月15日").find("names no year"), std::string::npos);
    EXPECT_NE(reason("2025年八月廿五").find("lunar"), std::string::npos);
    EXPECT_NE(reason("2025-9-15 周二").find("day of the week"), std::string::npos);
    EXPECT_NE(reason("soon").find("must be a day such as"), std::string::npos);
}

TEST(WrittenTimeRule, CountsFrom1904WhereTheWorkbookDoes) {
    EXPECT_EQ(iso(parse_written_time("44453", {std::chrono::minutes{480}, 1462})->date), "2025-09-15");
}

}  // namespace
}  // namespace ledger_test
