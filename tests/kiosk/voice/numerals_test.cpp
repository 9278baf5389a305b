#include "kiosk/voice/numerals.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk::voice {
namespace {

struct Numeral {
    const char* name;
    Syllables said;
    const char* want;
};
void PrintTo(const Numeral& row, std::ostream* out) { *out << row.want; }

class Numerals : public testing::TestWithParam<Numeral> {};
TEST_P(Numerals, AreSaidAsPeopleDo) { EXPECT_EQ(joined(GetParam().said), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    , Numerals,
    testing::Values(
        Numeral{"zero", number(0), "ling2"}, Numeral{"two", number(2), "er4"}, Numeral{"ten", number(10), "shi2"},
        Numeral{"twelve", number(12), "shi2 er4"}, Numeral{"twenty", number(20), "er4 shi2"},
        Numeral{"hundred", number(100), "yi4 bai3"}, Numeral{"gap", number(105), "yi4 bai3 ling2 wu3"},
        Numeral{"ten_within_hundreds", number(110), "yi4 bai3 yi1 shi2"},
        Numeral{"two_gaps_are_one", number(1005), "yi4 qian1 ling2 wu3"},
        Numeral{"hundreds", number(1100), "yi4 qian1 yi4 bai3"},
        Numeral{"gap_before_tens", number(3060), "san1 qian1 ling2 liu4 shi2"}, Numeral{"myriad", number(10000), "yi2 wan4"},
        Numeral{"ten_myriads", number(100000), "shi2 wan4"},
        Numeral{"myriad_and_hundreds", number(10500), "yi2 wan4 ling2 wu3 bai3"},
        Numeral{"myriad_and_ten", number(10010), "yi2 wan4 ling2 yi1 shi2"},
        Numeral{"hundred_million", number(100000003), "yi1 yi4 ling2 san1"}, Numeral{"counted_two", count(2), "liang3"},
        Numeral{"counted_twelve", count(12), "shi2 er4"}, Numeral{"counted_one", count(1), "yi1"},
        Numeral{"morning", clock_time(9, 0), "shang4 wu3 jiu3 dian3"},
        Numeral{"half_past", clock_time(13, 30), "xia4 wu3 yi1 dian3 ban4"},
        Numeral{"two_is_liang", clock_time(14, 5), "xia4 wu3 liang3 dian3 ling2 wu3 fen1"},
        Numeral{"noon", clock_time(12, 15), "zhong1 wu3 shi2 er4 dian3 shi2 wu3 fen1"},
        Numeral{"night", clock_time(23, 59), "wan3 shang5 shi2 yi1 dian3 wu3 shi2 jiu3 fen1"},
        Numeral{"midnight", clock_time(24, 0), "ling2 chen2 ling2 dian3"},
        Numeral{"money", amount(350), "san1 yuan2 wu3 jiao3"},
        Numeral{"money_with_gap", amount(205), "liang3 yuan2 ling2 wu3 fen1"}, Numeral{"one_yuan", amount(100), "yi4 yuan2"},
        Numeral{"two_jiao", amount(20), "liang3 jiao3"}, Numeral{"no_money", amount(0), "ling2 yuan2"},
        Numeral{"decimal", decimal("3.05"), "san1 dian3 ling2 wu3"},
        Numeral{"ticket", singly("A017", {}), "A ling2 yao1 qi1"},
        Numeral{"ticket_with_yi", singly("A017", {.yao = false}), "A ling2 yi1 qi1"},
        Numeral{"small_letter", singly("12x", {}), "yao1 er4 X"},
        Numeral{"short_phone", singly("12333", {}), "yao1 er4 san1 san1 san1"},
        Numeral{"hotline_is_parted", singly("95105111", {}), "jiu3 wu3 yao1 ling2, wu3 yao1 yao1 yao1"},
        Numeral{"office_with_area", singly("02365111111", {}), "ling2 er4 san1, liu4 wu3 yao1 yao1, yao1 yao1 yao1 yao1"},
        Numeral{"mobile_phone_ends_in", singly("13800000123", {}), "wei3 hao4 ling2 yao1 er4 san1"},
        Numeral{"identity_number_ends_in", singly("50010619400101123X", {}), "wei3 hao4 yao1 er4 san1 X"},
        Numeral{"card_number_ends_in", singly("4000000000000017", {}), "wei3 hao4 ling2 ling2 yao1 qi1"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Syllables, AreThoseOfMandarin) {
    for (const char* good : {"chong2", "lv4", "er5", "zhuang1", "a1", "yi1"}) EXPECT_TRUE(is_syllable(good)) << good;
    for (const char* bad : {"chong", "chong6", "zhogn4", "", "2", "lü4", "Yi1", "yi 1", "ch1", "重"})
        EXPECT_FALSE(is_syllable(bad)) << bad;
}

}  // namespace
}  // namespace kiosk::voice
