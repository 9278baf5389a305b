#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

// ---- tickets

TEST(Visit, PriorityTicketCarriesTheReasonAndIsTheCasesOwn) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.effect<IssueTicket>().request,
              (TicketRequest{"returned_card", TicketClass::priority, "no_portrait", {"K0002"}, "case:K0002"}));
}

TEST(Visit, ReasonThatGivesNoPriorityGetsAnOrdinaryTicket) {
    Stand stand;
    auto found = samples::came_back();
    found.refusal = "under_age";
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{found}};
    stand << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.effect<IssueTicket>().request.klass, TicketClass::ordinary);
}

TEST(Visit, TicketIsPrintedOnceItIsCommittedNotBefore) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}};
    ASSERT_EQ(stand.effects.size(), 1u);
    stand << TicketReady{stand.query(), TicketAnswer{samples::priority_ticket()}};
    EXPECT_EQ(stand.effect<BeginPaper>(), (BeginPaper{"ticket-s-1", samples::priority_ticket().ticket}));
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::printing);
}

// Killed after that, the program finds in its ledger that a paper may have come out.
TEST(Visit, PrinterIsGivenTheTicketOnceTheLedgerKnowsOfThePaper) {
    Stand stand;
    take_priority_ticket(stand);
    EXPECT_EQ(stand.effect<PrintTicket>(),
              (PrintTicket{"ticket-s-1", samples::priority_ticket(), Language::chinese, false}));
    stand << PaperBegun{"ticket-s-2"};
    EXPECT_TRUE(stand.effects.empty()) << "nobody asked for that one";
}

TEST(Visit, LanguageOfThePaperIsThatOfThePersonWhoAskedForIt) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{SwitchLanguage{Language::english}} << Intent{TakePriorityTicket{}};
    stand << TicketReady{stand.query(), TicketAnswer{samples::priority_ticket()}} << Intent{FinishVisit{}};
    stand << PaperBegun{"ticket-s-1"};
    EXPECT_EQ(stand.effect<PrintTicket>().language, Language::english);
}

TEST(Visit, SecondPressWhileTheTicketIsMadeAsksForNoSecondOne) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}} << Intent{TakePriorityTicket{}};
    EXPECT_TRUE(stand.effects.empty());
}

TEST(Visit, OrdinaryTicketIsOneForAVisitAndServiceAndAnotherForTheNextVisit) {
    Stand stand;
    const auto ask = [&] {
        stand << Intent{ChooseCounter{}} << Intent{ChooseService{"annual_check"}};
        return stand.effect<IssueTicket>().request.idempotency;
    };
    const auto first = ask();
    stand << TicketReady{stand.query(), TicketAnswer{NoTicket::closed}} << Intent{GoBack{}};
    EXPECT_NE(ask(), first);
    Stand restarted;
    restarted.state.session = "another";
    restarted << Intent{ChooseCounter{}} << Intent{ChooseService{"annual_check"}};
    EXPECT_NE(restarted.effect<IssueTicket>().request.idempotency, first);
}

TEST(Visit, PrintedPaperIsRecorded) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    EXPECT_EQ(stand.effect<RecordPaper>(), (RecordPaper{samples::priority_ticket().ticket, OnPaper::yes}));
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::printed);
}

TEST(Visit, PaperIsRecordedEvenWhenThePersonHasLeft) {
    Stand stand;
    take_priority_ticket(stand) << CardRemoved{} << Intent{FinishVisit{}};
    stand << PrintFinished{"ticket-s-1", PrintOutcome::unknown, Fault::print_service_gone};
    EXPECT_EQ(stand.effect<RecordPaper>().on_paper, OnPaper::unknown);
    EXPECT_EQ(stand.where(), "home");
}

TEST(Visit, PaperOutKeepsTheNumberAndSaysWhy) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", PrintOutcome::not_printed, Fault::paper_out};
    EXPECT_EQ(stand.effect<RecordPaper>().on_paper, OnPaper::no);
    EXPECT_EQ(stand.phase<ShowingTicket>().issued, samples::priority_ticket());
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::not_printed);
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.fault, Fault::paper_out);
}

