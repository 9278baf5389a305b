#include "kiosk/visit/visit.h"

#include <gtest/gtest.h>

#include <map>

#include "kiosk/visit/waiting.h"
#include "tests/support/samples.h"

namespace kiosk {
namespace {

using namespace std::chrono_literals;

// A person before the kiosk: events go in, what happens is kept.
struct Stand {
    Policy policy = samples::policy();
    State state = samples::ready();
    std::vector<Effect> effects;  // of the last event
    Moment now = samples::noon();

    Stand& operator<<(const Event& event) {
        auto turn = visit(std::move(state), event, policy, now);
        state = std::move(turn.state);
        effects = std::move(turn.effects);
        return *this;
    }
    Stand& wait(std::chrono::milliseconds by) {
        now = samples::later(now, by);
        return *this << Tick{};
    }
    template <class P>
    const P& phase() const {
        return std::get<P>(state.phase);
    }
    template <class E>
    const E& effect() const {
        return std::get<E>(effects.at(0));
    }
    std::string_view where() const { return name(state.phase); }
    int query() const { return state.query; }
};

Stand& tap(Stand& stand, const Card& card) { return stand << CardInserted{} << CardIdentified{card}; }

Stand& take_priority_ticket(Stand& stand) {
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}};
    return stand << TicketReady{stand.query(), TicketAnswer{samples::priority_ticket()}};
}

