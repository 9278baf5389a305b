#include "kiosk/voice/aloud.h"

#include <gtest/gtest.h>

#include <ostream>

#include "kiosk/base/utf8.h"
#include "kiosk/voice/english.h"
#include "tests/kiosk/voice/support.h"

namespace kiosk::voice {
namespace {

struct Said {
    const char *name, *text, *want;
};
void PrintTo(const Said& row, std::ostream* out) { *out << row.text; }

class TextAloud : public testing::TestWithParam<Said> {};
TEST_P(TextAloud, IsPinyinAsPeopleSayIt) { EXPECT_EQ(joined(Aloud(readings(), {}).text(GetParam().text)), GetParam().want); }
std::string said_name(const testing::TestParamInfo<Said>& test) { return test.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Words, TextAloud,
    testing::Values(Said{"chongqing", "重庆", "chong2 qing4"}, Said{"bank", "银行", "yin2 hang2"},
                    Said{"walk", "步行", "bu4 xing2"}, Said{"give_back_a_card", "还卡", "huan2 ka3"},
                    Said{"not_yet", "还没到", "hai2 mei2 dao4"}, Said{"capital", "首都", "shou3 du1"},
                    Said{"all", "都行", "dou1 xing2"}, Said{"changshou", "长寿区", "chang2 shou4 qu1"},
                    Said{"grown_up", "长大", "zhang3 da4"}, Said{"anew", "重新", "chong2 xin1"},
                    Said{"fengdu", "丰都县", "feng1 du1 xian4"}, Said{"qijiang", "綦江", "qi2 jiang1"},
                    Said{"geleshan", "歌乐山街道", "ge1 le4 shan1 jie1 dao4"}, Said{"green", "绿色", "lv4 se4"},
                    Said{"pauses", "您好，请坐。", "nin2 hao3, qing3 zuo4."},
                    Said{"rare_character", "𠀂", "yi2 ge4 sheng1 pi4 zi4"}, Said{"extension_b_with_reading", "𠅤", "xi2"},
                    Said{"syllable_that_no_voice_has", "𰻞", "yi2 ge4 sheng1 pi4 zi4"},
                    Said{"extension_i", "\U0002EBF0", "yi2 ge4 sheng1 pi4 zi4"},
                    Said{"private_use", "\uE863", "yi2 ge4 sheng1 pi4 zi4"}, Said{"radical", "⻳", "yi2 ge4 sheng1 pi4 zi4"},
                    Said{"nothing", "", ""}, Said{"marks_alone", "※→", ""}, Said{"malformed_bytes", "\xff\xfe", ""}),
    said_name);
INSTANTIATE_TEST_SUITE_P(
    Bending, TextAloud,
    testing::Values(Said{"one_before_falling", "一个", "yi2 ge4"}, Said{"one_before_level", "一张", "yi4 zhang1"},
                    Said{"one_before_rising", "一年", "yi4 nian2"}, Said{"one_before_low", "一起", "yi4 qi3"},
                    Said{"one_at_the_end", "统一", "tong3 yi1"}, Said{"first", "第一次", "di4 yi1 ci4"},
                    Said{"first_floor", "一楼", "yi1 lou2"}, Said{"january", "一月", "yi1 yue4"},
                    Said{"not_before_falling", "不是", "bu2 shi4"}, Said{"not_before_others", "不行", "bu4 xing2"},
                    Said{"cannot", "办不了", "ban4 bu5 liao3"}, Said{"digit_one_counted", "1个人", "yi2 ge4 ren2"},
                    Said{"digit_one_before_level", "1张卡", "yi4 zhang1 ka3"}),
    said_name);
INSTANTIATE_TEST_SUITE_P(
    Numbers, TextAloud,
    testing::Values(Said{"two_people", "2 个人", "liang3 ge4 ren2"}, Said{"counter_two", "2号窗口", "er4 hao4 chuang1 kou3"},
                    Said{"range", "2 到 5 分钟", "liang3 dao4 wu3 fen1 zhong1"},
                    Said{"dash_range", "2-3天", "liang3 dao4 san1 tian1"},
                    Said{"date", "9月28日（星期一）", "jiu3 yue4 er4 shi2 ba1 ri4, xing1 qi1 yi1,"},
                    Said{"february", "2月2日", "er4 yue4 er4 ri4"},
                    Said{"full_date", "2026年11月3日", "er4 ling2 er4 liu4 nian2 shi2 yi1 yue4 san1 ri4"},
                    Said{"time", "09:00", "shang4 wu3 jiu3 dian3"},
                    Said{"time_full_width", "１３：３０", "xia4 wu3 yi1 dian3 ban4"},
                    Said{"no_time", "99:99", "jiu3 shi2 jiu3, jiu3 shi2 jiu3"}, Said{"age", "65岁", "liu4 shi2 wu3 sui4"},
                    Said{"percent", "10%", "bai3 fen1 zhi1 shi2"}, Said{"money", "3.50元", "san1 yuan2 wu3 jiao3"},
                    Said{"yuan_sign", "¥12", "shi2 er4 yuan2"}, Said{"decimal", "1.5倍", "yi1 dian3 wu3 bei4"},
                    Said{"ticket", "A017", "A ling2 yao1 qi1"}, Said{"leading_zero", "0017", "ling2 ling2 yao1 qi1"},
                    Said{"hotline", "95105111（敬老卡）", "jiu3 wu3 yao1 ling2, wu3 yao1 yao1 yao1, jing4 lao3 ka3,"},
                    Said{"floor", "3楼204室", "san1 lou2 er4 bai3 ling2 si4 shi4"}),
    said_name);
INSTANTIATE_TEST_SUITE_P(
    Names, TextAloud,
    testing::Values(
        Said{"three", "王＊明", "xing4 wang2, zui4 hou4 yi2 ge4 zi4 shi4 ming2"}, Said{"two", "曾＊", "xing4 zeng1"},
        Said{"surname_only_at_the_start", "王＊曾", "xing4 wang2, zui4 hou4 yi2 ge4 zi4 shi4 ceng2"},
        Said{"shan", "单*芳", "xing4 shan4, zui4 hou4 yi2 ge4 zi4 shi4 fang1"},
        Said{"hidden", "＊", "ming2 zi5 bu4 xian3 shi4"}, Said{"with_a_dot", "阿＊＊·买＊", "ming2 zi5 kai1 tou2 shi4 a1"},
        Said{"rare_surname", "𠀂＊䶮", "xing4 yi2 ge4 sheng1 pi4 zi4, zui4 hou4 yi2 ge4 zi4 shi4 yan3"},
        Said{"character_of_an_old_system", "王＊\uE863", "xing4 wang2, zui4 hou4 yi2 ge4 zi4 shi4 yi2 ge4 sheng1 pi4 zi4"}),
    said_name);
INSTANTIATE_TEST_SUITE_P(
    Discretion, TextAloud,
    testing::Values(Said{"identity_number", "证件50010619400101123X号", "zheng4 jian4 wei3 hao4 yao1 er4 san1 X hao4"},
                    Said{"card_in_groups", "4000 0000 0000 0017", "wei3 hao4 ling2 ling2 yao1 qi1"},
                    Said{"card_with_dashes", "4000-0000-0000-0017", "wei3 hao4 ling2 ling2 yao1 qi1"},
                    Said{"card_full_width", "４０００００００００００００１７", "wei3 hao4 ling2 ling2 yao1 qi1"},
                    Said{"mobile", "打138 0000 0123", "da3 wei3 hao4 ling2 yao1 er4 san1"},
                    Said{"behind_a_letter", "A4000000000000017", "wei3 hao4 ling2 ling2 yao1 qi1"},
                    Said{"old_identity_number", "500106400101123", "wei3 hao4 yao1 yao1 er4 san1"}),
    said_name);

TEST(NameAloud, IsNeverWholeEvenIfNobodyMaskedIt) {
    EXPECT_EQ(joined(Aloud(readings(), {}).name("王小明")), "xing4 wang2, zui4 hou4 yi2 ge4 zi4 shi4 ming2");
    EXPECT_EQ(joined(Aloud(readings(), {}).name("令狐＊")), "xing4 ling2 hu2");
    EXPECT_EQ(joined(Aloud(readings(), {}).name("")), "ming2 zi5 bu4 xian3 shi4");
}

TEST(TextAloud, NeverHandsHanziOn) {
    std::u32string all;
    for (char32_t c = 0x3400; c < 0xA000; ++c) all += c;
    for (char32_t c = 0xE000; c < 0xFB00; ++c) all += c;
    for (char32_t c = 0x20000; c < 0x32400; c += 7) all += c;
    const auto said = Aloud(readings(), {}).text(to_utf8(all));
    for (const auto& piece : said) ASSERT_TRUE(is_syllable(piece) || is_pause(piece)) << piece;
}

class EnglishAloud : public testing::TestWithParam<Said> {};
TEST_P(EnglishAloud, IsPlainEnglish) { EXPECT_EQ(in_english(GetParam().text, Aloud(readings(), {})), GetParam().want); }
INSTANTIATE_TEST_SUITE_P(
    , EnglishAloud,
    testing::Values(Said{"plain", "Please take your card", "Please take your card"}, Said{"ticket", "A017", "A 0 1 7"},
                    Said{"hotline", "Call 95105111.", "Call 9 5 1 0 5 1 1 1."},
                    Said{"minutes", "10 to 20 minutes", "10 to 20 minutes"},
                    Said{"date", "Monday, 28 September", "Monday, 28 September"}, Said{"ordinal", "the 2nd", "the 2nd"},
                    Said{"o_clock", "from 09:00.", "from 9 o'clock in the morning."},
                    Said{"half_past", "at 13:30", "at 1 30 in the afternoon"},
                    Said{"oh_five", "18:05", "6 oh 5 in the evening"},
                    Said{"place", "Collect it: 重庆", "Collect it: Chong qing"},
                    Said{"name", "王＊明", "surname Wang, last character Ming"}, Said{"short_name", "王＊", "surname Wang"},
                    Said{"name_with_a_variant", "王\U000E0100＊明", "surname Wang, last character Ming"},
                    Said{"rare_name", "𠀂＊\U0002EBF0", "surname a rare character, last character a rare character"},
                    Said{"rare_character", "歌𠀂山", "Ge, a rare character, Shan"},
                    Said{"rare_characters", "𠀂\U0002EBF0", "2 rare characters"},
                    Said{"identity_number", "No. 50010619400101123X!", "No. ending in 1 2 3 X!"},
                    Said{"mobile", "call 13800000123", "call ending in 0 1 2 3"}),
    said_name);

}  // namespace
}  // namespace kiosk::voice