struct SecondTap {
    const char* name;
    OnPaper on_paper;
    bool prints;
    Paper shown;
};
void PrintTo(const SecondTap& row, std::ostream* out) { *out << row.name; }
class SecondTapOfTheSameCard : public testing::TestWithParam<SecondTap> {};
TEST_P(SecondTapOfTheSameCard, ShowsTheSameTicketAndPrintsOnlyWhatNeverCameOut) {
    Stand stand;
    auto ticket = samples::priority_ticket();
    ticket.ticket.on_paper = GetParam().on_paper;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}, ticket};
    EXPECT_EQ(stand.phase<ShowingTicket>().issued, ticket);
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, GetParam().shown);
    EXPECT_EQ(stand.effects.size(), GetParam().prints ? 1u : 0u);
}
INSTANTIATE_TEST_SUITE_P(, SecondTapOfTheSameCard,
                         testing::Values(SecondTap{"paper_never_came", OnPaper::no, true, Paper::printing},
                                         SecondTap{"paper_came", OnPaper::yes, false, Paper::printed},
                                         SecondTap{"nobody_knows", OnPaper::unknown, false, Paper::unknown}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Visit, SecondTapWhileThePaperIsOnItsWayPrintsNothingMore) {
    Stand stand;
    take_priority_ticket(stand) << CardRemoved{};
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()},
                                                  samples::priority_ticket()};
    EXPECT_TRUE(stand.effects.empty());
    stand << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::printed);
}

TEST(Visit, PersonMayAskForThePaperAgain) {
    Stand stand;
    take_priority_ticket(stand) << Intent{PrintAgain{}};
    EXPECT_TRUE(stand.effects.empty()) << "it is still being printed";
    stand << PrintFinished{"ticket-s-1", PrintOutcome::unknown, {}} << Intent{PrintAgain{}} << PaperBegun{"ticket-s-2"};
    EXPECT_EQ(stand.effect<PrintTicket>().job, "ticket-s-2");
}

struct SecondPrint {
    const char* name;
    PrintOutcome first;
    bool says_so;
};
void PrintTo(const SecondPrint& row, std::ostream* out) { *out << row.name; }
class SecondPrintOfATicket : public testing::TestWithParam<SecondPrint> {};
TEST_P(SecondPrintOfATicket, SaysSoWhereTheFirstMayHaveComeOut) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", GetParam().first, {}};
    stand << Intent{PrintAgain{}} << PaperBegun{"ticket-s-2"};
    EXPECT_EQ(stand.effect<PrintTicket>().again, GetParam().says_so);
}
INSTANTIATE_TEST_SUITE_P(, SecondPrintOfATicket,
                         testing::Values(SecondPrint{"printed", PrintOutcome::printed, true},
                                         SecondPrint{"unknown", PrintOutcome::unknown, true},
                                         SecondPrint{"not_printed", PrintOutcome::not_printed, false}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Visit, SecondPrintThatFailedTakesNothingBack) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    stand << Intent{PrintAgain{}} << PaperBegun{"ticket-s-2"};
    stand << PrintFinished{"ticket-s-2", PrintOutcome::not_printed, Fault::paper_out};
    EXPECT_EQ(stand.effect<RecordPaper>().on_paper, OnPaper::yes);
    stand << Intent{PrintAgain{}} << PaperBegun{"ticket-s-3"};
    stand << PrintFinished{"ticket-s-3", PrintOutcome::unknown, {}};
    EXPECT_EQ(stand.effect<RecordPaper>().on_paper, OnPaper::yes);
}

// Prints until no more is given; how many came out. Every third fails without paper.
int papers_of_one_page(Stand& stand) {
    int papers = 0;
    for (int press = 0; press < 20; ++press) {
        stand << Intent{PrintAgain{}};
        if (stand.effects.empty()) continue;
        const auto job = stand.effect<BeginPaper>().job;
        const bool fails = press % 3 == 2;
        stand << PaperBegun{job} << PrintFinished{job, fails ? PrintOutcome::not_printed : PrintOutcome::printed, {}};
        papers += fails ? 0 : 1;
    }
    return papers;
}

TEST(Visit, TicketIsPrintedTwiceAgainAndNoMore) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    EXPECT_EQ(papers_of_one_page(stand), most_papers - 1);
    EXPECT_FALSE(may_print(stand.phase<ShowingTicket>().paper));
}

TEST(Visit, TappingTheCardAgainGivesNoFurtherPapers) {
    Stand stand;
    take_priority_ticket(stand) << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}};
    EXPECT_EQ(papers_of_one_page(stand), most_papers - 1);
    auto ticket = samples::priority_ticket();
    ticket.ticket.on_paper = OnPaper::yes;
    stand << CardRemoved{} << Intent{FinishVisit{}};
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}, ticket};
    EXPECT_EQ(papers_of_one_page(stand), 0);
    ticket.ticket.number += 1;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}, ticket};
    EXPECT_EQ(papers_of_one_page(stand), most_papers - 1) << "another ticket's";
}

