#include "screens/glass/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <sstream>

#include "kiosk/base/assets.h"
#include "kiosk/base/utf8.h"
#include "tests/support/process.h"

namespace screens {
namespace {

const std::string forbidden_at_start = "，。；：！？）、》”";

bool begins_badly(const std::string& line) {
    const auto first = kiosk::to_code_points(line);
    const auto bad = kiosk::to_code_points(forbidden_at_start);
    return !first.empty() && bad.find(first.front()) != std::u32string::npos;
}

std::size_t ink(const TextRun& run) {
    return static_cast<std::size_t>(
        std::count_if(run.bytes.begin(), run.bytes.end(), [](unsigned char c) { return c > 127; }));
}

TEST(Text, ChineseLineNeverBeginsWithPunctuation) {
    TextEngine engine;
    const std::string text =
        "您的卡退回来了，原因是：社保卡没有照片。请带上（旧卡、身份证）去柜台；先叫您的号！听明白了吗？不明白，就问工作人员"
        "。";
    for (const bool balance : {false, true}) {
        for (int width = 120; width < 900; width += 7) {
            const TextRun& run = engine.run(text, {.size_px = 38, .wrap_px = width, .balance = balance});
            ASSERT_GT(run.lines, 1);
            for (const auto& line : run.line_texts) EXPECT_FALSE(begins_badly(line)) << width << " " << line;
        }
    }
}

TEST(Text, BreakingLosesNoCharacter) {
    TextEngine engine;
    const std::string text = "交卡以后十天之内，新卡会送回您的社区。";
    const TextRun& run = engine.run(text, {.size_px = 38, .wrap_px = 260});
    EXPECT_EQ(std::accumulate(run.line_texts.begin(), run.line_texts.end(), std::string()), text);
}

TEST(Text, ChineseWordStaysOnOneLine) {
    TextEngine engine;
    const std::string text = "您的社保卡没有照片，新卡做不出来。请带上老卡和身份证，到窗口来，工作人员帮您办。";
    for (const bool balance : {false, true}) {
        for (int width = 160; width < 900; width += 7) {
            const TextRun& run = engine.run(text, {.size_px = 38, .wrap_px = width, .balance = balance});
            for (const char* word : {"社保卡", "照片", "新卡", "老卡", "身份证", "窗口", "工作人员"})
                EXPECT_TRUE(std::ranges::any_of(run.line_texts,
                                                [&](const auto& line) { return line.find(word) != std::string::npos; }))
                    << word << " at " << width;
        }
    }
}

TEST(Text, ChineseCharacterIsAsWideAsItsSize) {
    TextEngine engine;
    EXPECT_NEAR(engine.run("敬老卡", {.size_px = 40}).width, 120, 2);
}

TEST(Text, EnglishWordIsNeverCut) {
    TextEngine engine;
    const TextRun& run = engine.run("Registered outside Chongqing", {.size_px = 48, .wrap_px = 120});
    EXPECT_EQ(run.lines, 3);
    EXPECT_GT(run.width, 120) << "the page must learn that it does not fit";
}

TEST(Text, LastLineIsNotOneLostCharacter) {
    TextEngine engine;
    const std::string text = "一二三四五六七八九十一";  // ten fit
    const TextRun& run = engine.run(text, {.size_px = 40, .wrap_px = 405});
    ASSERT_EQ(run.lines, 2);
    EXPECT_GE(run.line_texts.back().size(), 3U * 3U);
}

TEST(Text, BalancedLinesAreAboutEquallyLong) {
    TextEngine engine;
    const TextRun& run = engine.run("请把卡平放在桌子上面先不要动", {.size_px = 40, .wrap_px = 500, .balance = true});
    ASSERT_EQ(run.lines, 2);
    EXPECT_EQ(run.line_texts[0].size(), run.line_texts[1].size());
}

struct Rare {
    const char* name;
    std::string text;
};
void PrintTo(const Rare& row, std::ostream* out) { *out << row.name; }
class RareCharacter : public testing::TestWithParam<Rare> {};

TEST_P(RareCharacter, IsDrawnAndNotReplaced) {
    TextEngine engine;
    const TextRun& run = engine.run(GetParam().text, {.size_px = 64});
    ASSERT_EQ(run.line_texts.size(), 1U);
    EXPECT_EQ(run.line_texts[0], GetParam().text);
    EXPECT_GT(ink(run), 200U);
}

INSTANTIATE_TEST_SUITE_P(, RareCharacter,
                         testing::Values(Rare{"extension_a", "䶮"}, Rare{"extension_b", "𠅤"}, Rare{"extension_c", "𪜀"},
                                         Rare{"extension_d", "𫝀"}, Rare{"extension_e", "𫠠"}, Rare{"extension_f", "𬺰"},
                                         Rare{"extension_g", "𰻞"}, Rare{"extension_h", "\U00031350"},
                                         Rare{"new_in_the_basic_block", "\u9FFF"}),
                         [](const auto& test) { return std::string(test.param.name); });

// A line as wide as its characters holds no box, which is wider or narrower; and each character leaves ink.
TEST(Text, DrawsEveryCommonCharacter) {
    constexpr int size = 32, in_a_line = 60;
    constexpr std::size_t least_ink = 12;  // 一
    TextEngine engine;
    std::istringstream codes(support::read_file(kiosk::common_characters_path()));
    std::u32string all;
    for (std::uint32_t code = 0; codes >> std::hex >> code;) all += static_cast<char32_t>(code);
    ASSERT_EQ(all.size(), 8105U);
    for (std::size_t from = 0; from < all.size(); from += in_a_line) {
        const auto line = all.substr(from, in_a_line);
        const TextRun& run = engine.run(kiosk::to_utf8(line), {.size_px = size});
        EXPECT_NEAR(run.width, size * static_cast<int>(line.size()), 1) << kiosk::to_utf8(line);
        std::vector<std::size_t> inks(line.size());
        for (int y = 0; y < run.coverage.height; ++y)
            for (int x = 0; x < run.coverage.width; ++x) {
                const auto at = static_cast<std::size_t>(std::clamp(x + run.ink_x, 0, run.width - 1) / size);
                const auto pixel = static_cast<std::size_t>(y * run.coverage.stride + x);
                if (run.bytes[pixel] > 127) ++inks.at(std::min(at, line.size() - 1));
            }
        for (std::size_t i = 0; i < line.size(); ++i) EXPECT_GT(inks[i], least_ink) << kiosk::to_utf8(line.substr(i, 1));
        engine.begin_pass();
    }
}

struct Unshowable {
    const char *name, *text;
};
void PrintTo(const Unshowable& row, std::ostream* out) { *out << row.name; }
class CharacterWithoutFont : public testing::TestWithParam<Unshowable> {};

// How much of the row or column with the most ink is inked.
double fullest(const TextRun& run, bool row) {
    const int width = run.coverage.width, height = run.coverage.height;
    int most = 0;
    for (int a = 0; a < (row ? height : width); ++a) {
        int inked = 0;
        for (int b = 0; b < (row ? width : height); ++b) {
            const auto pixel = row ? a * width + b : b * width + a;
            if (run.bytes[static_cast<std::size_t>(pixel)] > 80) ++inked;
        }
        most = std::max(most, inked);
    }
    return static_cast<double>(most) / (row ? width : height);
}

TEST_P(CharacterWithoutFont, IsABoxWithSomethingInIt) {
    TextEngine engine;
    const TextRun& run = engine.run(GetParam().text, {.size_px = 64});
    EXPECT_EQ(run.line_texts.at(0), GetParam().text) << "what is read aloud stays";
    EXPECT_GT(fullest(run, true), 0.85);
    EXPECT_GT(fullest(run, false), 0.85);
    EXPECT_GT(ink(run), ink(engine.run("□", {.size_px = 64})) + 200);
    EXPECT_LT(run.width, 80) << "hardly wider than a character";
}

INSTANTIATE_TEST_SUITE_P(, CharacterWithoutFont,
                         testing::Values(Unshowable{"extension_i", "\U0002EBF0"},
                                         Unshowable{"unassigned_ideograph", "\U0003347F"},
                                         Unshowable{"private_use", "\uE863"}, Unshowable{"private_use_of_a_font", "\uE000"},
                                         Unshowable{"private_use_plane", "\U00100000"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(BoxOfACharacter, TellsItFromAnotherByItsCode) {
    TextEngine engine;
    const TextStyle style{.size_px = 64};
    const TextRun one = engine.run("\U0002EBF0", style), other = engine.run("\U0002EBF8", style);
    ASSERT_EQ(one.bytes.size(), other.bytes.size());
    const int width = one.coverage.width;
    int differing = 0;
    for (int at = 0; at < static_cast<int>(one.bytes.size()); ++at) {
        if (one.bytes[static_cast<std::size_t>(at)] == other.bytes[static_cast<std::size_t>(at)]) continue;
        ++differing;
        EXPECT_GT(at % width, width / 2) << "the last of six digits, in the lower right";
        EXPECT_GT(at / width, one.coverage.height / 2);
    }
    EXPECT_GT(differing, 10);
}

TEST(Text, LostCharacterIsAnEmptyBox) {
    TextEngine engine;
    const TextRun& run = engine.run("王\xFF泽", {.size_px = 64});
    EXPECT_EQ(run.line_texts.at(0), "王□泽");
    EXPECT_GT(ink(run), ink(engine.run("王　泽", {.size_px = 64})) + 100);
}

TEST(Text, AlignmentMovesTheInkInsideTheBox) {
    TextEngine engine;
    const auto at = [&](Align align) { return engine.run("左右", {.size_px = 40, .align = align, .wrap_px = 400}).ink_x; };
    EXPECT_LT(at(Align::left), 10);
    EXPECT_NEAR(at(Align::centre), 160, 8);
    EXPECT_NEAR(at(Align::right), 320, 8);
}

TEST(Text, BoldHasMoreInk) {
    TextEngine engine;
    EXPECT_GT(ink(engine.run("卡", {.size_px = 64, .weight = Weight::bold})), ink(engine.run("卡", {.size_px = 64})));
}

TEST(Text, BlankTextHasHeightAndNoInk) {
    TextEngine engine;
    const TextRun& run = engine.run("", {.size_px = 40});
    EXPECT_GT(run.height, 40);
    EXPECT_EQ(run.coverage.bytes, nullptr);
}

TEST(TextCache, LaysOutEachTextOnce) {
    TextEngine engine;
    const TextRun* first = &engine.run("我的卡", {.size_px = 40});
    engine.begin_pass();
    EXPECT_EQ(&engine.run("我的卡", {.size_px = 40}), first);
    EXPECT_EQ(engine.usage().laid_out, 1U);
    engine.run("我的卡", {.size_px = 41});
    EXPECT_EQ(engine.usage().laid_out, 2U);
}

TEST(TextCache, KeepsToItsBudgetOverThousandsOfNames) {
    constexpr std::size_t budget = 64 * 1024;
    TextEngine engine(budget);
    for (int i = 0; i < 3000; ++i) {
        engine.begin_pass();
        engine.run(std::to_string(i), {.size_px = 40});
    }
    EXPECT_LE(engine.usage().bytes, budget + 16 * 1024);
    EXPECT_LT(engine.usage().runs, 100U);
}

TEST(TextCache, DropsNothingThatThePassBeforeDrew) {
    TextEngine engine(1);
    const TextRun& kept = engine.run("留着", {.size_px = 40});
    engine.begin_pass();
    EXPECT_GT(ink(kept), 0U);
    EXPECT_EQ(engine.usage().runs, 1U);
    engine.begin_pass();
    EXPECT_EQ(engine.usage().runs, 0U);
}

}  // namespace
}  // namespace screens
