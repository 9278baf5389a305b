#include <algorithm>

#include "kiosk/visit/errand.h"
#include "tests/kiosk/visit/stand.h"

// Somebody with several cards: each is answered by itself, and at the end there is one paper.
namespace kiosk {
namespace {

Stand& lay(Stand& stand, const CaseView& found) {
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{found}};
    return stand << CardRemoved{};
}

CaseView nth_on_its_way(int n) {
    auto found = samples::on_its_way();
    found.old_last4 = "100" + std::to_string(n);
    return found;
}

TEST(Errand, NextCardKeepsOfTheOneBeforeNothingButItsTailAndWhereItIs) {
    Stand stand;
    lay(stand, samples::on_its_way()) << Intent{NextCard{}};
    State want = samples::ready();
    want.phase = PresentCard{};
    want.query = 1;
    want.card_read = true;
    want.errand = {{.last4 = "0001", .stage = Stage::at_maker}};
    EXPECT_EQ(stand.state, want);
}

TEST(Errand, CardThatCameBackAlsoKeepsWhatItsTicketNeeds) {
    Stand stand;
    lay(stand, samples::came_back()) << Intent{NextCard{}};
    EXPECT_EQ(stand.state.errand,
              (std::vector<ErrandCard>{
                  {.last4 = "0002", .stage = Stage::refused_at_community, .key = "K0002", .refusal = "no_portrait"}}));
}

TEST(Errand, CommunityIsKeptOfACardThatIsToBeCollectedThereOnly) {
    Stand stand;
    auto found = samples::on_its_way();
    found.stage = Stage::ready;
    lay(stand, found) << Intent{NextCard{}};
    EXPECT_EQ(stand.state.errand.at(0), (ErrandCard{.last4 = "0001", .stage = Stage::ready, .community = "样例社区"}));
}

TEST(Errand, FiveCardsBecomeOnePaper) {
    Stand stand;
    for (int n = 1; n <= 4; ++n) lay(stand, nth_on_its_way(n)) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(5)) << Intent{ShowErrand{}};
    EXPECT_EQ(stand.where(), "showing_errand");
    ASSERT_EQ(stand.state.errand.size(), 5u);
    stand << Intent{PrintSlip{}};
    EXPECT_EQ(stand.effect<PrintErrand>(), (PrintErrand{"slip-s-1", stand.state.errand, Language::chinese}));
}

TEST(Errand, BeginsOnlyWhereThePersonSaysSo) {
    Stand stand;
    lay(stand, nth_on_its_way(1));
    lay(stand, nth_on_its_way(2));
    EXPECT_TRUE(stand.state.errand.empty()) << "it may be somebody else's";
}

TEST(Errand, CardLaidOnTheAnswerToTheOneBeforeGoesAlong) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(2));
    lay(stand, nth_on_its_way(3)) << Intent{ShowErrand{}};
    EXPECT_EQ(stand.state.errand.size(), 3u);
}

TEST(Errand, SameCardTwiceIsOneLine) {
    Stand stand;
    lay(stand, samples::came_back()) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    auto ticket = samples::priority_ticket();
    ticket.ticket.on_paper = OnPaper::yes;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}, ticket};
    stand << Intent{ShowErrand{}};
    ASSERT_EQ(stand.state.errand.size(), 2u);
    EXPECT_EQ(stand.state.errand.at(0).ticket, "A017");
}

TEST(Errand, CardsThatNobodyHandsInAreNoLine) {
    Stand stand;
    tap(stand, BankCard{}) << CardRemoved{} << Intent{NextCard{}};
    EXPECT_EQ(stand.where(), "showing_verdict");
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    tap(stand, BankCard{}) << CardRemoved{} << Intent{NextCard{}};
    EXPECT_EQ(stand.where(), "present_card");
    EXPECT_EQ(stand.state.errand.size(), 1u);
}

TEST(Errand, HoldsNoMoreCardsThanThePolicySays) {
    Stand stand;
    stand.policy.errand_cards = 2;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(2)) << Intent{NextCard{}};
    EXPECT_EQ(stand.where(), "showing_case") << "there is room for no third";
    lay(stand, nth_on_its_way(3));
    EXPECT_EQ(stand.phase<ShowingCase>().found.old_last4, "1003") << "it is answered all the same";
    stand << Intent{ShowErrand{}};
    EXPECT_EQ(stand.state.errand.size(), 2u);
}

TEST(Errand, PolicyMayTakeEachCardByItself) {
    Stand stand;
    stand.policy.errand_cards = 1;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    EXPECT_EQ(stand.where(), "showing_case");
    EXPECT_TRUE(stand.state.errand.empty());
}

TEST(Errand, BackLeadsToTheCardsSoFarAndFromThereHome) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}} << Intent{GoBack{}};
    EXPECT_EQ(stand.where(), "showing_errand");
    stand << Intent{NextCard{}};
    lay(stand, nth_on_its_way(2)) << Intent{GoBack{}};
    EXPECT_EQ(stand.where(), "showing_errand");
    EXPECT_EQ(stand.state.errand.size(), 2u);
    stand << Intent{GoBack{}};
    EXPECT_EQ(stand.where(), "home");
    EXPECT_TRUE(stand.state.errand.empty());
}