TEST(Visit, SlipIsPrintedTwiceAgainAndNoMore) {
    Stand stand;
    stand.state.phase = CardCameBack{samples::came_back(), {}};
    int papers = 0;
    for (int press = 0; press < 20; ++press) {
        stand << Intent{PrintSlip{}};
        if (stand.effects.empty()) continue;
        stand << PrintFinished{stand.effect<PrintStatusSlip>().job, PrintOutcome::printed, {}};
        stand << (press % 2 == 0 ? Intent{ShowWay{}} : Intent{GoBack{}});
        ++papers;
    }
    EXPECT_EQ(papers, most_papers);
}

TEST(Visit, TicketTakenInChineseIsPrintedInEnglishForWhoeverReadsThat) {
    Stand stand;
    take_priority_ticket(stand);
    EXPECT_EQ(stand.effect<PrintTicket>().language, Language::chinese);
    stand << PrintFinished{"ticket-s-1", PrintOutcome::printed, {}} << Intent{SwitchLanguage{Language::english}};
    stand << Intent{PrintAgain{}} << PaperBegun{"ticket-s-2"};
    EXPECT_EQ(stand.effect<PrintTicket>().language, Language::english);
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_EQ(stand.state.language, Language::english) << "a second card changes nothing";
}

TEST(Visit, PrinterThatNeverAnswersLeavesTheOutcomeUnknown) {
    Stand stand;
    take_priority_ticket(stand);
    for (auto waited = 0s; waited < timing::printing; waited += 10s) stand.wait(10s) << Intent{MoreTime{}};
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::unknown);
    stand << Intent{PrintAgain{}} << PaperBegun{"ticket-s-2"};
    EXPECT_TRUE(stand.effect<PrintTicket>().again);
}

TEST(Visit, SlipIsPrintedFromTheWayAndFromTheReason) {
    Stand stand;
    stand.state.phase = ShowingCase{samples::on_its_way(), {}};
    stand << Intent{SwitchLanguage{Language::english}} << Intent{PrintSlip{}};
    EXPECT_EQ(stand.effect<PrintStatusSlip>(), (PrintStatusSlip{"slip-s-1", samples::on_its_way(), Language::english}));
    stand << Intent{PrintSlip{}};
    EXPECT_TRUE(stand.effects.empty()) << "once at a time";
    stand.state.phase = CardCameBack{samples::came_back(), {}};
    stand << Intent{PrintSlip{}};
    EXPECT_EQ(stand.effect<PrintStatusSlip>().found, samples::came_back());
}

// ---- time

TEST(Visit, SilenceIsAskedAboutThenEverythingIsWiped) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}};
    stand.wait(stand.policy.idle_ask - 1ms);
    EXPECT_FALSE(stand.state.wipe_at);
    stand.wait(1ms);
    ASSERT_TRUE(stand.state.wipe_at);
    EXPECT_EQ(*stand.state.wipe_at - stand.now.steady, stand.policy.idle_leave);
    stand.wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.where(), "home");
    EXPECT_FALSE(next_tick(stand.state, stand.policy));
}

TEST(Visit, MoreTimeGivesTheWholeTimeAgain) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}};
    stand.wait(stand.policy.idle_ask);
    stand << Intent{MoreTime{}};
    EXPECT_FALSE(stand.state.wipe_at);
    EXPECT_EQ(stand.where(), "present_card");
    EXPECT_EQ(next_tick(stand.state, stand.policy), stand.now.steady + stand.policy.idle_ask);
}

TEST(Visit, PressesThatSlideOffAreCountedUntilOneIsGood) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << PressSlid{} << PressSlid{} << PressSlid{};
    EXPECT_EQ(stand.state.slips, slips_until_offer);
    stand << Intent{OpenMenu{Menu::none}};
    EXPECT_EQ(stand.state.slips, 0);
    stand << PressSlid{} << CardInserted{};
    EXPECT_EQ(stand.state.slips, 0) << "another page";
}

