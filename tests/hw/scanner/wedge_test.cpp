#include "hw/scanner/wedge.h"

#include <gtest/gtest.h>

#include <vector>

namespace hw {
namespace {

using std::chrono::milliseconds;

struct BurstRow {
    const char* name;
    std::vector<std::string> keys;
    int pause;        // ms between them
    int enter_after;  // ms after the last
    std::optional<std::string> code;
};
void PrintTo(const BurstRow& row, std::ostream* out) { *out << row.name; }
class WedgeOf : public testing::TestWithParam<BurstRow> {};
TEST_P(WedgeOf, DistinguishesAScannerFromAPerson) {
    Wedge wedge;
    kiosk::Steady now{};
    for (const auto& key : GetParam().keys) {
        wedge.type(key, now);
        now += milliseconds(GetParam().pause);
    }
    EXPECT_EQ(wedge.end(now + milliseconds(GetParam().enter_after - GetParam().pause)), GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(
    , WedgeOf,
    testing::Values(BurstRow{"scanner", {"K", "A", "2", ":", "X"}, 2, 2, "KA2:X"},
                    BurstRow{"slow_scanner", {"6", "9", "0", "1"}, 35, 35, "6901"},
                    BurstRow{"person", {"6", "9", "0", "1"}, 36, 36, std::nullopt},
                    BurstRow{"fast_person", {"1", "2", "3", "4", "5", "6"}, 80, 20, std::nullopt},
                    BurstRow{"enter_of_a_person", {"6", "9", "0", "1"}, 2, 400, std::nullopt},
                    BurstRow{"enter_after_a_stall", {"6", "9", "0", "1"}, 2, 150, "6901"},
                    BurstRow{"blanks_are_no_code", {" ", " ", " ", " ", " "}, 2, 2, std::nullopt},
                    BurstRow{"identified", {"]", "Q", "1", "6", "9", "0", "1"}, 2, 2, "6901"},
                    BurstRow{"framed", {"\x02", "6", "9", "0", "1", "\x03"}, 2, 2, "6901"},
                    BurstRow{"too_short", {"6", "9", "0"}, 2, 2, std::nullopt},
                    BurstRow{"chinese", {"重", "庆", "公", "交"}, 2, 2, "重庆公交"},
                    BurstRow{"one_text", {"KA2:0123456789ABCDEF"}, 2, 2, "KA2:0123456789ABCDEF"},
                    BurstRow{"input_method", {"重庆"}, 2, 2, std::nullopt}, BurstRow{"enter_alone", {}, 0, 0, std::nullopt},
                    BurstRow{"too_long", std::vector<std::string>(Wedge::longest + 1, "1"), 1, 1, std::nullopt}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Wedge, LeavesOutWhatAPersonTypedBefore) {
    Wedge wedge;
    kiosk::Steady now{};
    wedge.type("9", now);
    now += milliseconds(300);
    for (const char* key : {"c", "o", "d", "e"}) wedge.type(key, now += milliseconds(1));
    EXPECT_EQ(wedge.end(now), "code");
    EXPECT_EQ(wedge.end(now), std::nullopt);
}

TEST(Wedge, SilenceEndsACodeThatIsLongEnough) {
    for (const std::string typed : {"1234567", "12345678"}) {
        Wedge wedge;
        kiosk::Steady now{};
        for (const char key : typed) wedge.type(std::string(1, key), now += milliseconds(2));
        EXPECT_EQ(wedge.silence(), typed.size() == 8 ? std::optional(typed) : std::nullopt);
        EXPECT_EQ(wedge.silence(), std::nullopt);
    }
}

TEST(Wedge, SaysWhileItScans) {
    Wedge wedge;
    const kiosk::Steady start{};
    for (int i = 0; i < 4; ++i) {
        EXPECT_FALSE(wedge.scanning(start + milliseconds(i)));
        wedge.type("1", start + milliseconds(i));
    }
    EXPECT_TRUE(wedge.scanning(start + milliseconds(3) + Wedge::longest_stall));
    EXPECT_FALSE(wedge.scanning(start + milliseconds(4) + Wedge::longest_stall));
}

}  // namespace
}  // namespace hw
