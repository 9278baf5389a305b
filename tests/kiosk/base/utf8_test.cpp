#include "kiosk/base/utf8.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

using namespace std::literals;

struct Text {
    const char* name;
    std::string_view bytes;
    bool well_formed;
    std::u32string_view points;
};
void PrintTo(const Text& row, std::ostream* out) { *out << row.name; }

class Utf8 : public testing::TestWithParam<Text> {};

TEST_P(Utf8, KnowsWellFormedText) { EXPECT_EQ(is_utf8(GetParam().bytes), GetParam().well_formed); }
TEST_P(Utf8, DecodesAndMarksWhatIsMalformed) { EXPECT_EQ(to_code_points(GetParam().bytes), GetParam().points); }
TEST_P(Utf8, WritesWhatItReads) {
    if (GetParam().well_formed) {
        EXPECT_EQ(to_utf8(GetParam().points), GetParam().bytes);
    }
    EXPECT_TRUE(is_utf8(to_utf8(to_code_points(GetParam().bytes))));
}

INSTANTIATE_TEST_SUITE_P(, Utf8,
                         testing::Values(Text{"empty", "", true, U""}, Text{"ascii", "A017", true, U"A017"},
                                         Text{"nul", "a\0b"sv, true, U"a\0b"sv},
                                         Text{"two_bytes", "\xC2\xB7", true, U"\u00B7"},
                                         Text{"han", "敬老卡", true, U"敬老卡"},
                                         Text{"fullwidth_star", "王＊泽", true, U"王＊泽"},
                                         Text{"beyond_the_bmp", "𠅤", true, U"\U00020164"},
                                         Text{"last_code_point", "\xF4\x8F\xBF\xBF", true, U"\U0010FFFF"},
                                         Text{"above_the_last", "\xF4\x90\x80\x80", false, U"\uFFFD\uFFFD\uFFFD\uFFFD"},
                                         Text{"lone_continuation", "a\x80z", false, U"a\uFFFDz"},
                                         Text{"cut_off", "\xE6\x95", false, U"\uFFFD\uFFFD"},
                                         Text{"overlong_slash", "\xC0\xAF", false, U"\uFFFD\uFFFD"},
                                         Text{"overlong_three", "\xE0\x80\xAF", false, U"\uFFFD\uFFFD\uFFFD"},
                                         Text{"surrogate", "\xED\xA0\x80", false, U"\uFFFD\uFFFD\uFFFD"},
                                         Text{"gbk_bytes", "\xBE\xB4\xC0\xCF", false, U"\uFFFD\uFFFD\uFFFD\uFFFD"},
                                         Text{"byte_ff", "\xFF", false, U"\uFFFD"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ToUtf8, WritesAPlaceholderForWhatIsNoCharacter) {
    EXPECT_EQ(to_utf8(std::u32string{0xD800}), "\uFFFD");
    EXPECT_EQ(to_utf8(std::u32string{0x110000}), "\uFFFD");
}

struct Gb {
    const char* name;
    std::string_view bytes;
    std::optional<std::string> utf8;
};
void PrintTo(const Gb& row, std::ostream* out) { *out << row.name; }

class Gb18030 : public testing::TestWithParam<Gb> {};
TEST_P(Gb18030, DecodesAllOrNothing) { EXPECT_EQ(from_gb18030(GetParam().bytes), GetParam().utf8); }

INSTANTIATE_TEST_SUITE_P(, Gb18030,
                         testing::Values(Gb{"empty", "", ""}, Gb{"ascii", "abc", "abc"},
                                         Gb{"gb2312", "\xBE\xB4\xC0\xCF", "敬老"},
                                         Gb{"four_bytes_beyond_the_bmp", "\x95\x32\xA6\x32", "𠅤"},
                                         Gb{"extension_h", "\x9A\x37\xF8\x36", "\U00031350"},
                                         Gb{"extension_i", "\x99\x39\xF8\x36", "\U0002EBF0"},
                                         Gb{"cut_off", "\xBE\xB4\xC0", std::nullopt}, Gb{"byte_ff", "\xFF", std::nullopt},
                                         Gb{"bad_second_byte", "\xBE\x20", std::nullopt}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(FromGb18030, DecodesTextLongerThanItsBuffer) {
    std::string bytes, want;
    for (int i = 0; i < 5000; ++i) {
        bytes += "\xBE\xB4";
        want += "敬";
    }
    EXPECT_EQ(from_gb18030(bytes), want);
}

}  // namespace
}  // namespace kiosk