TEST(Visit, FingerThatMissesIsSomebodyButAnswersNoQuestion) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}};
    stand.wait(stand.policy.idle_ask - 1s);
    stand << Touched{};
    stand.wait(1s);
    EXPECT_FALSE(stand.state.wipe_at);
    stand.wait(stand.policy.idle_ask);
    ASSERT_TRUE(stand.state.wipe_at);
    stand << Touched{};
    EXPECT_TRUE(stand.state.wipe_at);
    stand << PressSlid{};
    EXPECT_FALSE(stand.state.wipe_at) << "a button was meant";
}

TEST(Visit, WhoeverReadsMuchIsNotHurried) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << PageShown{150};
    const auto patience = stand.policy.idle_ask + stand.policy.idle_read * 3 / 2;
    EXPECT_EQ(next_tick(stand.state, stand.policy), stand.now.steady + patience);
    stand.wait(patience - 1ms);
    EXPECT_FALSE(stand.state.wipe_at);
    stand.wait(1ms);
    EXPECT_TRUE(stand.state.wipe_at);
    stand << PageShown{100000};
    EXPECT_EQ(kiosk::patience(stand.state, stand.policy), stand.policy.idle_ask + timing::longest_reading)
        << "but not for ever";
}

TEST(Visit, SomeoneWaitingForStaffIsNotHurried) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{CallStaff{}};
    stand.wait(stand.policy.idle_ask);
    EXPECT_FALSE(stand.state.wipe_at);
    stand.wait(timing::staff);
    EXPECT_TRUE(stand.state.wipe_at);
}

TEST(Visit, CardLeftInTheReaderIsSaidUntilItIsTaken) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    stand << Intent{FinishVisit{}};
    EXPECT_EQ(stand.where(), "take_your_card");
    stand.wait(1h);
    EXPECT_EQ(stand.where(), "take_your_card");
    stand << CardRemoved{};
    EXPECT_EQ(stand.where(), "home");
}

TEST(Visit, ClockSetBackOrForwardEndsNoVisit) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}};
    stand.now.wall += 24h * 365;
    stand << Tick{};
    stand.now.wall -= 24h * 730;
    stand << Tick{};
    EXPECT_EQ(stand.where(), "present_card");
    EXPECT_FALSE(stand.state.wipe_at);
}

TEST(Visit, IdleHomeWaitsForNothing) { EXPECT_FALSE(next_tick(samples::ready(), samples::policy())); }

TEST(Visit, HomeInEnglishGoesBackToChineseWhenLeft) {
    Stand stand;
    stand << Intent{SwitchLanguage{Language::english}};
    EXPECT_TRUE(next_tick(stand.state, stand.policy));
    stand.wait(stand.policy.idle_ask).wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.state.language, Language::chinese);
}

TEST(Visit, AgeOfAnOldCopyIsToldWithItsAnswerAndForgottenWithTheNext) {
    Stand stand;
    const Wall yesterday{std::chrono::hours{100}};
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}, {}, yesterday};
    EXPECT_EQ(stand.state.as_of, yesterday);
    stand << Intent{FinishVisit{}} << CardRemoved{};
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    EXPECT_EQ(stand.state.as_of, std::nullopt);
    stand << Intent{TakePriorityTicket{}} << TicketReady{stand.query(), TicketAnswer{samples::priority_ticket()}, yesterday};
    EXPECT_EQ(stand.state.as_of, yesterday) << "so old is what is known of who waits";
}

TEST(Visit, LooksAsThePersonWantsUntilItEnds) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{ChangeText{TextSize::largest}} << Intent{ChangeLook{Look::soft}};
    stand << Intent{MoveWithinReach{true}};
    EXPECT_EQ(stand.state.appearance, (Appearance{TextSize::largest, Look::soft, true}));
    stand << Intent{ChooseTyping{}};
    EXPECT_EQ(stand.state.appearance.text, TextSize::largest) << "on every page";
    stand << Intent{FinishVisit{}};
    EXPECT_EQ(stand.state.appearance, Appearance{});
}

TEST(Visit, LargeTextOnTheFirstPageDoesNotStayForEver) {
    Stand stand;
    stand << Intent{ChangeText{TextSize::largest}};
    EXPECT_FALSE(may_idle(stand.state));
    stand.wait(stand.policy.idle_ask).wait(stand.policy.idle_leave);
    EXPECT_EQ(stand.state.appearance, Appearance{});
}

TEST(Visit, NextPageBeginsWithItsFirstPart) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{TurnToPart{1}};
    EXPECT_EQ(stand.state.part, 1);
    stand << Intent{ChooseTyping{}};
    EXPECT_EQ(stand.state.part, 0);
}

}  // namespace
}  // namespace kiosk
