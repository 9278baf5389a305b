#include <gtest/gtest.h>

#include <algorithm>

#include "tests/kiosk/visit/stand.h"

// The visit and the voice.
namespace kiosk {
namespace {

class VoiceTest : public testing::Test {
protected:
    VoiceTest() { stand.state.has_voice = true; }
    bool spoken() const { return is_spoken(stand.state, stand.policy); }
    template <class E>
    bool did(const E& effect) const {
        return std::ranges::find(stand.effects, Effect{effect}) != stand.effects.end();
    }
    Stand stand;
};

TEST_F(VoiceTest, IsSilentUntilSomebodyWantsToListen) {
    stand << Intent{ChooseWhereIsMyCard{}};
    EXPECT_FALSE(spoken());
    stand << Intent{Listen{}};
    EXPECT_TRUE(spoken());
    EXPECT_TRUE(did(SpeakAgain{}));
    stand << Intent{ChooseTyping{}};
    EXPECT_TRUE(spoken()) << "the next page too";
    stand << Intent{StopListening{}};
    EXPECT_FALSE(spoken());
    EXPECT_TRUE(did(HushVoice{}));
}

TEST_F(VoiceTest, SpeaksUnaskedWhereThePolicySaysSoButNotToAnEmptyHall) {
    stand.policy.voice.speaks_unasked = true;
    EXPECT_FALSE(spoken());
    stand << Intent{ChooseWhereIsMyCard{}};
    EXPECT_TRUE(spoken());
    stand << Intent{StopListening{}};
    EXPECT_FALSE(spoken());
}

TEST_F(VoiceTest, WelcomesWhoeverPlugsHeadphonesInAndOffersADarkScreen) {
    stand << HeadphonesChanged{true};
    EXPECT_TRUE(spoken());
    EXPECT_EQ(stand.state.menu, Menu::darkness);
    stand << Intent{DarkenScreen{}};
    EXPECT_TRUE(stand.state.dark);
    EXPECT_EQ(stand.state.menu, Menu::none);
    stand << Intent{ChooseWhereIsMyCard{}};
    EXPECT_TRUE(stand.state.dark);
}

TEST_F(VoiceTest, SaysNothingToTheHallOnceHeadphonesArePulledOut) {
    stand << HeadphonesChanged{true} << Intent{DarkenScreen{}} << Intent{ChooseWhereIsMyCard{}};
    stand << HeadphonesChanged{false};
    EXPECT_FALSE(spoken());
    EXPECT_TRUE(did(HushVoice{}));
    EXPECT_FALSE(stand.state.dark);
}

TEST_F(VoiceTest, ScreenStaysLitWithoutHeadphones) {
    stand << Intent{DarkenScreen{}};
    EXPECT_FALSE(stand.state.dark);
}

TEST_F(VoiceTest, EverythingIsAsUsualForTheNextPerson) {
    stand << HeadphonesChanged{true} << Intent{DarkenScreen{}} << Intent{ChooseWhereIsMyCard{}} << Intent{FinishVisit{}};
    EXPECT_TRUE(did(HushVoice{.over = true}));
    EXPECT_TRUE(spoken()) << "to whoever has the headphones on, if anybody";
    EXPECT_FALSE(stand.state.dark);
    EXPECT_TRUE(may_idle(stand.state));
}

TEST_F(VoiceTest, PageThatIsBeingReadOutIsNotTakenAway) {
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{Listen{}} << VoiceChanged{.speaking = true};
    stand.wait(stand.policy.idle_ask + 30s);
    EXPECT_FALSE(stand.state.wipe_at) << "an ear listens";
    stand << VoiceChanged{};
    stand.wait(stand.policy.idle_ask - 1s);
    EXPECT_FALSE(stand.state.wipe_at) << "and then needs as long as ever to think it over";
    stand.wait(1s);
    EXPECT_TRUE(stand.state.wipe_at);
}

TEST_F(VoiceTest, ThatTheKioskAsksIsNoSignOfSomebody) {
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{Listen{}};
    stand.wait(stand.policy.idle_ask);
    ASSERT_TRUE(stand.state.wipe_at);
    stand << VoiceChanged{.speaking = true} << VoiceChanged{};
    EXPECT_TRUE(stand.state.wipe_at);
    stand.wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.where(), "home");
}

TEST_F(VoiceTest, OneThatNeverEndsKeepsNoPageForEver) {
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{Listen{}} << VoiceChanged{.speaking = true};
    stand.wait(timing::longest_speech + stand.policy.idle_ask);
    EXPECT_TRUE(stand.state.wipe_at);
}

TEST_F(VoiceTest, MishapsAndSuccessesHaveTheirSounds) {
    stand << Intent{ChooseWhereIsMyCard{}} << CardInserted{} << CardIdentified{samples::old_card()};
    EXPECT_TRUE(did(GiveSign{Sign::card_read}));
    stand << CasesFound{stand.query(), std::vector{samples::came_back()}} << Intent{FinishVisit{}};
    EXPECT_TRUE(did(GiveSign{Sign::take_card})) << "it lies there still";
    stand << CardRemoved{} << Intent{ChooseWhereIsMyCard{}} << CardInserted{} << CardFailed{Fault::card_removed_early};
    EXPECT_TRUE(did(GiveSign{Sign::wrong}));
}

TEST_F(VoiceTest, PrintedPaperIsHeard) {
    take_priority_ticket(stand);
    stand << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    EXPECT_TRUE(did(GiveSign{Sign::ticket_out}));
}

class ForgottenCard : public VoiceTest {
protected:
    ForgottenCard() {
        tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
        stand << Intent{FinishVisit{}};
    }
    const TakeYourCard& left() const { return stand.phase<TakeYourCard>(); }
};

TEST_F(ForgottenCard, IsSpokenOfLouderAndLouder) {
    EXPECT_FALSE(spoken()) << "most people take it at once";
    for (int reminder = 1; reminder <= 3; ++reminder) {
        stand.wait(timing::card_reminder - 1s);
        EXPECT_EQ(left().reminders, reminder - 1);
        stand.wait(1s);
        EXPECT_EQ(left().reminders, reminder);
        EXPECT_TRUE(did(RaiseVoice{}));
        EXPECT_TRUE(did(GiveSign{Sign::take_card}));
        EXPECT_TRUE(did(SpeakAgain{}));
        EXPECT_TRUE(spoken()) << "unasked";
    }
}

TEST_F(ForgottenCard, IsTheStaffsAfterThePolicysTime) {
    while (!left().forgotten) {
        ASSERT_LE(stand.now.steady - left().since, stand.policy.idle_ask);
        const auto due = next_tick(stand.state, stand.policy);
        ASSERT_TRUE(due) << "it is never lost sight of";
        stand.wait(std::chrono::duration_cast<std::chrono::milliseconds>(*due - stand.now.steady));
    }
    EXPECT_EQ(stand.now.steady - left().since, stand.policy.idle_ask);
    const auto due = next_tick(stand.state, stand.policy);
    ASSERT_TRUE(due);
    EXPECT_GT(*due, stand.now.steady) << "the hall is not shouted at without end";
}

TEST_F(ForgottenCard, NextPersonHearsNothingOfIt) {
    stand.wait(timing::card_reminder);
    stand << CardRemoved{};
    EXPECT_EQ(stand.where(), "home");
    EXPECT_TRUE(did(HushVoice{.over = true})) << "the usual volume is back";
    EXPECT_FALSE(spoken());
}

TEST_F(VoiceTest, CallForStaffRingsLouderUntilSomebodyComes) {
    stand << Intent{CallStaff{}};
    EXPECT_TRUE(did(GiveSign{Sign::staff}));
    stand << Intent{CallStaff{}};
    EXPECT_TRUE(stand.effects.empty()) << "one bell is enough";
    for (auto rung = timing::staff_ring; rung < timing::staff_late; rung += timing::staff_ring) {
        stand.wait(timing::staff_ring - 1s);
        EXPECT_TRUE(stand.effects.empty());
        EXPECT_EQ(next_tick(stand.state, stand.policy), stand.now.steady + 1s);
        stand.wait(1s);
        EXPECT_TRUE(did(RaiseVoice{}));
        EXPECT_TRUE(did(GiveSign{Sign::staff}));
        EXPECT_FALSE(stand.state.staff_call->late);
    }
    stand << Intent{StaffCame{}};
    EXPECT_TRUE(did(RaiseVoice{.back = true})) << "the page is read as loud as before";
    stand.wait(timing::staff_ring);
    EXPECT_TRUE(stand.effects.empty());
}

TEST_F(VoiceTest, WhomNobodyComesToIsToldSoAndRungForSeldom) {
    stand << Intent{CallStaff{}};
    while (!stand.state.staff_call->late) stand.wait(1s);
    EXPECT_EQ(stand.now.steady - stand.state.staff_call->since, timing::staff_late);
    stand.wait(timing::staff_ring);
    EXPECT_TRUE(stand.effects.empty());
    stand.wait(timing::staff_late_ring - timing::staff_ring);
    EXPECT_TRUE(did(GiveSign{Sign::staff}));
    stand.wait(timing::staff).wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.where(), "home");
    EXPECT_FALSE(next_tick(stand.state, stand.policy)) << "nobody is there any more";
}

