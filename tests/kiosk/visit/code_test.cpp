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
    stand << TicketFound{stand.query(), std::optional{issued}};
    EXPECT_EQ(stand.phase<ShowingTicket>().issued.place, issued.place);
    EXPECT_TRUE(stand.effects.empty()) << "they hold it in their hand";
    stand << Intent{PrintAgain{}};
    EXPECT_EQ(stand.effect<PrintTicket>().issued.ticket.number, 17);
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
                                                            {{ForeignCode::opaque}, CodeAnswer::opaque}};
    for (const auto& [code, want] : rows) {
        Stand stand;
        stand << code;
        EXPECT_EQ(stand.phase<ShowingCodeAnswer>().answer, want);
    }
}

}  // namespace
}  // namespace kiosk
