#include "kiosk/voice/speaker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "kiosk/base/assets.h"
#include "kiosk/voice/clip_names.h"
#include "kiosk/voice/recordings.h"
#include "tests/kiosk/voice/support.h"
#include "tests/support/pages.h"
#include "tests/support/process.h"

namespace kiosk::voice {
namespace {

const Book& book() {
    static const auto loaded = or_throw(Book::load(support::Hall::shipped().policy, asset_path("policy/shapingba.toml")));
    return loaded;
}

std::vector<Utterance> said_of(State state, Language language = Language::chinese) {
    const auto& hall = support::Hall::shipped();
    state.language = language;
    const Words tr(hall.words, language);
    return Speaker(book(), hall.words, language).page(page_of(state, {hall.policy, hall.faults, tr, hall.name}));
}

std::vector<Utterance> said_of(const Phase& phase, Language language = Language::chinese) {
    State state = samples::ready();
    state.phase = phase;
    return said_of(state, language);
}

std::string script(const std::vector<Utterance>& said) {
    std::string all;
    for (const auto& one : said) all += one.spoken + "\n";
    return all;
}

class SpokenPage : public testing::TestWithParam<samples::NamedState> {};

TEST_P(SpokenPage, GivesTheMandarinVoiceNothingButPinyin) {
    const auto said = said_of(GetParam().state);
    ASSERT_FALSE(said.empty());
    for (const auto& one : said) {
        EXPECT_EQ(one.language, Language::chinese);
        std::istringstream pieces(one.spoken);
        EXPECT_FALSE(one.spoken.empty()) << one.words;
        for (std::string piece; pieces >> piece;) {
            if (is_pause(piece.substr(piece.size() - 1))) piece.pop_back();
            EXPECT_TRUE(is_syllable(piece) || is_letter(piece)) << piece << " in: " << one.words;
        }
    }
}

TEST_P(SpokenPage, GivesTheEnglishVoiceNothingButEnglish) {
    const auto said = said_of(GetParam().state, Language::english);
    EXPECT_EQ(said.size(), said_of(GetParam().state).size());
    for (const auto& one : said) {
        EXPECT_EQ(one.language, Language::english);
        EXPECT_FALSE(one.spoken.empty()) << one.words;
        EXPECT_TRUE(std::ranges::all_of(one.spoken, [](char c) { return c >= ' ' && c <= '~'; }) ||
                    one.spoken.find("\u2026") != std::string::npos)
            << one.spoken;
    }
}

TEST_P(SpokenPage, SaysEverySentenceOfItByItsReviewedLine) {
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, Language::chinese);
    const auto page = page_of(GetParam().state, {hall.policy, hall.faults, tr, hall.name});
    const Speaker speaker(book(), hall.words, Language::chinese);
    for (const auto& sentence : page.over ? page.over->sentences : page.sentences)
        EXPECT_TRUE(sentence.words.id.empty() || speaker.line_of(sentence.words)) << sentence.words.text;
    for (const auto& choice : page.over ? page.over->choices : page.choices)
        EXPECT_NE(speaker.line_of(choice.words), nullptr) << choice.words.text;
}

INSTANTIATE_TEST_SUITE_P(, SpokenPage, testing::ValuesIn(support::gallery()),
                         [](const auto& test) { return test.param.name; });

TEST(Speaking, OfHomeIsInReadingOrder) {
    EXPECT_EQ(script(said_of(Home{})),
              "nin2 yao4 ban4 shen2 me5 shi4?\n"
              "ba3 ka3 fang4 zai4 du2 ka3 qi4 shang4, huo4 zhe3 an4 yi2 ge4 an4 niu3.\n"
              "ke3 yi3 an4\n"
              "wo3 de5 ka3 dao4 na3 le5\njiao1 shang4 qu4 huan4 xin1 de5 jing4 lao3 ka3\n"
              "wo3 de5 ka3 tui4 hui2 lai2 le5\nkan4 yuan2 yin1, na2 you1 xian1 hao4\n"
              "wo3 de5 ka3 neng2 huan4 xin1 ma5\nfang4 shang4 lai2 kan4 yi5 kan4\n"
              "wo3 yao4 dao4 chuang1 kou3 ban4\nna2 ge4 hao4\n"
              "wo3 xiang3 wen4 wen5\nxin1 ka3 zen3 me5 huan4, she4 bao3 ka3 neng2 ban4 shen2 me5\n");
}

TEST(Speaking, OfATicketSaysItsNumberAndTheWait) {
    auto ticket = samples::priority_ticket();
    ticket.place = {2, WaitRange{std::chrono::minutes{2}, std::chrono::minutes{12}}};
    const auto said = script(said_of(ShowingTicket{ticket, {}, {}}));
    EXPECT_TRUE(said.starts_with("you1 xian1 hao4\nA ling2 yao1 qi1 hao4\n")) << said;
    EXPECT_NE(said.find("nin2 qian2 mian4, liang3 ge4 ren2\n"), std::string::npos) << said;
    EXPECT_NE(said.find("da4 yue1 yao4 deng3, liang3 dao4 shi2 er4 fen1 zhong1\n"), std::string::npos) << said;
    EXPECT_NE(said.find("mei3 jiao4 liang3 wei4, ye3 jiao4 yi2 wei4 pu3 tong1 hao4.\n"), std::string::npos) << said;
}

TEST(Speaking, OfATicketInEnglishSpellsItsNumber) {
    const auto said = script(said_of(ShowingTicket{samples::priority_ticket(), {}, {}}, Language::english));
    EXPECT_TRUE(said.starts_with("Priority ticket\nnumber A 0 1 7\nAhead of you, 3 people\n")) << said;
}

TEST(Speaking, OfTheWayNamesTheStationsAndWhereTheCardIs) {
    const auto said = script(said_of(ShowingCase{samples::on_its_way(), {}}));
    EXPECT_NE(said.find("xing4 ce4, zui4 hou4 yi2 ge4 zi4 shi4 jia3, ka3 wei3 hao4 ling2 ling2 ling2 yao1\n"),
              std::string::npos)
        << said;
    EXPECT_NE(said.find("yang4 li4 she4 qu1, shi2 yi1 yue4 shi2 si4 ri4 jiao1 de5 ka3\n"), std::string::npos) << said;
    EXPECT_NE(said.find("zhi4 ka3 zhong1 xin1, shi2 yi1 yue4 shi2 ba1 ri4 dao4 de5, xian4 zai4 zai4 zhe4 li3.\n"),
              std::string::npos)
        << said;
}

TEST(Speaking, OfTypedDigitsTellsOnlyHowMany) {
    for (const auto language : {Language::chinese, Language::english}) {
        const auto said = said_of(Typing{Purpose::where_is_my_card, "987658", "", {}}, language);
        for (const auto& one : said) {
            EXPECT_EQ(one.spoken.find("jiu3 ba1"), std::string::npos) << one.spoken;
            EXPECT_EQ(one.spoken.find("9"), std::string::npos) << one.spoken;
            EXPECT_EQ(one.words.find("98"), std::string::npos) << one.words;
        }
        EXPECT_TRUE(std::ranges::any_of(said, [](const auto& one) {
            return one.spoken.ends_with("yi3 jing1 shu1 le5 liu4 wei4") || one.spoken.ends_with("6 typed");
        }));
    }
}

TEST(Speaking, OfTheOtherLanguageIsInThatLanguage) {
    const auto& hall = support::Hall::shipped();
    for (const auto language : {Language::chinese, Language::english}) {
        const Words tr(hall.words, language);
        auto state = samples::ready();
        state.language = language;
        const auto page = page_of(state, {hall.policy, hall.faults, tr, hall.name});
        const auto said = Speaker(book(), hall.words, language).choice(page.standing.language);
        ASSERT_EQ(said.size(), 1U);
        EXPECT_NE(said[0].language, language);
        EXPECT_EQ(said[0].spoken, language == Language::chinese ? "English" : "zhong1 wen2");
    }
}

TEST(Speaking, OfAChoiceTellsWhetherItIsPossible) {
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, Language::chinese);
    const Speaker speaker(book(), hall.words, Language::chinese);
    Choice choice{.words = tr.say("Print it again"), .intent = PrintAgain{}, .enabled = false};
    EXPECT_EQ(script(speaker.choice(choice)), "zai4 da3 yin4 yi4 zhang1\nxian4 zai4 bu4 neng2 an4\n");
}

