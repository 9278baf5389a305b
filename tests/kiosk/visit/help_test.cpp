#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

TEST(Help, IsAtMostThreePressesFromHome) {
    Stand stand;
    stand << Intent{ChooseHelp{}} << Intent{ChooseScenarios{0}};
    EXPECT_EQ(stand.phase<ShowingScenarios>(), (ShowingScenarios{0, {}}));
    stand << Intent{GoBack{}} << Intent{ChooseNewCard{}};
    EXPECT_EQ(stand.phase<ShowingNewCard>(), ShowingNewCard{});
}

TEST(Help, IsNotThereWithoutItsData) {
    Stand stand;
    stand.policy.new_card.reset();
    EXPECT_EQ((stand << Intent{ChooseHelp{}} << Intent{ChooseNewCard{}}).where(), "choosing_help");
    EXPECT_EQ((stand << Intent{ChooseScenarios{0}}).where(), "showing_scenarios");
    stand << Intent{FinishVisit{}};
    stand.policy.scenarios.groups.clear();
    EXPECT_EQ((stand << Intent{ChooseHelp{}}).where(), "home");
}

TEST(Help, IsPrintedInTheLanguageOfTheVisit) {
    Stand stand;
    stand << Intent{SwitchLanguage{Language::english}} << Intent{ChooseHelp{}} << Intent{ChooseScenarios{0}};
    stand << Intent{TurnToPart{2}} << Intent{PrintSlip{}};
    EXPECT_EQ(stand.state.part, 0) << "where the page tells of the paper";
    EXPECT_EQ(stand.effect<PrintScenarios>(), (PrintScenarios{"slip-s-1", 0, Language::english}));
    EXPECT_EQ(stand.phase<ShowingScenarios>().slip.paper, Paper::printing);
    stand << Intent{PrintSlip{}};
    EXPECT_TRUE(stand.effects.empty()) << "one is on its way";
    stand << PrintFinished{"slip-s-1", PrintOutcome::printed, {}};
    EXPECT_EQ(stand.phase<ShowingScenarios>().slip.paper, Paper::printed);
    stand << Intent{GoBack{}} << Intent{ChooseNewCard{}} << Intent{PrintSlip{}};
    EXPECT_EQ(stand.effect<PrintNewCard>(), (PrintNewCard{"slip-s-2", Language::english}));
}

TEST(Help, DoesNotWaitForAPrinterForEver) {
    Stand stand;
    stand << Intent{ChooseHelp{}} << Intent{ChooseNewCard{}} << Intent{PrintSlip{}};
    stand.wait(timing::printing);
    EXPECT_EQ(stand.phase<ShowingNewCard>().slip.paper, Paper::unknown);
}

TEST(Help, GivesWayToACard) {
    Stand stand;
    stand << Intent{ChooseHelp{}} << Intent{ChooseNewCard{}} << CardInserted{};
    EXPECT_EQ(stand.where(), "reading_card");
}

}  // namespace
}  // namespace kiosk