// ---- every phase x every event: what is not in this table leaves the phase as it was
using Moves = std::map<std::string, std::map<std::string, std::string>>;
const Moves& moves() {
    static const Moves table{
        {"home",
         {{"card_inserted", "reading_card"},
          {"slip_shown", "looking_up"},
          {"ticket_shown", "looking_up"},
          {"ticket_of_another_hall_shown", "showing_code_answer"},
          {"forged_code_shown", "showing_code_answer"},
          {"foreign_code_shown", "showing_code_answer"},
          {"card_failed", "present_card"},
          {"choose_where", "present_card"},
          {"choose_came_back", "present_card"},
          {"choose_upgraded", "present_card"},
          {"choose_show_code", "present_code"},
          {"choose_counter", "choosing_service"}}},
        {"present_card",
         {{"card_inserted", "reading_card"},
          {"slip_shown", "looking_up"},
          {"ticket_shown", "looking_up"},
          {"ticket_of_another_hall_shown", "showing_code_answer"},
          {"forged_code_shown", "showing_code_answer"},
          {"foreign_code_shown", "showing_code_answer"},
          {"choose_typing", "typing"},
          {"choose_show_code", "present_code"},
          {"choose_counter", "choosing_service"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"present_code",
         {{"card_inserted", "reading_card"},
          {"slip_shown", "looking_up"},
          {"ticket_shown", "looking_up"},
          {"ticket_of_another_hall_shown", "showing_code_answer"},
          {"forged_code_shown", "showing_code_answer"},
          {"foreign_code_shown", "showing_code_answer"},
          {"choose_counter", "choosing_service"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"reading_card",
         {{"reader_failed", "present_card"},
          {"card_identified", "looking_up"},
          {"unknown_card_identified", "showing_verdict"},
          {"card_failed", "present_card"},
          {"card_removed", "present_card"},
          {"go_back", "take_your_card"},
          {"finish_visit", "take_your_card"}}},
        {"looking_up",
         {{"case_found", "showing_case"},
          {"refused_case_found", "card_came_back"},
          {"refused_case_with_ticket_found", "showing_ticket"},
          {"no_case_found", "showing_verdict"},
          {"look_up_failed", "out_of_order"},
          {"ticket_found", "showing_ticket"},
          {"no_ticket_found", "showing_code_answer"},
          {"finding_the_ticket_failed", "out_of_order"},
          {"finish_visit", "home"}}},
        {"typing",
         {{"card_inserted", "reading_card"},
          {"submit_typing", "looking_up"},
          {"go_back", "present_card"},
          {"finish_visit", "home"}}},
        {"showing_case",
         {{"card_inserted", "reading_card"},
          {"choose_counter", "choosing_service"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"card_came_back",
         {{"card_inserted", "reading_card"},
          {"take_priority_ticket", "issuing_ticket"},
          {"show_way", "showing_case"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"showing_verdict",
         {{"card_inserted", "reading_card"},
          {"choose_typing", "typing"},
          {"choose_counter", "choosing_service"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"showing_code_answer",
         {{"card_inserted", "reading_card"},
          {"slip_shown", "looking_up"},
          {"ticket_shown", "looking_up"},
          {"choose_counter", "choosing_service"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"choosing_service",
         {{"card_inserted", "reading_card"},
          {"choose_service", "issuing_ticket"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"issuing_ticket",
         {{"ticket_ready", "showing_ticket"},
          {"no_ticket", "no_ticket_today"},
          {"ticket_failed", "out_of_order"},
          {"finish_visit", "home"}}},
        {"showing_ticket", {{"card_inserted", "reading_card"}, {"go_back", "home"}, {"finish_visit", "home"}}},
        {"no_ticket_today", {{"card_inserted", "reading_card"}, {"go_back", "home"}, {"finish_visit", "home"}}},
        {"take_your_card", {{"card_inserted", "reading_card"}, {"reader_failed", "home"}, {"card_removed", "home"}}},
        {"out_of_order",
         {{"card_inserted", "reading_card"}, {"ledger_ready", "home"}, {"go_back", "home"}, {"finish_visit", "home"}}},
    };
    return table;
}

class EveryPhase : public testing::TestWithParam<samples::NamedState> {};

TEST_P(EveryPhase, MovesOnlyAsTheTableSays) {
    const auto& [phase, state] = GetParam();
    ASSERT_TRUE(moves().contains(phase));
    const auto policy = samples::policy();
    for (const auto& [event_name, event] : samples::events()) {
        const auto& row = moves().at(phase);
        const auto want = row.contains(event_name) ? row.at(event_name) : phase;
        const auto turn = visit(state, event, policy, samples::later(samples::noon(), 1s));
        EXPECT_EQ(name(turn.state.phase), want) << phase << " x " << event_name;
    }
}

TEST_P(EveryPhase, EndsWhenNobodyAnswersAnyMore) {
    const auto& [phase, state] = GetParam();
    Stand stand;
    stand.state = state;
    stand.state.devices.card_present = false;
    for (int i = 0; i < 100 && next_tick(stand.state, stand.policy); ++i) {
        stand.now.steady = std::max(stand.now.steady, *next_tick(stand.state, stand.policy));
        stand << Tick{};
    }
    EXPECT_FALSE(next_tick(stand.state, stand.policy)) << "wakes up for ever";
    EXPECT_TRUE(stand.where() == "home" || stand.where() == "take_your_card") << stand.where();
}

TEST_P(EveryPhase, ForgetsThePersonWhenTheVisitEnds) {
    const auto& [phase, state] = GetParam();
    Stand stand;
    stand.state = state;
    stand << Intent{SwitchLanguage{Language::english}} << Intent{CallStaff{}} << Intent{FinishVisit{}};
    EXPECT_TRUE(stand.where() == "home" || stand.where() == "take_your_card");
    EXPECT_EQ(stand.state.language, Language::chinese);
    EXPECT_FALSE(stand.state.staff_called);
    EXPECT_EQ(stand.state.visit, state.visit + 1);
}

INSTANTIATE_TEST_SUITE_P(, EveryPhase, testing::ValuesIn(samples::phases()),
                         [](const auto& test) { return test.param.name; });

// ---- codes

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

// ---- finding a card

TEST(Visit, EveryCardThatIsReadIsCountedAfterItsLookUp) {
    Stand stand;
    tap(stand, samples::old_card());
    ASSERT_EQ(stand.effects.size(), 2u);
    EXPECT_EQ(std::get<CountUse>(stand.effects[1]).use, CardUse::old_elderly);
    tap(stand, SocialCard{});  // while the first is still looked up
    ASSERT_EQ(stand.effects.size(), 1u);
    EXPECT_EQ(stand.effect<CountUse>().use, CardUse::social);
    stand << CardInserted{} << CardFailed{Fault::card_unresponsive};
    EXPECT_TRUE(stand.effects.empty());
}

TEST(Visit, TapAtHomeLooksTheOldCardUp) {
    Stand stand;
    tap(stand, samples::old_card());
    EXPECT_EQ(stand.effect<LookUp>(), (LookUp{1, {ByCard{samples::old_card().number}}}));
}

TEST(Visit, CardWithTwoNumbersIsAskedForByBoth) {
    Stand stand;
    auto card = samples::old_card();
    card.second = CardNumber::parse("4000000000000009");
    tap(stand, card);
    EXPECT_EQ(stand.effect<LookUp>().by.size(), 2u);
}

TEST(Visit, ProtectedSocialCardIsAskedForByItsOwnNumber) {
    Stand stand;
    SocialCard card;
    card.generation = 3;
    card.number = "A000000001";
    tap(stand, card);
    EXPECT_EQ(stand.effect<LookUp>().by, std::vector<CaseQuery>{BySocialCard{"A000000001"}});
}

TEST(Visit, OpenSocialCardIsAskedForByHolderToo) {
    Stand stand;
    SocialCard card;
    card.number = "A000000001";
    card.holder = Holder{"11010519491231002X", "测试甲"};
    card.transit = samples::old_card();
    tap(stand, card);
    const std::vector<CaseQuery> want{BySocialCard{"A000000001"}, ByResidentId{"11010519491231002X"},
                                      ByCard{samples::old_card().number}};
    EXPECT_EQ(stand.effect<LookUp>().by, want);
}

TEST(Visit, NothingOfTheNumberStaysInTheState) {
    Stand stand;
    tap(stand, samples::old_card());
    EXPECT_EQ(stand.phase<LookingUp>().card, (CardSummary{Verdict::upgradable, "0001"}));
    stand << CasesFound{stand.query(), std::vector<CaseView>{}};
    EXPECT_EQ(stand.phase<ShowingVerdict>().card.last4, "0001");
}

TEST(Visit, CardOfAnotherPlaceIsCalledByIt) {
    Stand stand;
    Origin beijing{.name = {"北京", "Beijing"}};
    beijing.city_union = {"1000"};
    stand.policy.directory.origins = {beijing};
    tap(stand, TransitCard{*CardNumber::parse("1000000000000001"), {}, "1000", {}, {}, {}});
    stand << CasesFound{stand.query(), std::vector<CaseView>{}};
    const CardSummary want{Verdict::elsewhere, "0001", {"北京", "Beijing"}};
    EXPECT_EQ(stand.phase<ShowingVerdict>().card, want);
}

TEST(Visit, CardExpiresAtMidnightOfTheHallNotOfGreenwich) {
    TransitCard card = samples::old_card();
    card.valid_until = Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{20}};
    const auto evening = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 15h + 59min;  // 23:59 in the hall
    for (const auto& [later, verdict] : {std::pair{0min, Verdict::upgradable}, std::pair{1min, Verdict::expired}}) {
        Stand stand;
        stand.now.wall = evening + later;
        tap(stand, card);
        EXPECT_EQ(stand.phase<LookingUp>().card->verdict, verdict);
    }
}

TEST(Visit, WhoseCardCannotBeReadMayType) {
    Stand stand;
    stand << Intent{ChooseCardCameBack{}};
    tap(stand, UnknownCard{}) << Intent{ChooseTyping{}};
    EXPECT_EQ(stand.phase<Typing>().purpose, Purpose::card_came_back);
}

TEST(Visit, PurposeIsKeptWhenTheCardFailsAndIsPutAgain) {
    Stand stand;
    stand << Intent{ChooseCanItBeUpgraded{}} << CardInserted{} << CardFailed{Fault::card_unresponsive};
    EXPECT_EQ(stand.phase<PresentCard>().fault, Fault::card_unresponsive);
    stand << CardRemoved{} << CardInserted{};
    EXPECT_EQ(stand.phase<ReadingCard>().purpose, Purpose::can_it_be_upgraded);
}

TEST(Visit, CardPulledWhileReadingAsksToPutItAgain) {
    Stand stand;
    stand << CardInserted{} << CardRemoved{};
    EXPECT_EQ(stand.phase<PresentCard>().fault, Fault::card_removed_early);
    stand << CardIdentified{samples::old_card()};
    EXPECT_EQ(stand.where(), "present_card") << "an answer that came too late is not the next card's";
}

TEST(Visit, CardPulledWhileLookingUpStillGetsItsAnswer) {
    Stand stand;
    tap(stand, samples::old_card()) << CardRemoved{};
    stand << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_EQ(stand.where(), "showing_case");
}

TEST(Visit, NewestCaseOfACardIsShown) {
    Stand stand;
    auto newest = samples::on_its_way();
    newest.key = "NEW";
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{newest, samples::came_back()}};
    EXPECT_EQ(stand.phase<ShowingCase>().found.key, "NEW");
}

TEST(Visit, ReaderThatForgetsTheCardIsGivenUp) {
    Stand stand;
    stand << CardInserted{};
    stand.wait(timing::reading);
    EXPECT_EQ(stand.phase<PresentCard>().fault, Fault::reader_silent);
}

TEST(Visit, ReaderBackAgainTakesItsFaultFromThePage) {
    Stand stand;
    stand << CardInserted{} << ReaderFailed{Fault::reader_service_gone};
    EXPECT_EQ(stand.state.devices.reader, Fault::reader_service_gone);
    EXPECT_FALSE(stand.state.devices.card_present);
    stand << ReaderReady{};
    EXPECT_FALSE(stand.phase<PresentCard>().fault);
    EXPECT_FALSE(stand.state.devices.reader);
}

TEST(Visit, LedgerThatHangsCostsOneMessage) {
    Stand stand;
    tap(stand, samples::old_card());
    stand.wait(timing::ledger);
    EXPECT_EQ(stand.phase<OutOfOrder>().fault, Fault::ledger_locked);
}

// ---- typing

TEST(Visit, TypingFillsTheIdFirstThenTheCard) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{ChooseTyping{}};
    for (const char c : std::string("12X345X67890")) stand << Intent{TypeCharacter{c}};
    EXPECT_EQ(stand.phase<Typing>().id_tail6, "12345X") << "X only in the last place";
    EXPECT_EQ(stand.phase<Typing>().card_last4, "6789") << "no more than four";
    stand << Intent{SubmitTyping{}};
    EXPECT_EQ(stand.effect<LookUp>().by, std::vector<CaseQuery>{(ByTyping{"12345X", "6789"})});
}

TEST(Visit, EraseTakesTheLastCharacterOfEither) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{ChooseTyping{}} << Intent{EraseCharacter{}};
    for (const char c : std::string("1234567")) stand << Intent{TypeCharacter{c}};
    stand << Intent{EraseCharacter{}} << Intent{EraseCharacter{}};
    EXPECT_EQ(stand.phase<Typing>().id_tail6, "12345");
    EXPECT_EQ(stand.phase<Typing>().card_last4, "");
}

TEST(Visit, HalfTypedIsNotLookedUp) {
    Stand stand;
    stand << Intent{ChooseWhereIsMyCard{}} << Intent{ChooseTyping{}} << Intent{TypeCharacter{'1'}} << Intent{SubmitTyping{}};
    EXPECT_EQ(stand.where(), "typing");
    EXPECT_TRUE(stand.effects.empty());
}

TEST(Visit, TypedNumbersThatFitSeveralPeopleShowNobody) {
    Stand stand;
    stand.state.phase = Typing{Purpose::where_is_my_card, "123456", "7890", {}};
    stand << Intent{SubmitTyping{}};
    stand << CasesFound{stand.query(), std::vector{samples::on_its_way(), samples::came_back()}};
    EXPECT_EQ(stand.phase<Typing>().problem, Typing::Problem::several);
    EXPECT_EQ(stand.phase<Typing>().id_tail6, "");
}

// ---- tickets

TEST(Visit, PriorityTicketCarriesTheReasonAndIsTheCasesOwn) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    stand << Intent{TakePriorityTicket{}};
    EXPECT_EQ(stand.effect<IssueTicket>().request,
              (TicketRequest{"returned_card", TicketClass::priority, "no_portrait", "K0002", "case:K0002"}));
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
    EXPECT_EQ(stand.effect<PrintTicket>().issued, samples::priority_ticket());
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::printing);
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
    EXPECT_TRUE(stand.effects.empty());
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
    stand << PrintFinished{"ticket-s-1", PrintOutcome::unknown, {}} << Intent{PrintAgain{}};
    EXPECT_EQ(stand.effect<PrintTicket>().job, "ticket-s-2");
}

TEST(Visit, PrinterThatNeverAnswersLeavesTheOutcomeUnknown) {
    Stand stand;
    take_priority_ticket(stand);
    for (auto waited = 0s; waited < timing::printing; waited += 10s) stand.wait(10s) << Intent{MoreTime{}};
    EXPECT_EQ(stand.phase<ShowingTicket>().paper.paper, Paper::unknown);
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

}  // namespace
}  // namespace kiosk
