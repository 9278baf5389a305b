#include <map>

#include "tests/kiosk/visit/stand.h"

namespace kiosk {
namespace {

// Every phase x every event: what is not in this table leaves the phase as it was.
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
          {"choose_help", "choosing_help"},
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
        {"asking_platform",
         {{"card_inserted", "reading_card"},
          {"platform_knows_the_card", "looking_up"},
          {"platform_knows_nothing", "showing_code_answer"},
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
          {"next_card", "present_card"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"card_came_back",
         {{"card_inserted", "reading_card"},
          {"next_card", "present_card"},
          {"take_priority_ticket", "issuing_ticket"},
          {"show_way", "showing_case"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"showing_verdict",
         {{"card_inserted", "reading_card"},
          {"next_card", "present_card"},
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
        {"showing_errand",
         {{"card_inserted", "reading_card"},
          {"next_card", "present_card"},
          {"take_priority_ticket", "issuing_ticket"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"choosing_service",
         {{"card_inserted", "reading_card"},
          {"choose_service", "issuing_ticket"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"choosing_help",
         {{"card_inserted", "reading_card"},
          {"choose_new_card", "showing_new_card"},
          {"choose_scenarios", "showing_scenarios"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"showing_new_card", {{"card_inserted", "reading_card"}, {"go_back", "choosing_help"}, {"finish_visit", "home"}}},
        {"showing_scenarios", {{"card_inserted", "reading_card"}, {"go_back", "choosing_help"}, {"finish_visit", "home"}}},
        {"another_ticket",
         {{"card_inserted", "reading_card"},
          {"for_another", "issuing_ticket"},
          {"go_back", "home"},
          {"finish_visit", "home"}}},
        {"issuing_ticket",
         {{"ticket_ready", "showing_ticket"},
          {"no_ticket", "no_ticket_today"},
          {"ticket_failed", "out_of_order"},
          {"finish_visit", "home"}}},
        {"showing_ticket",
         {{"card_inserted", "reading_card"}, {"next_card", "present_card"}, {"go_back", "home"}, {"finish_visit", "home"}}},
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
    if (stand.where() == "take_your_card") return;  // the card is spoken of as long as it lies there
    EXPECT_FALSE(next_tick(stand.state, stand.policy)) << "wakes up for ever";
    EXPECT_EQ(stand.where(), "home");
}

TEST_P(EveryPhase, ForgetsThePersonWhenTheVisitEnds) {
    const auto& [phase, state] = GetParam();
    Stand stand;
    stand.state = state;
    stand << Intent{SwitchLanguage{Language::english}} << Intent{CallStaff{}} << Intent{FinishVisit{}};
    EXPECT_TRUE(stand.where() == "home" || stand.where() == "take_your_card");
    EXPECT_EQ(stand.state.language, Language::chinese);
    EXPECT_FALSE(stand.state.staff_call);
    EXPECT_TRUE(stand.state.errand.empty());
    EXPECT_EQ(stand.state.visit, state.visit + 1);
}

INSTANTIATE_TEST_SUITE_P(, EveryPhase, testing::ValuesIn(samples::phases()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace kiosk
