#include "kiosk/policy/clock_rule.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;

Wall moment(int year, unsigned month, unsigned of_month, std::chrono::minutes of_day = 0min) {
    return std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(of_month)} + of_day;
}

const Wall built = moment(2026, 11, 27), seen = moment(2026, 12, 10, 9h);
const KnownTime new_ledger{built, {}}, in_use{built, seen};

struct ClockReading {
    const char* name;
    Wall now;
    KnownTime known;
    std::optional<ClockTrouble> want;
};
void PrintTo(const ClockReading& row, std::ostream* out) { *out << row.name; }

class ClockRule : public testing::TestWithParam<ClockReading> {};

TEST_P(ClockRule, IsBelievedWhereItCanBeRight) {
    EXPECT_EQ(judge_clock(GetParam().now, GetParam().known, Policy{}), GetParam().want);
}

constexpr auto before_program = ClockTrouble::before_program, before_ledger = ClockTrouble::before_ledger,
               far_ahead = ClockTrouble::far_ahead;
INSTANTIATE_TEST_SUITE_P(
    , ClockRule,
    testing::Values(ClockReading{"empty_battery_1970", moment(1970, 1, 1), in_use, before_program},
                    ClockReading{"empty_battery_2000", moment(2000, 1, 1, 4h), new_ledger, before_program},
                    ClockReading{"before_1970", moment(1901, 12, 13), in_use, before_program},
                    ClockReading{"day_before_the_program", built - 24h, new_ledger, before_program},
                    ClockReading{"minutes_before_the_program", built - 10min, new_ledger, {}},
                    ClockReading{"set_back_by_minutes", seen - 15min, in_use, {}},
                    ClockReading{"set_back_a_little_more", seen - 15min - 1ms, in_use, before_ledger},
                    ClockReading{"an_hour_as_by_summer_time", seen - 1h, in_use, before_ledger},
                    ClockReading{"local_time_taken_for_utc", seen - 8h, in_use, before_ledger},
                    ClockReading{"the_same_moment", seen, in_use, {}},
                    ClockReading{"after_a_long_holiday", seen + days{40}, in_use, {}},
                    ClockReading{"ninety_days_later", seen + days{90}, in_use, {}},
                    ClockReading{"months_ahead", seen + days{91}, in_use, far_ahead},
                    ClockReading{"end_of_32_bits", moment(2038, 1, 19, 3h), in_use, far_ahead},
                    ClockReading{"end_of_32_bits_for_a_new_ledger", moment(2038, 1, 19, 3h), new_ledger, far_ahead},
                    ClockReading{"old_program_in_a_new_terminal", built + days{800}, new_ledger, {}},
                    ClockReading{"unsigned_32_bits", moment(2106, 2, 7), in_use, far_ahead},
                    ClockReading{"last_that_the_clock_can_say", moment(2262, 4, 11), in_use, far_ahead},
                    ClockReading{"newer_program_than_the_ledger_s_time", built + days{60}, {built, built - days{60}}, {}},
                    ClockReading{
                        "in_2038_as_ever", moment(2038, 1, 19, 4h), {moment(2037, 12, 1), moment(2038, 1, 19, 3h)}, {}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ClockWords, NameBothTimesOfTheHall) {
    const Policy policy;
    const auto back = words_of(before_ledger, seen - 2h, in_use, policy);
    EXPECT_NE(back.find("2026-12-10 15:00"), std::string::npos) << back;
    EXPECT_NE(back.find("2026-12-10 17:00"), std::string::npos) << back;
    const auto battery = words_of(before_program, moment(2000, 1, 1, 4h), in_use, policy);
    EXPECT_NE(battery.find("2000-01-01 12:00"), std::string::npos) << battery;
    EXPECT_NE(battery.find("2026-11-27"), std::string::npos) << battery;
    const auto ahead = words_of(far_ahead, seen + days{200}, in_use, policy);
    EXPECT_NE(ahead.find("200 days"), std::string::npos) << ahead;
}

}  // namespace
}  // namespace kiosk
