// The real kiosk on a screen that becomes another one while it runs, without a window manager.
#include <gtest/gtest.h>

#include <ostream>

#include "tests/support/hall.h"

namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::RealHall;
using support::returned_card;
using support::returned_case;
using support::wait_until;

struct ScreenRow {
    const char* name;
    screens::PixelSize before, after;
};
void PrintTo(const ScreenRow& row, std::ostream* out) { *out << row.name; }

class ScreenOfAKiosk : public testing::TestWithParam<ScreenRow> {
protected:
    RealHall hall_{{1920, 1920}};
};

TEST_P(ScreenOfAKiosk, IsFilledAndTakesTouchesWhereTheButtonsAre) {
    hall_.set_screen(GetParam().before);
    hall_.open();
    hall_.set_screen(GetParam().after);
    ASSERT_TRUE(hall_.shows(Home{}));
    hall_.press(Home{}, "我要到窗口办");
    ASSERT_TRUE(hall_.shows(ChoosingService{})) << hall_.log();
    hall_.press(ChoosingService{}, "返回");
    EXPECT_TRUE(hall_.shows(Home{}));
    EXPECT_EQ(hall_.close(), 0);
}

TEST_P(ScreenOfAKiosk, ChangesInTheMiddleOfAVisitThatGoesOn) {
    hall_.set_screen(GetParam().before);
    hall_.open();
    hall_.reader.insert(card(returned_card));
    const Phase came_back = CardCameBack{hall_.found(returned_case), {}};
    ASSERT_TRUE(hall_.shows(came_back, card_lies_there()));
    hall_.glass.switch_off();
    hall_.set_screen(GetParam().after);
    ASSERT_TRUE(hall_.shows(came_back, card_lies_there()));
    hall_.press(hall_.state_of(came_back, card_lies_there()), "拿优先号");
    ASSERT_TRUE(wait_until([&] { return hall_.tickets().size() == 1; })) << hall_.log();
    const Phase ticket =
        ShowingTicket{hall_.ticket_of(returned_case), {Paper::printed, {}, {}, {}}, hall_.found(returned_case)};
    ASSERT_TRUE(hall_.shows(ticket, card_lies_there()));
    hall_.set_screen(GetParam().before);
    ASSERT_TRUE(hall_.shows(ticket, card_lies_there()));
    hall_.reader.pull();
    ASSERT_TRUE(hall_.shows(ticket));
    hall_.press(ticket, "办完了");
    EXPECT_TRUE(hall_.shows(Home{}));
}

INSTANTIATE_TEST_SUITE_P(, ScreenOfAKiosk,
                         testing::Values(ScreenRow{"that_grows", {768, 1024}, {1080, 1920}},
                                         ScreenRow{"that_shrinks", {1080, 1920}, {720, 1280}},
                                         ScreenRow{"that_is_turned", {1080, 1920}, {1920, 1080}},
                                         ScreenRow{"that_is_turned_back", {1280, 800}, {800, 1280}}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
