// Guessing at the keypad, and numbers without end.
#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

Stand& open_keypad(Stand& stand) { return stand << Intent{ChooseWhereIsMyCard{}} << Intent{ChooseTyping{}}; }

// True: the pair was looked up.
bool submit(Stand& stand) {
    for (const char digit : std::string_view("1234560007")) stand << Intent{TypeCharacter{digit}};
    stand << Intent{SubmitTyping{}};
    return stand.where() == "looking_up";
}
bool guess(Stand& stand, std::size_t fitting = 0) {
    if (!submit(stand)) return false;
    stand << CasesFound{stand.query(), std::vector<CaseView>(fitting, samples::on_its_way())};
    return true;
}
std::chrono::seconds pause(const Stand& stand) {
    const auto until = typing_paused_until(stand.state);
    return until ? std::chrono::ceil<std::chrono::seconds>(*until - stand.now.steady) : 0s;
}

TEST(Guessing, PausesGrowFromTheThirdOn) {
    Stand stand;
    open_keypad(stand);
    for (const auto want : {0s, 0s, 5s, 10s, 20s, 40s}) {
        ASSERT_TRUE(guess(stand));
        EXPECT_EQ(pause(stand), want);
        if (want == 0s) continue;
        EXPECT_FALSE(guess(stand)) << "not before the pause is over";
        stand.wait(want - 1ms);
        EXPECT_FALSE(guess(stand));
        stand.wait(1ms);
    }
}

TEST(Guessing, SixAVisit) {
    Stand stand;
    open_keypad(stand);
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(guess(stand, i % 2 == 0 ? 0 : 2)) << "several that fit are a guess as well";
        stand.wait(pause(stand));
    }
    EXPECT_FALSE(guess(stand));
    stand << Intent{GoBack{}} << Intent{ChooseTyping{}};
    EXPECT_FALSE(guess(stand)) << "the way out and in again is the same visit";
}

TEST(Guessing, NextVisitWaitsTooButHasItsOwnSix) {
    Stand stand;
    open_keypad(stand);
    for (int i = 0; i < 6; ++i) {
        ASSERT_TRUE(guess(stand));
        stand.wait(i < 5 ? pause(stand) : 0s);
    }
    stand << Intent{FinishVisit{}};
    open_keypad(stand);
    EXPECT_EQ(pause(stand), 40s);
    EXPECT_FALSE(guess(stand));
    stand.wait(40s);
    EXPECT_TRUE(guess(stand));
    EXPECT_EQ(pause(stand), 80s);
}

TEST(Guessing, SixtyTakeHoursAndThePauseHasAnEnd) {
    Stand stand;
    const auto start = stand.now.steady;
    for (int i = 0; i < 60; ++i) {
        if (i % 6 == 0) open_keypad(stand << Intent{FinishVisit{}});
        ASSERT_TRUE(guess(stand));
        EXPECT_LE(pause(stand), 300s);
        stand.now = samples::later(stand.now, pause(stand));
    }
    EXPECT_GT(stand.now.steady - start, 4h);
}

TEST(Guessing, IsForgottenAfterHalfAnHour) {
    Stand stand;
    open_keypad(stand);
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(guess(stand));
        stand.now = samples::later(stand.now, pause(stand));
    }
    stand << Intent{FinishVisit{}};
    stand.now = samples::later(stand.now, 30min);
    open_keypad(stand);
    ASSERT_TRUE(guess(stand));
    EXPECT_EQ(pause(stand), 0s);
}

TEST(Guessing, CardThatNamesItsHolderEndsThePause) {
    Stand stand;
    open_keypad(stand);
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(guess(stand));
        stand.now = samples::later(stand.now, i < 3 ? pause(stand) : 0s);
    }
    tap(stand, BankCard{}) << CardRemoved{} << Intent{FinishVisit{}};
    open_keypad(stand);
    EXPECT_EQ(pause(stand), 10s) << "a bank card is nobody's here";
    tap(stand, samples::old_card());
    EXPECT_EQ(stand.where(), "looking_up") << "it is never made to wait";
    EXPECT_EQ(stand.state.guesses, Guesses{});
}

