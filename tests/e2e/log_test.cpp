#include <gtest/gtest.h>

#include "tests/support/full_pipe.h"
#include "tests/support/hall.h"

// Nobody takes what the kiosk says of itself: the senior notices nothing, and neither does whoever stops it.
namespace {

using namespace kiosk;
using support::card;
using support::card_lies_there;
using support::FullPipe;
using support::RealHall;
using support::returned_card;
using support::returned_case;

void takes_a_ticket(RealHall& hall) {
    hall.reader.insert(card(returned_card));
    const Phase reason = CardCameBack{hall.found(returned_case), {}};
    ASSERT_TRUE(hall.shows(reason, card_lies_there()));
    hall.press(reason, "拿优先号");
    ASSERT_TRUE(support::wait_until([&] { return hall.tickets().size() == 1; }));
    const Phase on_paper =
        ShowingTicket{hall.ticket_of(returned_case), {Paper::printed, {}, {}, {}}, hall.found(returned_case)};
    ASSERT_TRUE(hall.shows(on_paper, card_lies_there()));
}

TEST(Log, PipeThatIsFullHoldsUpNeitherTheVisitNorTheEnd) {
    FullPipe pipe;
    RealHall hall;
    hall.use_log(pipe.path());
    hall.open();
    takes_a_ticket(hall);
    EXPECT_EQ(hall.close(), 0);
}

TEST(Log, ReaderThatGoesAwayEndsNoKiosk) {
    FullPipe pipe;
    RealHall hall;
    hall.use_log(pipe.path());
    hall.open();
    pipe.close_reader();
    takes_a_ticket(hall);
    EXPECT_EQ(hall.close(), 0);
}

}  // namespace
