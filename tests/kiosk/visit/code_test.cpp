#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

CodeRead shown(OwnCode code) { return {GoodCode{std::move(code), {2026y / 11 / 20, 2026y / 11 / 20}, "hall-a"}}; }

TEST(Visit, CameraIsAskedForOnItsPageOnly) {
    Stand stand;
    EXPECT_EQ(code_wish(stand.state), CodeWish::welcome);
    stand << Intent{ChooseShowCode{}};
    EXPECT_EQ(code_wish(stand.state), CodeWish::asked);
    stand << shown(SlipCode{"C-1"});
    EXPECT_EQ(code_wish(stand.state), CodeWish::none);
}

TEST(Visit, SaysWhyACodeIsNotReadUntilThatIsOver) {
    Stand stand;
    stand << CodeTrouble{CodeObstacle::too_dark} << Intent{ChooseShowCode{}};
    EXPECT_EQ(stand.phase<PresentCode>().obstacle, std::nullopt) << "told before the page was there";
    stand << CodeTrouble{CodeObstacle::too_far};
    EXPECT_EQ(stand.phase<PresentCode>().obstacle, CodeObstacle::too_far);
    stand << CodeTrouble{};
    EXPECT_EQ(stand.phase<PresentCode>().obstacle, std::nullopt);
}

TEST(Visit, ScannerThatFailsLeavesThePageAndIsNotedUntilItIsBack) {
    Stand stand;
    stand << Intent{ChooseShowCode{}} << CodeTrouble{CodeObstacle::too_far} << ScannerFailed{Fault::scanner_absent};
    EXPECT_EQ(stand.where(), "present_code");
    EXPECT_EQ(stand.phase<PresentCode>().obstacle, std::nullopt);
    EXPECT_EQ(stand.state.devices.scanner, Fault::scanner_absent);
    tap(stand, samples::old_card());
    EXPECT_EQ(stand.where(), "looking_up") << "a card does as well";
    stand << ScannerReady{};
    EXPECT_EQ(stand.state.devices.scanner, std::nullopt);
}

TEST(Visit, SomethingThatLooksLikeACodeKeepsNoVisitOpen) {
    Stand stand;
    stand << Intent{ChooseShowCode{}};
    for (int s = 0; s < 600 && stand.where() != "home"; ++s) {
        stand << CodeTrouble{s % 2 == 0 ? std::optional{CodeObstacle::damaged} : std::nullopt};
        stand.wait(1s);
    }
    EXPECT_EQ(stand.where(), "home");
}

TEST(Visit, SlipOpensItsCase) {
    Stand stand;
    stand << shown(SlipCode{"DEMO-00002"});
    EXPECT_EQ(stand.effect<LookUp>().by, std::vector<CaseQuery>{ByKey{"DEMO-00002"}});
    stand << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_EQ(stand.where(), "showing_case");
}

TEST(Visit, SlipOfACaseThatIsNotThereSaysSo) {
    Stand stand;
    stand << shown(ReceiptCode{"C-1"});
    stand << CasesFound{stand.query(), std::vector<CaseView>{}};
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::no_case);
}

TEST(Visit, TicketThatIsHeldUpShowsItsPlaceAndIsPrintedOnlyOnRequest) {
    Stand stand;
    stand << shown(TicketCode{{}, 'A', 17});
    EXPECT_EQ(stand.effect<FindTicket>(), (FindTicket{stand.query(), 2026y / 11 / 20, 'A', 17}));
    auto issued = samples::priority_ticket();
    issued.ticket.on_paper = OnPaper::no;
    const Wall long_ago{std::chrono::hours{100}};
    stand << TicketFound{stand.query(), std::optional{issued}, long_ago};
    EXPECT_EQ(stand.phase<ShowingTicket>().issued.place, issued.place);
    EXPECT_EQ(stand.state.as_of, long_ago);
    EXPECT_TRUE(stand.effects.empty()) << "they hold it in their hand";
    stand << Intent{PrintAgain{}};
    EXPECT_EQ(stand.effect<BeginPaper>().ticket.number, 17);
}

TEST(Visit, TicketThatWasCalledIsUsedUp) {
    Stand stand;
    stand << shown(TicketCode{{}, 'A', 17});
    auto issued = samples::priority_ticket();
    issued.ticket.called_at = samples::noon().wall;
    stand << TicketFound{stand.query(), std::optional{issued}};
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::used_up);
}

TEST(Visit, TicketOfAnotherHallIsNotLookedFor) {
    Stand stand;
    stand << shown(TicketCode{{9, 9, 9, 9}, 'A', 17});
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::other_hall);
    EXPECT_TRUE(stand.effects.empty());
}

// ---- one that comes late
TEST(Visit, CodeOfTheVisitBeforeIsNobodys) {
    Stand stand;
    stand << Intent{ChooseShowCode{}};
    const auto before = stand.state.visit;
    stand << Intent{GoBack{}};
    ASSERT_EQ(stand.where(), "home");
    auto late = shown(SlipCode{"C-1"});
    late.visit = before;
    stand << late;
    EXPECT_EQ(stand.where(), "home") << "another person may stand there now";
    EXPECT_TRUE(stand.effects.empty());
    late.visit = stand.state.visit;
    stand << late;
    EXPECT_EQ(stand.where(), "looking_up");
}