TEST(Errand, WhoeverWalksAwayBetweenTwoCardsLeavesNothing) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    stand.wait(stand.policy.idle_ask);
    EXPECT_TRUE(stand.state.wipe_at);
    stand.wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.where(), "home");
    EXPECT_TRUE(stand.state.errand.empty());
}

TEST(Errand, CardThatWasForgottenEndsItAndIsSpokenOf) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{nth_on_its_way(2)}} << Intent{NextCard{}};
    EXPECT_EQ(stand.where(), "present_card") << "it is asked to be taken away";
    stand.wait(stand.policy.idle_ask);
    stand.wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.where(), "take_your_card");
    EXPECT_TRUE(stand.state.errand.empty());
}

TEST(Errand, PaperThatDoesNotComeLeavesTheLinesOnThePage) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}} << Intent{ShowErrand{}} << Intent{PrintSlip{}};
    stand << PrintFinished{"slip-s-1", PrintOutcome::not_printed, Fault::paper_out};
    EXPECT_EQ(stand.phase<ShowingErrand>().slip.paper, Paper::not_printed);
    EXPECT_EQ(stand.state.errand.size(), 1u);
    stand << Intent{PrintSlip{}};
    EXPECT_EQ(stand.effect<PrintErrand>().job, "slip-s-2");
}

CaseView other_that_came_back() {
    auto found = samples::came_back();
    found.key = "K0005";
    found.old_last4 = "0005";
    found.refusal = "under_age";
    return found;
}

IssuedTicket ticket_for(const std::vector<std::string>& keys) {
    auto issued = samples::priority_ticket();
    for (const auto& key : keys) issued.ticket.cards.push_back({key, "0002", "no_portrait", "refused_at_community"});
    return issued;
}

TEST(Errand, OneTicketIsForAllThatCameBack) {
    Stand stand;
    lay(stand, samples::came_back()) << Intent{NextCard{}};
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}};
    lay(stand, other_that_came_back()) << Intent{ShowErrand{}} << Intent{TakePriorityTicket{}};
    EXPECT_EQ(
        stand.effect<IssueTicket>().request,
        (TicketRequest{"returned_card", TicketClass::priority, "no_portrait", {"K0002", "K0005"}, "cases:K0002 K0005"}));
    stand << TicketReady{stand.query(), TicketAnswer{ticket_for({"K0002", "K0005"})}};
    EXPECT_EQ(stand.where(), "showing_ticket");
    stand << Intent{ShowErrand{}};
    std::vector<std::string> tickets;
    for (const auto& card : stand.state.errand) tickets.push_back(card.ticket);
    EXPECT_EQ(tickets, (std::vector<std::string>{"A017", "", "A017"}));
}

TEST(Errand, TicketTakenOnTheWayIsForThoseSoFar) {
    Stand stand;
    lay(stand, samples::came_back()) << Intent{NextCard{}};
    lay(stand, other_that_came_back()) << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.effect<IssueTicket>().request.case_keys, (std::vector<std::string>{"K0002", "K0005"}));
}

TEST(Errand, CardsThatGiveNoPriorityGetAnOrdinaryTicket) {
    Stand stand;
    auto first = other_that_came_back();
    first.key = "K0004";
    first.old_last4 = "0004";
    lay(stand, first) << Intent{NextCard{}};
    lay(stand, other_that_came_back()) << Intent{ShowErrand{}} << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.effect<IssueTicket>().request.klass, TicketClass::ordinary);
    EXPECT_EQ(stand.effect<IssueTicket>().request.refusal, "under_age");
}

TEST(Errand, NoTicketIsTakenWhereNoCardCameBack) {
    Stand stand;
    lay(stand, nth_on_its_way(1)) << Intent{NextCard{}} << Intent{ShowErrand{}} << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.where(), "showing_errand");
    EXPECT_TRUE(stand.effects.empty());
}

TEST(Errand, TicketOfAnErrandIsNoTicketWithoutACard) {
    Stand stand;
    stand << Intent{ChooseCardCameBack{}} << Intent{ChooseTyping{}};
    for (const char digit : std::string("0100080002")) stand << Intent{TypeCharacter{digit}};
    stand << Intent{SubmitTyping{}} << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{NextCard{}} << Intent{ShowErrand{}} << Intent{TakePriorityTicket{}};
    stand << TicketReady{stand.query(), TicketAnswer{ticket_for({"K0002"})}};
    EXPECT_TRUE(stand.state.cardless.empty());
}

TEST(Errand, LateCardIsSaidToBeLate) {
    Stand stand;
    auto found = nth_on_its_way(1);
    found.promised_by = plus_days(found.promised_by, -9);
    lay(stand, found) << Intent{NextCard{}};
    EXPECT_TRUE(stand.state.errand.at(0).late);
}

}  // namespace
}  // namespace kiosk
