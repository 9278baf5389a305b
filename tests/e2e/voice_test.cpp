#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/page/page.h"
#include "tests/support/hall.h"

// The terminal by ears and keys, on real parts. What is said is listened to in tests/kiosk/terminal/keypad_test.cpp.
namespace {

using namespace kiosk;
using support::card;
using support::RealHall;
using support::returned_card;
using support::returned_case;

class EarsOnly : public testing::Test {
protected:
    EarsOnly() {
        hall.use_voice("next_choice = [\"Tab\"]\nheadphones_in = [\"F11\"]\nheadphones_out = [\"F12\"]");
        hall.open();
    }
    State listening() const {
        State state = hall.state_of(Home{});
        state.aloud = state.devices.headphones = true;
        return state;
    }
    bool is_dark() {
        State state = listening();
        state.dark = true;
        return hall.shows(state);
    }
    void choose(const Phase& phase, const std::string& words) {
        State state = listening();
        state.phase = phase;
        const auto& rules = hall.rules();
        const Words tr(rules.words, Language::chinese);
        const auto choices = page_of(state, {rules.policy, rules.faults, tr, rules.name}).choices;
        for (const auto& choice : choices) {
            hall.glass.key("Tab");
            if (choice.words.text == words) return hall.glass.key("Return");
        }
        FAIL() << "no " << words;
    }
    bool came_to(const std::string& phase) {
        return support::wait_until([&] { return hall.log().find("-> " + phase) != std::string::npos; });
    }
    std::uintmax_t heard() const {
        std::error_code none;
        const auto size = std::filesystem::file_size(hall.file("heard.raw"), none);
        return none ? 0 : size;
    }
    RealHall hall;
};

TEST_F(EarsOnly, PriorityTicketIsTakenByKeysAloneBeforeADarkScreen) {
    hall.glass.key("F11");
    State welcome = listening();
    welcome.menu = Menu::darkness;
    ASSERT_TRUE(hall.shows(welcome));
    hall.glass.key("Tab");
    hall.glass.key("Return");
    ASSERT_TRUE(is_dark());
    EXPECT_TRUE(support::wait_until([&] { return heard() > 0; }));

    hall.reader.insert(card(returned_card));
    ASSERT_TRUE(came_to("card_came_back"));
    choose(CardCameBack{hall.found(returned_case), {}}, "拿优先号");
    ASSERT_TRUE(support::wait_until([&] { return hall.tickets().size() == 1; }));
    ASSERT_TRUE(support::wait_until([&] { return hall.printer.printed().size() == 1; }));
    ASSERT_TRUE(came_to("showing_ticket"));
    EXPECT_TRUE(is_dark());

    choose(ShowingTicket{hall.ticket_of(returned_case), {}, hall.found(returned_case)}, "办完了");
    ASSERT_TRUE(came_to("take_your_card"));
    hall.reader.pull();
    State home = listening();
    home.aloud.reset();
    ASSERT_TRUE(hall.shows(home)) << "the next person has a screen again";
    hall.glass.key("F12");
    ASSERT_TRUE(hall.shows(Home{}));
    EXPECT_EQ(hall.close(), 0);
}

TEST_F(EarsOnly, TouchLightsTheScreenAndEndsTheSentence) {
    hall.glass.key("F11");
    State welcome = listening();
    welcome.menu = Menu::darkness;
    ASSERT_TRUE(hall.shows(welcome));
    hall.press(welcome, "屏幕变黑");
    ASSERT_TRUE(is_dark());
    hall.glass.click(500, 900);
    ASSERT_TRUE(hall.shows(listening()));
    EXPECT_EQ(hall.close(), 0);
}

}  // namespace