// ---- somebody else's, where a platform knows them
struct PlatformStand : Stand {
    PlatformStand() { state.forwarded = {ForeignCode::opaque}; }
    Stand& show(ForeignCode kind = ForeignCode::opaque, const std::string& bytes = {"\x01 any\0 bytes", 12}) {
        return *this << CodeRead{kind, bytes, state.visit};
    }
};

TEST(Visit, CodeOfAnotherIsSentToItsPlatformByteForByte) {
    PlatformStand stand;
    stand.show();
    EXPECT_EQ(stand.where(), "asking_platform");
    EXPECT_EQ(stand.effect<ResolveCode>(), (ResolveCode{stand.query(), std::string("\x01 any\0 bytes", 12)}));
    stand << CodeResolved{stand.query(), ByResidentId{"made up"}};
    EXPECT_EQ(stand.effect<LookUp>().by, std::vector<CaseQuery>{ByResidentId{"made up"}});
    stand << CasesFound{stand.query(), std::vector{samples::on_its_way(), samples::came_back()}};
    EXPECT_EQ(stand.where(), "showing_case") << "of several cards of one person the last";
}

TEST(Visit, PersonWhomTheLedgerDoesNotKnowIsTold) {
    PlatformStand stand;
    stand.show() << CodeResolved{stand.query(), ByKey{"C-1"}};
    stand << CasesFound{stand.query(), std::vector<CaseView>{}};
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::no_card);
}

TEST(Visit, EveryTroubleWithThePlatformHasItsAnswer) {
    const std::vector<std::pair<PlatformTrouble, CodeAnswer>> rows{{PlatformTrouble::unknown, CodeAnswer::no_card},
                                                                   {PlatformTrouble::expired, CodeAnswer::used_code},
                                                                   {PlatformTrouble::away, CodeAnswer::platform_away},
                                                                   {PlatformTrouble::lost, CodeAnswer::platform_silent},
                                                                   {PlatformTrouble::refused, CodeAnswer::platform_refuses}};
    for (const auto& [trouble, want] : rows) {
        PlatformStand stand;
        stand.show() << CodeResolved{stand.query(), trouble, "why"};
        EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, want);
    }
}

TEST(Visit, OnlyCodesThatAreToBeForwardedLeaveTheTerminal) {
    for (const auto kind :
         {ForeignCode::payment, ForeignCode::bus, ForeignCode::bus_local, ForeignCode::web_address, ForeignCode::number}) {
        PlatformStand stand;
        stand.show(kind);
        EXPECT_EQ(stand.where(), "showing_code_answer");
        EXPECT_TRUE(stand.effects.empty());
    }
    PlatformStand stand;
    stand.show(ForeignCode::opaque, std::string(1025, 'x'));
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::opaque) << "no platform's code is that long";
}

TEST(Visit, AskingCanBeLeftAndALateAnswerOpensNothing) {
    PlatformStand stand;
    stand.show();
    const auto query = stand.query();
    stand << Intent{GoBack{}};
    ASSERT_EQ(stand.where(), "home");
    stand << CodeResolved{query, ByKey{"C-1"}};
    EXPECT_EQ(stand.where(), "home");
    EXPECT_TRUE(stand.effects.empty());
}

TEST(Visit, CardDoesAsWellWhileThePlatformIsAsked) {
    PlatformStand stand;
    stand.show();
    const auto query = stand.query();
    tap(stand, samples::old_card());
    ASSERT_EQ(stand.where(), "looking_up");
    stand << CodeResolved{query, ByKey{"C-1"}};
    EXPECT_EQ(stand.phase<LookingUp>().card->last4, "0001") << "the card's question stands";
}

TEST(Visit, ResolverThatForgotItsQuestionKeepsNobody) {
    PlatformStand stand;
    stand.show();
    stand.wait(39s);
    EXPECT_EQ(stand.where(), "asking_platform");
    stand.wait(1s);
    EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, CodeAnswer::platform_silent);
}

TEST(Visit, EveryCodeThatOpensNothingHasItsAnswer) {
    const std::vector<std::pair<CodeRead, CodeAnswer>> rows{{{CodeFault::damaged}, CodeAnswer::damaged},
                                                            {{CodeFault::later_version}, CodeAnswer::later_version},
                                                            {{CodeFault::unknown_issuer}, CodeAnswer::untrusted},
                                                            {{CodeFault::forged}, CodeAnswer::untrusted},
                                                            {{CodeFault::revoked}, CodeAnswer::untrusted},
                                                            {{CodeFault::not_yet}, CodeAnswer::not_yet},
                                                            {{CodeFault::expired}, CodeAnswer::expired},
                                                            {shown(BagCode{"B7"}), CodeAnswer::bag},
                                                            {{ForeignCode::bus}, CodeAnswer::bus},
                                                            {{ForeignCode::bus_local}, CodeAnswer::bus},
                                                            {{ForeignCode::payment}, CodeAnswer::payment},
                                                            {{ForeignCode::web_address}, CodeAnswer::web_address},
                                                            {{ForeignCode::number}, CodeAnswer::opaque},
                                                            {{ForeignCode::opaque}, CodeAnswer::opaque}};
    for (const auto& [code, want] : rows) {
        Stand stand;
        stand << code;
        EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, want);
    }
}

}  // namespace
}  // namespace kiosk
