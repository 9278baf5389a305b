#include "kiosk/terminal/keypad.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "hw/speech/fake_speech.h"
#include "kiosk/terminal/narrator.h"
#include "kiosk/visit/visit.h"
#include "kiosk/visit/waiting.h"
#include "tests/support/pages.h"

// The terminal as ears and fingers on a keypad have it: visit, pages, keypad and voice together, without glass or devices.
namespace kiosk {
namespace {

using hw::FakeSpeech;
using Heard = std::vector<std::string>;

class EarsOnly : public testing::Test {
protected:
    EarsOnly() {
        state_.has_voice = true;
        auto speech = std::make_unique<FakeSpeech>();
        speech_ = speech.get();
        const auto& lines = voice::Lines::load(KIOSK_SOURCE_DIR "/assets/locale/zh_CN.pinyin");
        narrator_ = std::make_unique<Narrator>(voice::Book{*lines, {}, {}}, hall_.words, std::move(speech));
        follow();
    }

    void press(Key key, char character = 0) {
        if (const auto event = keypad_.press({key, character}, page_, state_, narrator_.get())) give(*event);
        follow();
    }
    void type(const std::string& digits) {
        for (const char digit : digits) press(Key::character, digit);
    }
    void give(const Event& event) {
        auto turn = visit(std::move(state_), event, hall_.policy, samples::noon());
        state_ = std::move(turn.state);
        for (const auto& effect : turn.effects)
            std::visit(
                [this](const auto& wish) {
                    if constexpr (requires { narrator_->perform(wish); }) narrator_->perform(wish);
                },
                effect);
        follow();
    }
    void follow() {
        const Words tr(hall_.words, state_.language);
        page_ = page_of(state_, {hall_.policy, hall_.faults, tr, hall_.name});
        narrator_->follow(page_, state_.language, is_spoken(state_, hall_.policy));
        keypad_.mark(page_);
    }
    Heard heard() {  // since it was asked last
        auto all = speech_->heard();
        Heard news(all.begin() + static_cast<std::ptrdiff_t>(asked_), all.end());
        asked_ = all.size();
        return news;
    }
    bool says(const std::string& words) const {
        const auto all = speech_->heard();
        return std::ranges::find(all, words) != all.end();
    }
    // What of a page was not said, with what it was looked for in.
    std::string unsaid(const Page& page) const {
        const auto all = speech_->heard();
        std::string missing;
        const auto look_for = [&](const std::string& words) {
            if (std::ranges::none_of(all, [&](const auto& said) { return said.find(words) != std::string::npos; }))
                missing += words + "\n";
        };
        for (const auto& sentence : page.sentences) look_for(sentence.words.text);
        for (const auto& choice : page.choices)
            if (choice.enabled) look_for(choice.words.text);
        return missing;
    }
    bool chimed(const std::string& which) const {
        return std::ranges::any_of(speech_->diary(), [&](const FakeSpeech::Entry& entry) {
            return entry.did == FakeSpeech::Did::chimed && entry.words == which;
        });
    }
    // Down to a choice, by its words.
    void walk_to(const std::string& words) {
        for (int i = 0; i < 40; ++i) {
            heard();
            press(Key::next);
            const auto now = heard();
            if (!now.empty() && now.front() == words) return;
        }
        FAIL() << "no " << words;
    }

