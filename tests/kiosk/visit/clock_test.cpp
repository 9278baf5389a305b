// A clock that cannot be right: no tickets, look-ups all the same, and all is well again once the clock is.
#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

const KnownTime known{samples::noon().wall - std::chrono::days{30}, samples::noon().wall - 1h};

class WrongClock : public testing::Test {
protected:
    WrongClock() { set_clock(Wall{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}}) << TimeKnown{known}; }

    Stand& set_clock(Wall wall) {
        right_ = stand_.now.wall;
        stand_.now.wall = wall;
        return stand_;
    }
    Stand& mend_clock() {
        stand_.now.wall = samples::noon().wall;
        return stand_ << TimeKnown{known};
    }
    void expect_told() const {
        EXPECT_EQ(stand_.phase<OutOfOrder>().fault, Fault::clock_wrong);
        EXPECT_TRUE(stand_.effects.empty());
    }

    Stand stand_;
    Wall right_{};
};

TEST_F(WrongClock, IsKnownBeforeAnybodyComes) { EXPECT_EQ(stand_.state.devices.clock, Fault::clock_wrong); }

TEST_F(WrongClock, GivesNoTicketAtTheCounterButton) {
    stand_ << Intent{ChooseCounter{}};
    expect_told();
}

TEST_F(WrongClock, GivesNoPriorityTicketButSaysWhyTheCardCameBack) {
    tap(stand_, samples::old_card()) << CasesFound{stand_.query(), std::vector{samples::came_back()}};
    EXPECT_EQ(stand_.where(), "card_came_back");
    stand_ << Intent{TakePriorityTicket{}};
    expect_told();
}

TEST_F(WrongClock, ThatJumpsWhileAServiceIsChosenGivesNoTicket) {
    mend_clock() << Intent{ChooseCounter{}};
    EXPECT_EQ(stand_.where(), "choosing_service");
    set_clock(samples::noon().wall + std::chrono::days{200}) << Intent{ChooseService{"upgrade"}};
    expect_told();
}

TEST_F(WrongClock, ThatJumpsBetweenQuestionAndAnswerIsTheLedgersRefusal) {
    mend_clock() << Intent{ChooseCounter{}} << Intent{ChooseService{"upgrade"}};
    EXPECT_EQ(stand_.where(), "issuing_ticket");
    stand_ << TicketReady{stand_.query(), Error{Fault::clock_wrong, "set back"}};
    EXPECT_EQ(stand_.phase<OutOfOrder>().fault, Fault::clock_wrong);
}

// By the clock of 2099 every card would have expired, and every case be late.
TEST_F(WrongClock, LooksUpByTheLatestDayThatIsKnown) {
    EXPECT_EQ(stand_.state.now.wall, *known.seen);
    mend_clock();
    set_clock(samples::noon().wall + std::chrono::days{3650}) << Tick{};
    EXPECT_EQ(stand_.state.now.wall, *known.seen);
}

TEST_F(WrongClock, BlamesNoPaper) {
    for (const auto fault : {CodeFault::not_yet, CodeFault::expired}) {
        stand_ << CodeRead{fault, {}, stand_.state.visit};
        expect_told();
        stand_ << Intent{FinishVisit{}};
    }
    stand_ << CodeRead{CodeFault::forged, {}, stand_.state.visit};
    EXPECT_EQ(stand_.where(), "showing_code_answer");
}

TEST_F(WrongClock, HealsByItselfOnEveryPage) {
    stand_ << Intent{ChooseCounter{}};
    mend_clock();
    EXPECT_EQ(stand_.state.devices.clock, std::nullopt);
    EXPECT_EQ(stand_.where(), "home");
    stand_ << Intent{ChooseCounter{}} << Intent{ChooseService{"upgrade"}};
    EXPECT_EQ(stand_.where(), "issuing_ticket");
}

TEST_F(WrongClock, ThatHealsLeavesAnotherFaultsPage) {
    stand_ << Intent{ChooseWhereIsMyCard{}};
    tap(stand_, samples::old_card()) << CasesFound{stand_.query(), Error{Fault::disk_full, ""}};
    mend_clock();
    EXPECT_EQ(stand_.phase<OutOfOrder>().fault, Fault::disk_full);
}

TEST_F(WrongClock, IsThatWhichTheAdministratorSaysIsRight) {
    const auto early = samples::noon().wall - 10h;
    set_clock(early) << TimeKnown{known};
    EXPECT_EQ(stand_.state.devices.clock, Fault::clock_wrong);
    stand_ << TimeKnown{{known.built, early}};
    EXPECT_EQ(stand_.state.devices.clock, std::nullopt);
    EXPECT_EQ(stand_.state.now.wall, early);
}

}  // namespace
}  // namespace kiosk
