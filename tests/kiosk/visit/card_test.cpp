#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

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

TEST(Visit, SecondCardOnThePageOfTheFirstIsCalledAnotherOne) {
    Stand stand;
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_FALSE(stand.state.another_card);
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_FALSE(stand.state.another_card) << "it was lifted and put down again";
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::came_back()}};
    EXPECT_TRUE(stand.state.another_card);
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector<CaseView>{}};
    EXPECT_TRUE(stand.state.another_card) << "one without a case";
    stand << Intent{FinishVisit{}} << CardRemoved{};
    EXPECT_TRUE(stand.state.answered.empty());
    tap(stand, samples::old_card()) << CasesFound{stand.query(), std::vector{samples::on_its_way()}};
    EXPECT_FALSE(stand.state.another_card) << "another visit";
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

}  // namespace
}  // namespace kiosk
