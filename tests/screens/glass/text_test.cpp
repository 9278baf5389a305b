#include "screens/glass/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "kiosk/base/utf8.h"

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
    const TextRun& run = engine.run("请把卡平放在读卡器上面不要动", {.size_px = 40, .wrap_px = 500, .balance = true});
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
                         testing::Values(Rare{"extension_a", "䶮"}, Rare{"extension_b", "𠅤"}, Rare{"extension_g", "𰻞"}),
                         [](const auto& test) { return std::string(test.param.name); });

struct Unshowable {
    const char* name;
    std::string text;
};
void PrintTo(const Unshowable& row, std::ostream* out) { *out << row.name; }
class CharacterWithoutFont : public testing::TestWithParam<Unshowable> {};

TEST_P(CharacterWithoutFont, BecomesAVisibleBox) {
    TextEngine engine;
    const TextRun& run = engine.run("王" + GetParam().text + "泽", {.size_px = 64});
    EXPECT_EQ(run.line_texts.at(0), "王□泽");
    EXPECT_GT(ink(run), ink(engine.run("王　泽", {.size_px = 64})) + 100);
}

INSTANTIATE_TEST_SUITE_P(, CharacterWithoutFont,
                         testing::Values(Unshowable{"private_use_plane", "\xF4\x80\x80\x80"},
                                         Unshowable{"unassigned_ideograph", "\xF0\xB3\x91\xBF"},
                                         Unshowable{"malformed_byte", "\xFF"},
                                         Unshowable{"replacement_character", "\uFFFD"}),
                         [](const auto& test) { return std::string(test.param.name); });

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

TEST(Fonts, ChineseFontIsInstalled) {
    const auto found = check_fonts();
    EXPECT_TRUE(found) << (found ? "" : found.error().detail);
}

}  // namespace
}  // namespace screens
