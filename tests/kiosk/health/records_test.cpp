#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/health/deeds.h"
#include "kiosk/health/running.h"

namespace kiosk {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;

const Wall noon = sys_days{Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{28}}} + hours{12};

TEST(RunningKiosk, IsReadAsItWasWritten) {
    const Running running{
        4711, "0.1.0", noon, true, noon + hours{1}, {{"printer", Fault::paper_out, noon + hours{2}}}, noon + hours{3}};
    const auto read = parse_running(to_text(running), "state.toml");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, running);
    const Running fresh{1, "0.1.0", noon, false, {}, {}};
    EXPECT_EQ(*parse_running(to_text(fresh), "state.toml"), fresh);
}

struct Row {
    const char* name;
    const char* text;
    const char* complaint;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }
const auto row_name = [](const auto& test) { return std::string(test.param.name); };

class WrongStateFile : public testing::TestWithParam<Row> {};
TEST_P(WrongStateFile, IsRefusedWithItsLine) {
    const auto read = parse_running(GetParam().text, "state.toml");
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().detail.find(GetParam().complaint), std::string::npos) << read.error().detail;
}
INSTANTIATE_TEST_SUITE_P(
    , WrongStateFile,
    testing::Values(Row{"empty", "", "pid"}, Row{"cut_off", "pid = 1\nversion = \"0.", "state.toml:2"},
                    Row{"no_program", "pid = 0\nversion = \"1\"\nstarted = \"2026-11-28T06:03:30Z\"\n", "state.toml:1"},
                    Row{"no_moment", "pid = 1\nversion = \"1\"\nstarted = \"yesterday\"\n", "state.toml:3"},
                    Row{"no_fault",
                        "pid = 1\nversion = \"1\"\nstarted = \"2026-11-28T06:03:30Z\"\n[[trouble]]\ndevice = \"printer\"\n"
                        "fault = \"hungry\"\nsince = \"2026-11-28T06:03:30Z\"\n",
                        "state.toml:6"},
                    Row{"another_key", "pid = 1\nversion = \"1\"\nstarted = \"2026-11-28T06:03:30Z\"\nname = \"x\"\n",
                        "state.toml:4"}),
    row_name);

struct Moment1 {
    const char* name;
    const char* text;
    bool good;
};
void PrintTo(const Moment1& row, std::ostream* out) { *out << row.text; }
class UtcText : public testing::TestWithParam<Moment1> {};
TEST_P(UtcText, IsOneMomentOrNone) {
    const auto read = parse_utc_text(GetParam().text);
    EXPECT_EQ(read.has_value(), GetParam().good);
    if (read) {
        EXPECT_EQ(utc_text(*read), GetParam().text);
    }
}
INSTANTIATE_TEST_SUITE_P(, UtcText,
                         testing::Values(Moment1{"noon", "2026-11-28T12:00:00Z", true},
                                         Moment1{"last_second", "2026-12-31T23:59:59Z", true},
                                         Moment1{"leap_second", "2026-12-31T23:59:60Z", false},
                                         Moment1{"no_such_day", "2026-02-30T12:00:00Z", false},
                                         Moment1{"no_zone", "2026-11-28T12:00:00", false},
                                         Moment1{"offset", "2026-11-28T12:00:00+", false},
                                         Moment1{"letters", "2026-11-28T1x:00:00Z", false}, Moment1{"empty", "", false}),
                         row_name);

TEST(LastBackup, IsReadAsTheScriptWritesIt) {
    const auto read = parse_last_backup("at = \"2026-11-28T12:00:00Z\"\nto = \"sftp://kiosk@vault/hall7\"\n", "last.toml");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, (LastBackup{noon, "sftp://kiosk@vault/hall7"}));
    EXPECT_FALSE(parse_last_backup("at = 5\n", "last.toml"));
}

TEST(LastUpdate, IsReadAsTheScriptWritesIt) {
    const auto read =
        parse_last_update("at = \"2026-11-28T12:00:00Z\"\noutcome = \"undone\"\nwhat = \"kiosk 1.2\"\n", "last.toml");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(*read, (LastUpdate{noon, UpdateOutcome::undone, "kiosk 1.2"}));
    EXPECT_FALSE(parse_last_update("at = \"2026-11-28T12:00:00Z\"\noutcome = \"lovely\"\n", "last.toml"));
}

class Ring : public testing::TestWithParam<Row> {};
TEST_P(Ring, IsTheSuiteOfTheRepository) { EXPECT_EQ(ring_of(GetParam().text), GetParam().complaint); }
INSTANTIATE_TEST_SUITE_P(, Ring,
                         testing::Values(Row{"pilot", "Types: deb\nURIs: https://a\nSuites: pilot\nComponents: main\n",
                                             "pilot"},
                                         Row{"first_of_two", "Suites:\tall pilot\n", "all"}, Row{"none", "Types: deb\n", ""},
                                         Row{"without_a_word", "Suites:\n", ""}, Row{"commented", "# Suites: pilot\n", ""},
                                         Row{"windows", "Suites: all\r\n", "all"}, Row{"empty", "", ""}),
                         row_name);

}  // namespace
}  // namespace kiosk