    const support::Hall& hall_ = support::Hall::shipped();
    State state_ = samples::ready();
    Page page_;
    Keypad keypad_;
    FakeSpeech* speech_ = nullptr;
    std::unique_ptr<Narrator> narrator_;
    std::size_t asked_ = 0;
};

TEST_F(EarsOnly, FirstKeyReadsThePage) {
    EXPECT_EQ(heard(), Heard{});
    press(Key::next);
    const auto first = heard();
    ASSERT_FALSE(first.empty());
    EXPECT_EQ(first.front(), page_.sentences.front().words.text);
}

TEST_F(EarsOnly, WalkSaysOneThingAtATimeAndWhereThePageEnds) {
    press(Key::repeat);
    heard();
    press(Key::next);
    EXPECT_EQ(heard(), Heard{page_.sentences.front().words.text});
    press(Key::previous);
    EXPECT_EQ(heard(), Heard{"这一页听完了。"});
    press(Key::previous);
    EXPECT_EQ(heard(), Heard{page_.standing.call_staff.words.text});
}

TEST_F(EarsOnly, EnterTakesWhatWasHeardLast) {
    press(Key::repeat);
    walk_to("我的卡到哪了");
    press(Key::choose);
    EXPECT_EQ(name(state_.phase), "present_card");
    EXPECT_EQ(heard().front(), page_.sentences.front().words.text);
}

TEST_F(EarsOnly, QuestionIsAnsweredToItsEnd) {
    press(Key::repeat);
    walk_to("我想问问");
    press(Key::choose);
    walk_to("看病、医保");
    press(Key::choose);
    EXPECT_EQ(page_.sentences.front().words.text, "看病、医保");
    EXPECT_EQ(unsaid(page_), "");
}

TEST_F(EarsOnly, DigitsAreEchoedAsOneDigitAndNeverNamed) {
    state_.phase = Typing{Purpose::where_is_my_card, {}, {}, {}};
    press(Key::repeat);
    heard();
    press(Key::character, '7');
    EXPECT_EQ(heard(), Heard{"一位数字"});
    press(Key::erase);
    EXPECT_EQ(heard(), Heard{"删掉一位"});
    type("123456");
    const auto typed = heard();
    ASSERT_EQ(typed.size(), 7U) << "after the last of six the next entry is named";
    EXPECT_EQ(typed.back(), page_.entries.back().label.text);
    for (const auto& entry : speech_->diary()) EXPECT_EQ(entry.spoken.find("qi1"), std::string::npos) << entry.words;
}

TEST_F(EarsOnly, EnterAfterTheLastDigitLooksUp) {
    state_.phase = Typing{Purpose::where_is_my_card, {}, {}, {}};
    press(Key::repeat);
    type("0100080002");
    press(Key::choose);
    EXPECT_EQ(name(state_.phase), "looking_up");
}

TEST_F(EarsOnly, VolumeAndRateHaveKeysAndSayHowTheyAre) {
    press(Key::repeat);
    heard();
    press(Key::louder);
    EXPECT_EQ(heard(), Heard{"现在听起来是这样。"});
    EXPECT_EQ(speech_->diary().back().volume, hw::usual_volume + 1);
    press(Key::slower);
    EXPECT_EQ(narrator_->state().rate, hw::usual_rate - hw::rate_step);
}

TEST_F(EarsOnly, EnglishIsReadInEnglish) {
    press(Key::repeat);
    heard();
    press(Key::language);
    const auto first = heard();
    ASSERT_FALSE(first.empty());
    EXPECT_EQ(first.front(), page_.sentences.front().words.text);
    EXPECT_LT(static_cast<unsigned char>(first.front()[0]), 0x80);
}

TEST_F(EarsOnly, HelpSaysHowTheKeysWorkAndGoesAway) {
    press(Key::help);
    const auto help = heard();
    ASSERT_GE(help.size(), 2U);
    EXPECT_EQ(help[0], "按键这样用。");
    press(Key::back);
    EXPECT_FALSE(page_.over);
}

TEST_F(EarsOnly, AnyKeyAnswersAreYouStillThereAndThePageIsReadAnew) {
    press(Key::repeat);
    walk_to("我的卡到哪了");
    press(Key::choose);
    state_.wipe_at = samples::noon().steady + std::chrono::seconds(20);
    follow();
    heard();
    press(Key::next);
    EXPECT_FALSE(state_.wipe_at);
    EXPECT_EQ(heard().front(), page_.sentences.front().words.text);
}

TEST_F(EarsOnly, WhoeverWantsNoVoiceWalksInSilence) {
    give(Intent{StopListening{}});
    press(Key::next);
    EXPECT_EQ(heard(), Heard{});
    EXPECT_TRUE(page_.sentences.front().focused) << "with the ring alone";
}

TEST_F(EarsOnly, HeadphonesBeginWithAWelcomeAndADarkScreen) {
    press(Key::headphones_in);
    EXPECT_EQ(heard().front(), "您好，耳机插好了。");
    press(Key::next_choice);
    press(Key::choose);
    ASSERT_TRUE(page_.curtain);
    press(Key::headphones_out);
    EXPECT_FALSE(page_.curtain);
}

TEST_F(EarsOnly, BlindPersonLearnsWhyTheCardCameBackTakesAPriorityTicketAndLeaves) {
    press(Key::headphones_in);
    press(Key::next_choice);
    press(Key::choose);
    ASSERT_TRUE(page_.curtain);
    heard();
    give(CardInserted{});
    give(CardIdentified{samples::old_card()});
    EXPECT_TRUE(chimed("card_read"));
    give(CasesFound{state_.query, std::vector{samples::came_back()}});
    EXPECT_TRUE(says(page_.sentences.front().words.text));
    EXPECT_EQ(unsaid(page_), "") << "why, what to bring, what can be chosen";
    EXPECT_TRUE(page_.curtain);
    walk_to("拿优先号");
    press(Key::choose);
    give(TicketReady{state_.query, TicketAnswer{samples::priority_ticket()}});
    EXPECT_EQ(unsaid(page_), "") << "the number, and where to wait";
    const auto job = std::get<ShowingTicket>(state_.phase).paper.job;
    give(PaperBegun{job});
    give(PrintFinished{job, PrintOutcome::printed, {}});
    EXPECT_TRUE(chimed("ticket_out"));
    EXPECT_EQ(unsaid(page_), "") << "that the paper is there, and another can be had";
    EXPECT_TRUE(page_.curtain);
    walk_to("办完了");
    press(Key::choose);
    EXPECT_EQ(name(state_.phase), "take_your_card");
    EXPECT_TRUE(chimed("take_card"));
    EXPECT_TRUE(says(page_.sentences.front().words.text));
    give(CardRemoved{});
    EXPECT_EQ(name(state_.phase), "home");
}

TEST_F(EarsOnly, BellForTheStaffLeavesTheVoiceAsLoudAsItWas) {
    press(Key::louder);
    const int before = speech_->state().volume;
    press(Key::staff);
    EXPECT_TRUE(chimed("staff"));
    narrator_->perform(RaiseVoice{});
    narrator_->perform(RaiseVoice{});
    EXPECT_GT(speech_->state().volume, before);
    give(Intent{StaffCame{}});
    EXPECT_EQ(speech_->state().volume, before);
}

TEST_F(EarsOnly, SpeakingPageThatGrowsSaysOnlyWhatIsNew) {
    state_.phase = ShowingTicket{samples::priority_ticket(), {}, {}};
    std::get<ShowingTicket>(state_.phase).paper.paper = Paper::printing;
    press(Key::repeat);
    heard();
    std::get<ShowingTicket>(state_.phase).paper.paper = Paper::printed;
    follow();
    for (const auto& words : heard()) EXPECT_EQ(words.find("A0"), std::string::npos) << "the number was said already";
}

}  // namespace
}  // namespace kiosk