// Nothing of the kind belongs onto a page; should it get there, whoever stands beside must not hear it.
class PlantedNumber : public testing::TestWithParam<const char*> {};
TEST_P(PlantedNumber, IsNeverSpokenWhole) {
    const std::string planted = GetParam();
    auto found = samples::came_back();
    found.stage = Stage::ready;
    found.masked_name = found.old_last4 = found.community = found.street = planted;
    for (const auto language : {Language::chinese, Language::english})
        for (const Phase& phase : {Phase{ShowingCase{found, {}}}, Phase{CardCameBack{found, {}}},
                                   Phase{ShowingVerdict{{Verdict::elsewhere, planted, {planted, planted}}, {}}}}) {
            auto text = script(said_of(phase, language));
            std::erase(text, ',');
            // Five of its digits in a row; the last four may be said.
            std::string chinese, english;
            for (const char c : std::string("80001")) {
                chinese += c == '8' ? "ba1 " : c == '0' ? "ling2 " : "yao1 ";
                english += std::string(1, c) + " ";
            }
            EXPECT_EQ(text.find(chinese.substr(0, chinese.size() - 1)), std::string::npos) << text;
            EXPECT_EQ(text.find(english.substr(0, english.size() - 1)), std::string::npos) << text;
            EXPECT_EQ(text.find("80001"), std::string::npos) << text;
        }
}
INSTANTIATE_TEST_SUITE_P(, PlantedNumber,
                         testing::Values("500106194080001239", "50010619408000123X", "4000000008000123", "13980001234",
                                         "139 8000 1234", "139-8000-1234", "3104920008000123456",
                                         "４０００００００８０００１２３４", "500106 19408000 123X", "4000.0000.8000.1234"),
                         [](const auto& test) { return "n" + std::to_string(test.index); });

