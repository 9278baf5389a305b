#include "kiosk/page/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/pages.h"

// What the pages say and offer, without a glass.
namespace kiosk {
namespace {

Page page_in(Language language, State state) {
    const auto& hall = support::Hall::shipped();
    state.language = language;
    const Words tr(hall.words, language);
    return page_of(state, {hall.policy, hall.faults, tr, hall.name});
}

Page page_at(const Phase& phase, Language language = Language::chinese) {
    State state = samples::ready();
    state.phase = phase;
    return page_in(language, state);
}

// As a person reads it: a line a sentence, then what can be chosen; "*" is the likely one, "-" cannot be chosen now.
std::string read(const std::vector<Sentence>& sentences, const std::vector<Choice>& choices) {
    std::string all;
    for (const auto& sentence : sentences)
        all += sentence.words.text + (sentence.value.empty() ? "" : ": " + sentence.value) + "\n";
    for (const auto& choice : choices)
        all += std::string(choice.likely ? "[*" : "[") + (choice.enabled ? "" : "-") + choice.words.text + "]\n";
    return all;
}
std::string read(const Page& page) { return read(page.sentences, page.choices); }

class WholePage : public testing::TestWithParam<samples::NamedState> {};

TEST_P(WholePage, BeginsWithATitleAndNamesEverySentence) {
    for (const auto language : {Language::chinese, Language::english}) {
        const auto page = page_in(language, GetParam().state);
        ASSERT_FALSE(page.sentences.empty());
        EXPECT_EQ(page.sentences.front().role, Role::title);
        EXPECT_EQ(std::ranges::count(page.sentences, Role::title, &Sentence::role), 1);
        for (const auto& [role, words, icon, value, focused] : page.sentences) {
            EXPECT_FALSE(focused);
            EXPECT_FALSE(words.text.empty());
            const bool is_name = role == Role::number || words.text == "𠅤＊䶮";  // the same in any language
            EXPECT_NE(words.id.empty(), !is_name) << words.text;
            EXPECT_EQ(value.empty(), role != Role::field) << words.text;
        }
    }
}

TEST_P(WholePage, SaysTheSameInBothLanguages) {
    const auto chinese = page_in(Language::chinese, GetParam().state),
               english = page_in(Language::english, GetParam().state);
    ASSERT_EQ(chinese.sentences.size(), english.sentences.size());
    for (std::size_t i = 0; i < chinese.sentences.size(); ++i) {
        EXPECT_EQ(chinese.sentences[i].words.id, english.sentences[i].words.id);
        EXPECT_EQ(chinese.sentences[i].role, english.sentences[i].role);
        EXPECT_TRUE(chinese.sentences[i].words.id.empty() ||
                    chinese.sentences[i].words.text != english.sentences[i].words.text)
            << "not translated: " << english.sentences[i].words.text;
    }
    ASSERT_EQ(chinese.choices.size(), english.choices.size());
    for (std::size_t i = 0; i < chinese.choices.size(); ++i) {
        EXPECT_EQ(chinese.choices[i].words.id, english.choices[i].words.id);
        EXPECT_EQ(chinese.choices[i].intent, english.choices[i].intent);
    }
}

TEST_P(WholePage, OffersEachThingOnceAndOneAsLikelyAtMost) {
    const auto page = page_in(Language::chinese, GetParam().state);
    for (const auto& choices : {page.choices, page.over ? page.over->choices : std::vector<Choice>{}}) {
        EXPECT_LE(std::ranges::count(choices, true, &Choice::likely), 1);
        for (std::size_t i = 0; i < choices.size(); ++i)
            for (std::size_t k = 0; k < i; ++k) EXPECT_NE(choices[i].intent, choices[k].intent);
    }
    EXPECT_EQ(page.choices.empty(), page.layout == Layout::waiting);
}

INSTANTIATE_TEST_SUITE_P(, WholePage, testing::ValuesIn(support::gallery()),
                         [](const auto& test) { return test.param.name; });

TEST(Page, OfACardThatCameBackSaysWhyWhatToBringAndOffersThePriorityTicket) {
    const auto page = page_at(CardCameBack{samples::came_back(), {}}, Language::english);
    EXPECT_EQ(page.layout, Layout::answer);
    EXPECT_EQ(read(page),
              "Your card came back\n"
              "Your social security card has no photo, so the new card could not be made.\n"
              "Please bring your old card and ID card to the counter. We will help you.\n"
              "[*Take a priority ticket]\n[See its way]\n[Print it for me]\n");
}

TEST(Page, WithoutPaperSaysWhyThatTheNumberIsGoodAndWhoHelps) {
    const auto page =
        page_at(ShowingTicket{samples::priority_ticket(), {Paper::not_printed, "job-1", {}, Fault::paper_out}, {}},
                Language::english);
    const auto words = read(page);
    EXPECT_NE(words.find("A017\n"), std::string::npos);
    EXPECT_NE(words.find("The printer is out of paper\nNo paper came out. Please tell the staff.\n"
                         "Your number is good. Please remember: A017\n"),
              std::string::npos)
        << words;
}

TEST(Page, OfTypingWaitsForAllCharacters) {
    auto page = page_at(Typing{Purpose::where_is_my_card, "01000", {}, {}});
    EXPECT_TRUE(page.entries[0].active);
    EXPECT_TRUE(page.keys->with_x) << "an ID number may end with X";
    EXPECT_FALSE(page.choices[0].enabled);
    page = page_at(Typing{Purpose::where_is_my_card, "01000X", "0002", {}});
    EXPECT_FALSE(page.entries[0].active || page.entries[1].active);
    EXPECT_FALSE(page.keys->enabled);
    EXPECT_TRUE(page.choices[0].enabled);
}

TEST(Page, KeepsTheServiceOfReturnedCardsToThem) {
    const auto& policy = support::Hall::shipped().policy;
    const auto page = page_at(ChoosingService{});
    EXPECT_EQ(page.choices.size() + 1, policy.services.size());
    EXPECT_EQ(std::ranges::count(page.choices, Intent{ChooseService{policy.priority_service}}, &Choice::intent), 0);
}

TEST(Page, OfStaffCalledLiesOverThePageAndCanBePutAway) {
    State state = samples::ready();
    state.staff_call = StaffCall{};
    const auto page = page_in(Language::english, state);
    ASSERT_TRUE(page.over);
    EXPECT_EQ(read(page.over->sentences, page.over->choices),
              "Please wait here for the staff\nWave or call if nobody comes.\n[I need no help any more]\n");
}

TEST(Page, OfStaffWhoDoNotComeSaysWhatElseToDo) {
    State state = samples::ready();
    state.staff_call = StaffCall{.late = true};
    const auto page = page_in(Language::english, state);
    ASSERT_TRUE(page.over);
    EXPECT_EQ(read(page.over->sentences, page.over->choices),
              "Nobody has come yet\nPlease tell the counter, or ask somebody near you to call.\n"
              "Questions? Call 95105111 (elderly card), 12333 (social security card).\n[I need no help any more]\n");
}

TEST(Page, StillThereCountsDown) {
    State state = samples::ready();
    state.phase = Typing{};
    state.wipe_at = state.now.steady + std::chrono::milliseconds(12300);
    const auto page = page_in(Language::english, state);
    EXPECT_EQ(page.over->sentences.at(1).words.text, "This page closes in 13 seconds.");
    EXPECT_EQ(page.over->sentences.at(1).words.id, "This page closes in {} seconds.") << "its recording's key";
}

TEST(Page, OfASecondCardSaysThatItIsAnotherOne) {
    State state = samples::ready();
    state.another_card = true;
    const IssuedTicket ticket = samples::priority_ticket();
    for (const Phase& phase : {Phase{ShowingCase{samples::on_its_way(), {}}}, Phase{CardCameBack{samples::came_back(), {}}},
                               Phase{ShowingVerdict{}}, Phase{ShowingTicket{ticket, {}, samples::came_back()}}}) {
        state.phase = phase;
        EXPECT_NE(read(page_in(Language::english, state)).find("This is another card than the one before.\n"),
                  std::string::npos)
            << name(phase);
    }
}

TEST(Page, AfterPressesThatSlidOffOffersTheLikelyOneByHalves) {
    State state = samples::ready();
    state.phase = CardCameBack{samples::came_back(), {}};
    state.slips = slips_until_offer - 1;
    EXPECT_FALSE(page_in(Language::english, state).over);
    state.slips = slips_until_offer;
    const auto page = page_in(Language::english, state);
    ASSERT_TRUE(page.over);
    EXPECT_TRUE(page.over->by_halves);
    EXPECT_EQ(read(page.over->sentences, page.over->choices),
              "Did you want to press this?\n[No, something else]\n[*Take a priority ticket]\n");
    EXPECT_EQ(page.over->choices.back().intent, Intent{TakePriorityTicket{}});
    state.phase = ChoosingService{};
    EXPECT_FALSE(page_in(Language::english, state).over) << "there nobody knows what is likely";
}

TEST(Page, LengthIsThatOfItsWordsInEitherLanguage) {
    Page page;
    page.sentences = {{.words = {"", "您的卡"}, .value = "10 到 20 分钟"}};
    EXPECT_EQ(reading_length(page), 3 + 2 + 1 + 2 + 2);
    page.sentences = {{.words = {"", "Your card came back."}}};
    EXPECT_EQ(reading_length(page), 8);
    const auto verdict = reading_length(page_at(ShowingVerdict{}));
    EXPECT_GT(reading_length(page_at(ShowingScenarios{})), 3 * verdict);
}

TEST(Page, HasAWayBackUnlessThereIsNone) {
    EXPECT_FALSE(page_at(Home{}).standing.back);
    EXPECT_FALSE(page_at(TakeYourCard{}).standing.back);
    EXPECT_TRUE(page_at(Typing{}).standing.back);
    EXPECT_EQ(page_at(Home{}).standing.language.words.text, "English");
    EXPECT_EQ(page_at(Home{}, Language::english).standing.language.words.text, "中文");
}

// ---- what a card is called
struct Called {
    Verdict verdict;
    const char* title;
    Bilingual place{};
};
void PrintTo(const Called& row, std::ostream* out) { *out << row.title; }
class CardName : public testing::TestWithParam<Called> {};

TEST_P(CardName, IsSaidInPlainWords) {
    const auto page = page_at(ShowingVerdict{{GetParam().verdict, "0007", GetParam().place}, Purpose::where_is_my_card});
    EXPECT_EQ(page.sentences.front().role, Role::title);
    EXPECT_EQ(page.sentences.front().words.text, GetParam().title);
}

INSTANTIATE_TEST_SUITE_P(
    , CardName,
    testing::Values(Called{Verdict::upgradable, "这张老卡可以换新卡"}, Called{Verdict::already_new, "这已经是新卡了"},
                    Called{Verdict::new_unclear, "看不出这是不是敬老卡"}, Called{Verdict::outlying_county, "这是区县发的卡"},
                    Called{Verdict::ordinary, "这是普通的公交卡"}, Called{Verdict::student, "这是学生卡"},
                    Called{Verdict::military, "这是军人卡"}, Called{Verdict::test, "这是测试用的卡"},
                    Called{Verdict::expired, "这张卡过期了"}, Called{Verdict::elsewhere, "这是外地的卡"},
                    Called{Verdict::elsewhere, "这是北京的卡", {"北京", "Beijing"}},
                    Called{Verdict::social_serves, "这张社保卡可以坐车"}, Called{Verdict::social_first, "这是第一代社保卡"},
                    Called{Verdict::social_second, "这是第二代社保卡"}, Called{Verdict::social_third, "这是第三代社保卡"},
                    Called{Verdict::social_elsewhere, "这是四川的社保卡", {"四川", "Sichuan"}},
                    Called{Verdict::social_expired, "这张社保卡过期了"},
                    Called{Verdict::old_unreadable, "这张卡在这里读不出来"}, Called{Verdict::numberless, "这张卡读不出卡号"},
                    Called{Verdict::phone, "没有读到卡"}, Called{Verdict::resident_id, "这是身份证"},
                    Called{Verdict::bank, "这是银行卡"}, Called{Verdict::blocked, "这张卡已经停用了"},
                    Called{Verdict::unknown, "不认识这张卡"}),
    [](const auto& test) {
        return std::string(name(test.param.verdict)) + (test.param.place.en.empty() ? "" : "_of_" + test.param.place.en);
    });

}  // namespace
}  // namespace kiosk
