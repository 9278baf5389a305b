#include "kiosk/voice/lines.h"

#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "kiosk/base/assets.h"
#include "kiosk/base/words.h"
#include "kiosk/policy/faults.h"
#include "kiosk/policy/policy.h"
#include "kiosk/voice/line_check.h"
#include "kiosk/voice/policy_words.h"
#include "tests/kiosk/voice/support.h"

namespace kiosk::voice {
namespace {

Lines parsed(const std::string& text) { return or_throw(Lines::parse(text, "a.pinyin")); }

TEST(LinesFile, IsWordsAndTheirPinyinBelow) {
    const auto lines = parsed(
        "# for translators\n\n还有{}秒，这一页就关了。\n    hai2 you3 {:count} miao3, zhe4 yi2 ye4 jiu4 guan1 le5.\n");
    const auto* line = lines.find("还有{}秒，这一页就关了。");
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(line->holes, (std::vector<Hole>{{Hole::Kind::count, 0}}));
    EXPECT_EQ(joined(line->pieces[0]), "hai2 you3");
    EXPECT_EQ(joined(line->pieces[1]), "miao3, zhe4 yi2 ye4 jiu4 guan1 le5.");
    EXPECT_EQ(lines.find("还有3秒，这一页就关了。"), nullptr);
    EXPECT_EQ(lines.made_into("还有3秒，这一页就关了。"), line);
}

TEST(LinesFile, MayComeFromAnEditorOfWindows) {
    const auto lines = parsed("\xEF\xBB\xBF您好\r\n\tnin2 hao3 \r\n\r\n");
    ASSERT_NE(lines.find("您好"), nullptr);
    EXPECT_EQ(joined(lines.find("您好")->pieces[0]), "nin2 hao3");
}

TEST(LinesFile, ThatIsNotThereIsEmpty) {
    const auto lines = Lines::load("/nowhere/a.pinyin");
    ASSERT_TRUE(lines);
    EXPECT_TRUE(lines->all().empty());
}

TEST(LinesFile, FindsTheLineThatATextWasMadeOf) {
    const auto lines = parsed(
        "{}号\n  {:digits} hao4\n{} 个人\n  {:count} ge4 ren2\n{}到的\n  {} dao4 de5\n{}在{}到的\n  {} zai4 {} dao4 de5\n");
    const auto made_of = [&](const char* text) {
        const auto* line = lines.made_into(text);
        return line ? line->words : "";
    };
    EXPECT_EQ(made_of("A017号"), "{}号");
    EXPECT_EQ(made_of("重庆银行 A017号"), "") << "no digits are in its place";
    EXPECT_EQ(made_of("三 个人"), "");
    EXPECT_EQ(made_of("3 个人"), "{} 个人");
    EXPECT_EQ(made_of("我在家到的"), "{}在{}到的") << "the more of the words fit, the surer it is";
    EXPECT_EQ(made_of("到的"), "");
}

struct Mistake {
    const char *name, *text, *complaint;
};
void PrintTo(const Mistake& row, std::ostream* out) { *out << row.name; }
std::string mistake_name(const testing::TestParamInfo<Mistake>& test) { return test.param.name; }

class WrongFile : public testing::TestWithParam<Mistake> {};
TEST_P(WrongFile, IsRefusedWithItsLine) {
    const auto lines = Lines::parse(GetParam().text, "a.pinyin");
    ASSERT_FALSE(lines);
    EXPECT_NE(lines.error().detail.find(GetParam().complaint), std::string::npos) << lines.error().detail;
}
INSTANTIATE_TEST_SUITE_P(
    , WrongFile,
    testing::Values(Mistake{"no_pinyin", "您好\n请坐\n  qing3 zuo4\n", "a.pinyin:2: the words above have no pinyin"},
                    Mistake{"no_pinyin_at_the_end", "您好\n", "the last words have no pinyin"},
                    Mistake{"no_words", "  nin2 hao3\n", "a.pinyin:1: pinyin without the words"},
                    Mistake{"two_lines_of_pinyin", "您好\n  nin2 hao3\n  nin2 hao3\n", "a.pinyin:3: pinyin without"},
                    Mistake{"no_tone", "您好\n  nin2 hao\n", "\"hao\" is no syllable"},
                    Mistake{"hanzi", "您好\n  nin2 好\n", "is no syllable"},
                    Mistake{"misspelt", "中\n  zhogn1\n", "\"zhogn1\" is no syllable"},
                    Mistake{"twice", "您好\n  nin2 hao3\n您好\n  nin2 hao3\n", "a second time"},
                    Mistake{"unknown_hole", "{}个\n  {:word} ge4\n", "a hole is"},
                    Mistake{"brace_alone", "{}个\n  { ge4\n", "a hole is"},
                    Mistake{"not_utf8", "\xff\n  hao3\n", "not UTF-8"}),
    mistake_name);

TEST(Template, FindsWhatWasFilledIn) {
    const auto made = Template::parse("{}　卡尾号 {}");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->values_in("王＊明　卡尾号 0017"), (std::vector<std::string>{"王＊明", "0017"}));
    EXPECT_EQ(made->values_in("王＊明"), std::nullopt);
    EXPECT_EQ(Template::parse("{}到的")->values_in("到的"), std::vector<std::string>{""});
    EXPECT_EQ(Template::parse("没有")->values_in("没有了"), std::nullopt);
    EXPECT_EQ(Template::parse("aa{}a")->values_in("aa"), std::nullopt) << "the end must not overlap the beginning";
}

class WrongLine : public testing::TestWithParam<Mistake> {};
TEST_P(WrongLine, IsFound) {
    const auto lines = parsed(GetParam().text);
    const auto mistakes = mistakes_of(lines.all().begin()->second, readings());
    const std::string complaint = GetParam().complaint;
    ASSERT_EQ(mistakes.size(), complaint.empty() ? 0U : 1U) << (mistakes.empty() ? "" : mistakes.front());
    if (mistakes.empty()) return;
    EXPECT_NE(mistakes.front().find(complaint), std::string::npos) << mistakes.front();
}
INSTANTIATE_TEST_SUITE_P(
    , WrongLine,
    testing::Values(Mistake{"right", "我在重庆办1张卡。\n  wo3 zai4 chong2 qing4 ban4 yi4 zhang1 ka3.\n", ""},
                    Mistake{"syllable_lost", "请坐下\n  qing3 zuo4\n", "has no syllable for 下"},
                    Mistake{"syllable_too_many", "请坐\n  qing3 zuo4 xia4\n", "more syllables than characters: xia4"},
                    Mistake{"other_character", "请坐\n  qing3 zou3\n", "reads 坐 as zou3, which no dictionary permits"},
                    Mistake{"other_tone", "请坐\n  qing3 zuo1\n", "which no dictionary permits"},
                    Mistake{"unusual", "行人\n  hang2 ren2\n", "which is unusual: add the word"},
                    Mistake{"word_of_the_list", "重庆\n  zhong4 qing4\n", "otherwise than zh_CN.readings: chong2 qing4"},
                    Mistake{"one_unbent", "一个\n  yi1 ge4\n", ""},
                    Mistake{"one_bent_wrongly", "一张\n  yi2 zhang1\n", "says yi2 before zhang1"},
                    Mistake{"not_unbent", "不是\n  bu4 shi4\n", "says bu4 before shi4"},
                    Mistake{"number", "65岁\n  liu4 wu3 sui4\n", ""},
                    Mistake{"wrong_number", "65岁\n  liu4 shi2 liu4 sui4\n", "does not say the number 65"},
                    Mistake{"hole_lost", "{}个\n  ge4\n", "holes"}, Mistake{"hole_added", "个\n  {} ge4\n", "holes"},
                    Mistake{"holes_swapped", "{0}到{1}\n  {1} dao4 {0}\n", "holes"}),
    mistake_name);

// What the program says, and its two policies.
std::string complaints(const Lines& lines, const std::set<std::string>& words) {
    std::string list;
    for (const auto& one : words)
        if (!lines.find(one)) list += one + ": has no line\n";
    for (const auto& [one, line] : lines.all()) {
        if (!words.contains(one)) list += one + ": is said nowhere\n";
        for (const auto& mistake : mistakes_of(line, readings())) list += one + ": " + mistake + "\n";
    }
    return list;
}

TEST(ShippedLines, AreThereForEverySentenceOfTheCatalogAndFitIt) {
    const auto catalog = Catalog::load(words_path());
    const auto lines = Lines::load(asset_path("locale/zh_CN.pinyin"));
    ASSERT_TRUE(catalog);
    ASSERT_TRUE(lines) << lines.error().detail;
    std::set<std::string> words;
    for (const auto& [english, chinese] : catalog->all()) words.insert(chinese);
    EXPECT_GT(words.size(), 200U);
    EXPECT_EQ(complaints(*lines, words), "");
}

TEST(ShippedLines, AreThereForEveryFault) {
    const auto faults = FaultCatalog::load(asset_path("faults.toml"));
    const auto lines = Lines::load(asset_path("faults.pinyin"));
    ASSERT_TRUE(faults);
    ASSERT_TRUE(lines) << lines.error().detail;
    std::set<std::string> words;
    for (const auto fault : all_faults())
        for (const auto& said : {faults->words(fault).title, faults->words(fault).advice}) words.insert(said.zh);
    EXPECT_EQ(complaints(*lines, words), "");
}

class ShippedPolicy : public testing::TestWithParam<std::string> {};
TEST_P(ShippedPolicy, HasALineForAllThatIsSaidOfIt) {
    const auto policy = load_policy(asset_path("policy/" + GetParam() + ".toml"));
    auto lines = Lines::load(asset_path("policy/" + GetParam() + ".pinyin"));
    ASSERT_TRUE(policy) << policy.error().detail;
    ASSERT_TRUE(lines) << lines.error().detail;
    const auto of_scenarios = asset_path("policy/" + policy->scenarios_file.substr(0, policy->scenarios_file.size() - 5));
    const auto more = Lines::load(of_scenarios + ".pinyin");
    ASSERT_TRUE(more) << more.error().detail;
    lines->add(*more);
    std::set<std::string> words;
    for (const auto& one : policy_words(*policy)) words.insert(one.zh);
    EXPECT_EQ(complaints(*lines, words), "");
}
INSTANTIATE_TEST_SUITE_P(, ShippedPolicy, testing::Values("shapingba", "sample-district"),
                         [](const auto& test) { return test.param == "shapingba" ? "shapingba" : "sample"; });

}  // namespace
}  // namespace kiosk::voice
