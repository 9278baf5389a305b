#include "kiosk/font/fonts.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "kiosk/font/cover.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

constexpr FontCover::Share all_common{8105, 8105}, all_of_standard{87887, 87887};

TEST(FontCover, OfThisMachineIsAllThatDebiansFontsHave) {
    const auto cover = look_at_fonts();
    ASSERT_TRUE(cover) << cover.error().detail;
    EXPECT_TRUE(cover->has_main_font);
    EXPECT_EQ(cover->common, all_common);
    EXPECT_EQ(cover->standard, all_of_standard);
    EXPECT_EQ(cover->amendment.of, 9793U);
    EXPECT_GE(cover->amendment.shown, 5356U) << "of BabelStone Han 15.0.5";
    EXPECT_TRUE(cover->missing_packages.empty()) << cover->missing_packages.front();
}

// Else each character that it lacks opens the whole font.
TEST(NotoSansCommon, HasEveryChineseCharacterOfTheWords) {
    const FontMap fonts = open_fonts();
    const Owned<PangoContext, g_object_unref> context{pango_font_map_create_context(fonts.get())};
    const Owned<PangoFontDescription, pango_font_description_free> wanted{
        pango_font_description_from_string("Noto Sans Common Bold")};
    const Owned<PangoFont, g_object_unref> font{pango_font_map_load_font(fonts.get(), context.get(), wanted.get())};
    ASSERT_TRUE(font);
    const Owned<PangoFontDescription, pango_font_description_free> found{pango_font_describe(font.get())};
    ASSERT_STREQ(pango_font_description_get_family(found.get()), "Noto Sans Common");
    for (const auto* file : {"/assets/locale/zh_CN.po", "/assets/faults.toml", "/assets/policy/shapingba.toml"}) {
        const auto text = support::read_file(std::string(KIOSK_SOURCE_DIR) + file);
        for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
            const gunichar c = g_utf8_get_char(at);
            if (c < 0x4E00 || c > 0x9FFF) continue;
            EXPECT_TRUE(pango_font_has_char(font.get(), c)) << std::string(at, 3);
        }
    }
}

// Fontconfig as on a machine with these fonts only.
class FontsOf : public testing::Test {
protected:
    ~FontsOf() override { unsetenv("FONTCONFIG_FILE"); }
    FontCover cover(const std::string& folder) const {
        support::write_file(dir_.path() / "fonts.conf",
                            "<fontconfig><dir>" + folder + "</dir><cachedir>/var/cache/fontconfig</cachedir></fontconfig>");
        setenv("FONTCONFIG_FILE", dir_.file("fonts.conf").c_str(), 1);
        const auto found = look_at_fonts();
        EXPECT_TRUE(found);
        return *found;
    }
    support::TempDir dir_;
};

TEST_F(FontsOf, NotoAloneIsEnoughForMostNames) {
    const auto found = cover("/usr/share/fonts/opentype/noto");
    EXPECT_TRUE(found.has_main_font);
    EXPECT_EQ(found.common, all_common);
    EXPECT_LT(found.standard.shown, 30000U);
    EXPECT_EQ(found.missing_packages, (std::vector<std::string>{"fonts-hanazono", "fonts-babelstone-han"}));
}

TEST_F(FontsOf, HanazonoAloneLacksTheMainFont) {
    const auto found = cover("/usr/share/fonts/truetype/hanazono");
    EXPECT_FALSE(found.has_main_font);
    EXPECT_EQ(found.amendment.shown, 0U);
    EXPECT_EQ(found.missing_packages, (std::vector<std::string>{"fonts-noto-cjk", "fonts-babelstone-han"}));
}

TEST_F(FontsOf, NoFontShowsNothing) {
    const auto found = cover(dir_.file("none"));
    EXPECT_EQ(found.common.shown, 0U);
    EXPECT_EQ(found.missing_packages.size(), 3U);
}

struct Shown {
    const char *name, *text, *want;
};
void PrintTo(const Shown& row, std::ostream* out) { *out << row.name; }
class Showable : public testing::TestWithParam<Shown> {};
TEST_P(Showable, KeepsAllButWhatIsLost) { EXPECT_EQ(showable(GetParam().text), GetParam().want); }
INSTANTIATE_TEST_SUITE_P(, Showable,
                         testing::Values(Shown{"plain", "王＊泽 A017", "王＊泽 A017"}, Shown{"nothing", "", ""},
                                         Shown{"malformed_bytes", "王\xFF\xFE泽", "王□□泽"},
                                         Shown{"cut_off", "王\xE6\xB3", "王□□"}, Shown{"lost", "王\uFFFD泽", "王□泽"},
                                         Shown{"surrogate", "\xED\xA0\x80", "□□□"},
                                         Shown{"private_use", "\uE863\xF3\xB0\x80\x80", "\uE863\xF3\xB0\x80\x80"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(MainFont, IsInstalled) {
    const auto found = check_main_font();
    EXPECT_TRUE(found) << (found ? "" : found.error().detail);
}

}  // namespace
}  // namespace kiosk