TEST(FullName, IsNeverSpokenWholeEvenIfNobodyMaskedIt) {
    auto found = samples::came_back();
    found.masked_name = "王小明";
    for (const char* last4 : {"0001", ""})
        for (const auto language : {Language::chinese, Language::english}) {
            found.old_last4 = last4;
            const auto said = script(said_of(ShowingCase{found, {}}, language));
            EXPECT_EQ(said.find("xiao"), std::string::npos) << said;
            EXPECT_NE(said.find(language == Language::chinese ? "xing4 wang2" : "surname Wang"), std::string::npos) << said;
        }
}

TEST(Clips, AreOneASentenceAndUnitsForWhatIsFilledIn) {
    const auto& hall = support::Hall::shipped();
    const Speaker speaker(book(), hall.words, Language::chinese);
    const Words tr(hall.words, Language::chinese);
    const auto plain = speaker.phrase(tr.say("Please take your card")).clips;
    ASSERT_EQ(plain.size(), 1U);
    EXPECT_TRUE(plain[0].starts_with("qing-na-hao-nin-de-ka-")) << plain[0];
    const auto filled = speaker.phrase(tr.say("Card ending in {}", "0012")).clips;
    ASSERT_EQ(filled.size(), 5U);
    EXPECT_TRUE(filled[0].starts_with("ka-wei-hao-") && filled[0].ends_with("-1")) << filled[0];
    EXPECT_EQ(filled[3], "unit-yao1");
    EXPECT_TRUE(speaker.phrase(tr.say("This card is from {}", "\u56db\u5ddd")).clips.empty()) << "a place has no recording";
}

TEST(Clips, OfOtherWordsHaveOtherNames) {
    EXPECT_NE(clip_name("qing3 zuo4", "\u8bf7\u5750"), clip_name("qing3 zuo4", "\u8bf7\u505a"));
}

std::set<std::string> ids_of(const Page& page) {
    std::set<std::string> ids;
    for (const auto& sentence : page.over ? page.over->sentences : page.sentences) ids.insert(sentence.words.id);
    for (const auto& choice : page.over ? page.over->choices : page.choices) {
        ids.insert(choice.words.id);
        ids.insert(choice.second.id);
    }
    return ids;
}

TEST(Tour, SeesEverySentenceThatAPersonMayMeet) {
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, Language::english);
    const PageContext context{hall.policy, hall.faults, tr, hall.name};
    std::set<std::string> seen;
    for (const auto& [name, page] : tour(context)) seen.merge(ids_of(page));
    for (const auto& [name, state] : support::gallery())
        for (const auto& id : ids_of(page_of(state, context)))
            EXPECT_TRUE(seen.contains(id) || id.starts_with("Service ")) << name << ": " << id;
}

TEST(Recordings, HaveEachANameOfTheirOwn) {
    const auto& hall = support::Hall::shipped();
    for (const auto language : {Language::chinese, Language::english}) {
        const Words tr(hall.words, language);
        const auto pages = tour({hall.policy, hall.faults, tr, hall.name});
        std::set<std::string> names;
        for (const auto& recording : recordings(book(), hall.words, language, pages)) {
            EXPECT_TRUE(names.insert(recording.clip).second) << recording.clip;
            EXPECT_EQ(recording.clip.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"),
                      std::string::npos)
                << recording.clip;
            EXPECT_GT(recording.seconds, 0.2) << recording.words;
        }
        EXPECT_GT(names.size(), 150U);
    }
}

// What a person has recorded is all that a page needs, as far as no names are filled in.
TEST(Recordings, AreTheClipsThatPagesAskFor) {
    const auto& hall = support::Hall::shipped();
    const Words tr(hall.words, Language::chinese);
    const auto pages = tour({hall.policy, hall.faults, tr, hall.name});
    std::set<std::string> names;
    for (const auto& recording : recordings(book(), hall.words, Language::chinese, pages)) names.insert(recording.clip);
    const Speaker speaker(book(), hall.words, Language::chinese);
    for (const auto& [name, page] : pages)
        for (const auto& said : speaker.page(page))
            for (const auto& clip : said.clips)
                EXPECT_TRUE(names.contains(clip)) << name << ": " << clip << " of " << said.words;
}

TEST(Book, TellsAWrongLineWithItsPlace) {
    const support::TempDir dir;
    support::write_file(dir.path() / "hall.pinyin", "\u60a8\u597d\n    nin2 hao\n");
    const auto book = Book::load({}, dir.file("hall.toml"));
    ASSERT_FALSE(book);
    EXPECT_NE(book.error().detail.find("hall.pinyin:2: "), std::string::npos) << book.error().detail;
}

}  // namespace
}  // namespace kiosk::voice
