#include "screens/glass/input.h"

#include <gtest/gtest.h>

namespace screens {
namespace {

using namespace std::chrono_literals;
using What = PointerEvent::What;

constexpr Point button{300, 900}, other{300, 400};

class FingersTest : public testing::Test {
protected:
    std::optional<Tap> send(What what, Point at, std::chrono::milliseconds when, std::int64_t finger = 1) {
        return fingers.take({finger, what, at, start + when});
    }
    void turn_page(std::chrono::milliseconds when) { fingers.page_changed(start + when); }

    const kiosk::Steady start{1h};
    Fingers fingers{3.2F};
};

TEST_F(FingersTest, DownAndUpAtTheSamePlaceIsATap) {
    EXPECT_FALSE(send(What::down, button, 0ms));
    EXPECT_EQ(send(What::up, button, 80ms), (Tap{button, button}));
}

TEST_F(FingersTest, TapOfZeroMillisecondsCounts) {
    send(What::down, button, 0ms);
    EXPECT_TRUE(send(What::up, button, 0ms));
}

TEST_F(FingersTest, TremblingFingerMayMoveATargetsWidthOnly) {
    send(What::down, button, 0ms);
    send(What::move, {button.x + 55, button.y}, 40ms);
    EXPECT_EQ(send(What::up, {button.x + 58, button.y}, 80ms), (Tap{button, {button.x + 58, button.y}}));
    send(What::down, button, 1000ms);
    EXPECT_FALSE(send(What::up, {button.x + 70, button.y}, 1080ms));
}

TEST_F(FingersTest, FingerThatTrembledTooFarIsNoTapButNoDragEither) {
    send(What::down, button, 0ms);
    EXPECT_FALSE(send(What::up, {button.x + 70, button.y}, 80ms));
    EXPECT_EQ(fingers.take_strayed(), (Tap{button, {button.x + 70, button.y}}));
    EXPECT_FALSE(fingers.take_strayed()) << "once";
    send(What::down, button, 1000ms);
    send(What::up, {button.x + 200, button.y}, 1080ms);
    EXPECT_FALSE(fingers.take_strayed()) << "that was a drag";
    send(What::down, button, 2000ms);
    turn_page(2010ms);
    send(What::up, {button.x + 70, button.y}, 2080ms);
    EXPECT_FALSE(fingers.take_strayed()) << "it was meant for the page before";
}

TEST_F(FingersTest, DragThatComesBackIsNoTap) {
    send(What::down, button, 0ms);
    send(What::move, other, 40ms);
    EXPECT_FALSE(send(What::up, button, 80ms));
}

TEST_F(FingersTest, RestingHandIsNoTap) {
    send(What::down, button, 0ms);
    EXPECT_FALSE(send(What::up, button, 1501ms));
    send(What::down, button, 2000ms);
    EXPECT_TRUE(send(What::up, button, 3500ms));
}

TEST_F(FingersTest, PalmOnTheGlassNeitherSwallowsATapNorPresses) {
    send(What::down, other, 0ms, 7);
    send(What::down, button, 2000ms, 8);
    EXPECT_EQ(send(What::up, button, 2080ms, 8), (Tap{button, button}));
    send(What::move, {other.x + 3, other.y}, 2500ms, 7);
    EXPECT_FALSE(send(What::up, other, 4000ms, 7));
}

TEST_F(FingersTest, TwoFingersMayTapAtTheSameTime) {
    send(What::down, button, 0ms, 1);
    send(What::down, other, 10ms, 2);
    EXPECT_TRUE(send(What::up, button, 60ms, 1));
    EXPECT_TRUE(send(What::up, other, 70ms, 2));
}

TEST_F(FingersTest, FingerThatWentDownBeforeThePageChangedIsIgnored) {
    send(What::down, other, 0ms);
    turn_page(50ms);
    EXPECT_FALSE(send(What::up, other, 90ms));
    EXPECT_TRUE(fingers.held(start + 60ms).empty());
}

TEST_F(FingersTest, DownThatIsReportedLateBelongsToTheOldPage) {
    turn_page(50ms);
    send(What::down, other, 50ms);
    EXPECT_FALSE(send(What::up, other, 90ms));
}

TEST_F(FingersTest, SecondHalfOfADoubleTapIsDroppedAfterAPageChange) {
    send(What::down, button, 0ms);
    ASSERT_TRUE(send(What::up, button, 60ms));
    turn_page(61ms);
    send(What::down, {button.x + 8, button.y}, 200ms);
    EXPECT_FALSE(send(What::up, {button.x + 8, button.y}, 260ms));
    send(What::down, button, 411ms);
    EXPECT_TRUE(send(What::up, button, 470ms)) << "after the bounce it counts";
}

TEST_F(FingersTest, AnotherPlaceDoesNotBounce) {
    send(What::down, button, 0ms);
    ASSERT_TRUE(send(What::up, button, 60ms));
    turn_page(61ms);
    send(What::down, other, 200ms);
    EXPECT_TRUE(send(What::up, other, 260ms));
}

TEST_F(FingersTest, FastTypingOnOnePageIsNotDebounced) {
    for (const auto at : {0ms, 100ms, 200ms}) {
        send(What::down, button, at);
        EXPECT_TRUE(send(What::up, button, at + 30ms));
    }
}

TEST_F(FingersTest, CancelledTouchIsNoTap) {
    send(What::down, button, 0ms);
    EXPECT_FALSE(send(What::cancelled, button, 50ms));
    EXPECT_FALSE(send(What::up, button, 60ms));
}

TEST_F(FingersTest, UpWithoutDownIsNothing) { EXPECT_FALSE(send(What::up, button, 0ms)); }

TEST_F(FingersTest, LostUpIsForgottenAtTheNextDown) {
    send(What::down, other, 0ms);
    send(What::down, button, 5000ms);
    EXPECT_EQ(send(What::up, button, 5080ms), (Tap{button, button}));
}

TEST_F(FingersTest, HeldFingerLooksPressedUntilItRests) {
    send(What::down, button, 0ms);
    EXPECT_EQ(fingers.held(start + 100ms).size(), 1U);
    ASSERT_EQ(fingers.next_expiry(start + 100ms), start + 1501ms);
    EXPECT_TRUE(fingers.held(start + 1501ms).empty());
    EXPECT_FALSE(fingers.next_expiry(start + 1501ms));
}

}  // namespace
}  // namespace screens