TEST(Guessing, RightPairIsFoundAtOnceAndNoGuess) {
    Stand stand;
    open_keypad(stand);
    ASSERT_TRUE(guess(stand, 1));
    EXPECT_EQ(stand.where(), "showing_case");
    EXPECT_EQ(stand.state.guesses, Guesses{});
}

TEST(Guessing, PageCountsThePauseDownAndThenIsQuiet) {
    Stand stand;
    open_keypad(stand);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(guess(stand));
    EXPECT_EQ(next_tick(stand.state, stand.policy), stand.now.steady + 1s);
    stand.wait(5s);
    EXPECT_GT(*next_tick(stand.state, stand.policy), stand.now.steady + 30s);
}

// ---- tickets

Stand& choose(Stand& stand) { return stand << Intent{ChooseCounter{}} << Intent{ChooseService{"upgrade"}}; }
void give(Stand& stand, bool before = false) {
    ASSERT_EQ(stand.where(), "issuing_ticket");
    auto issued = samples::priority_ticket();
    issued.ticket.klass = TicketClass::ordinary;
    issued.issued_before = before;
    stand << TicketReady{stand.query(), TicketAnswer{issued}};
    ASSERT_EQ(stand.where(), "showing_ticket");
    stand << Intent{FinishVisit{}};
}

TEST(TicketsWithoutEnd, SecondWithinMinutesIsForAnotherPersonOnly) {
    Stand stand;
    give(choose(stand));
    EXPECT_EQ(choose(stand).where(), "another_ticket");
    EXPECT_TRUE(stand.effects.empty());
    stand << Intent{FinishVisit{}};
    EXPECT_EQ(choose(stand).where(), "another_ticket") << "a no is no ticket";
    give(stand << Intent{ForAnother{}});
    stand.now = samples::later(stand.now, stand.policy.cardless_minutes);
    EXPECT_EQ(choose(stand).where(), "issuing_ticket");
}

TEST(TicketsWithoutEnd, ThereAreNoMoreThanThePolicysNumber) {
    Stand stand;
    stand.policy.cardless_tickets = 3;
    give(choose(stand));
    for (int i = 0; i < 2; ++i) {
        stand.now = samples::later(stand.now, 10s);
        give(choose(stand) << Intent{ForAnother{}});
    }
    choose(stand);
    EXPECT_EQ(stand.phase<AnotherTicket>().not_before, samples::noon().steady + 3min);
    stand << Intent{ForAnother{}};
    EXPECT_EQ(stand.where(), "another_ticket");
    stand << Intent{FinishVisit{}};
    stand.now = samples::later(stand.now, 3min - 20s);
    EXPECT_FALSE(choose(stand).phase<AnotherTicket>().not_before) << "the first is old enough";
}

TEST(TicketsWithoutEnd, CardOnTheReaderIsNeverAsked) {
    Stand stand;
    stand.policy.cardless_tickets = 1;
    give(choose(stand));
    for (int i = 0; i < 3; ++i) {
        tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector<CaseView>{}} << CardRemoved{};
        give(choose(stand));
    }
    EXPECT_EQ(stand.state.cardless.size(), 1U);
    EXPECT_EQ(choose(stand).where(), "another_ticket") << "the card was the visit's before";
}

TEST(TicketsWithoutEnd, TicketThatIsGivenBackOnceMoreIsNoSecond) {
    Stand stand;
    give(choose(stand), true);
    EXPECT_EQ(choose(stand).where(), "issuing_ticket");
}

TEST(TicketsWithoutEnd, PriorityTicketsDoNotCount) {
    Stand stand;
    take_priority_ticket(stand) << Intent{FinishVisit{}} << CardRemoved{};
    EXPECT_TRUE(stand.state.cardless.empty());
    EXPECT_EQ(choose(stand).where(), "issuing_ticket");
}

TEST(TicketsWithoutEnd, CityMayTurnTheQuestionOff) {
    Stand stand;
    stand.policy.cardless_minutes = 0min;
    give(choose(stand));
    EXPECT_EQ(choose(stand).where(), "issuing_ticket");
}

}  // namespace
}  // namespace kiosk