TEST_F(VoiceTest, CallForStaffIsToldElsewhereWhetherItIsHeardOrNot) {
    stand.state.has_voice = false;
    stand.state.has_pager = true;
    using News = TellStaff::News;
    stand << Intent{CallStaff{}};
    EXPECT_EQ(stand.effects, std::vector<Effect>{TellStaff{News::called}});
    stand.wait(timing::staff_ring);
    EXPECT_TRUE(stand.effects.empty());
    stand.wait(timing::staff_late);
    EXPECT_EQ(stand.effects, std::vector<Effect>{TellStaff{News::nobody_came}});
    stand.wait(timing::staff_late_ring);
    EXPECT_TRUE(stand.effects.empty()) << "once each";
    stand << Intent{StaffCame{}};
    EXPECT_EQ(stand.effects, std::vector<Effect>{TellStaff{News::over}});
}

TEST_F(ForgottenCard, IsToldElsewhereOnce) {
    stand.state.has_pager = true;
    int told = 0;
    for (int reminder = 0; reminder < 12; ++reminder) {
        stand.wait(timing::card_reminder);
        told += did(TellStaff{TellStaff::News::card_forgotten}) ? 1 : 0;
    }
    EXPECT_EQ(told, 1);
    stand << CardRemoved{};
    EXPECT_TRUE(did(TellStaff{TellStaff::News::over}));
}

TEST_F(VoiceTest, MuteMachineAsksNothingOfOne) {
    stand.state.has_voice = false;
    stand << HeadphonesChanged{true} << Intent{Listen{}} << Intent{ChooseWhereIsMyCard{}} << Intent{CallStaff{}};
    stand.wait(timing::staff_late) << Intent{FinishVisit{}};
    EXPECT_TRUE(stand.effects.empty());
    EXPECT_TRUE(may_idle(stand.state));
}

}  // namespace
}  // namespace kiosk
