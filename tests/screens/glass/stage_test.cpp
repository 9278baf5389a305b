#include "screens/glass/stage.h"

#include <gtest/gtest.h>

#include "screens/widgets/widgets.h"
#include "tests/screens/words.h"
#include "tests/support/headless.h"

namespace screens {
namespace {

using support::Headless;
using What = PointerEvent::What;
using namespace std::chrono_literals;

// Two buttons; what was pressed is written down.
class StageTest : public testing::Test {
protected:
    void draw(Frame& frame) {
        if (offers && glass.stage().take_slip()) offered = true;
        if (offered) {
            if (big_button(frame, frame.screen.inset(60), "offered")) pressed.emplace_back("offered");
            return;
        }
        const auto rows = frame.screen.inset(60).rows(2, 200);
        if (big_button(frame, rows[0], "first", {.enabled = enabled})) pressed.emplace_back("first");
        if (big_button(frame, rows[1], "second")) pressed.emplace_back("second");
    }
    Point middle(std::string_view label) { return glass.target(label).box.centre(); }

    std::vector<std::string> pressed;
    bool enabled = true;
    bool offers = false, offered = false;  // after a press that slid off one large button stands there instead
    Headless glass{{1080, 1920}, english, [this](Frame& frame) { draw(frame); }};
};

using Names = std::vector<std::string>;

TEST_F(StageTest, TapPressesOnce) {
    glass.tap("second");
    EXPECT_EQ(pressed, Names{"second"});
    glass.show();
    EXPECT_EQ(pressed, Names{"second"});
}

TEST_F(StageTest, TapOfZeroMillisecondsInOneBatchPresses) {
    const kiosk::Steady now{2h};
    glass.stage().pointer({1, What::down, middle("first"), now});
    glass.stage().pointer({1, What::up, middle("first"), now});
    glass.show();
    EXPECT_EQ(pressed, Names{"first"});
}

TEST_F(StageTest, SlidingOffTheButtonCancels) {
    const Box box = glass.target("first").box;
    glass.touch(What::down, {box.centre().x, box.bottom() - 5});
    glass.touch(What::up, {box.centre().x, box.bottom() + 20});
    EXPECT_TRUE(pressed.empty());
    EXPECT_TRUE(glass.stage().take_slip());
    EXPECT_FALSE(glass.stage().take_slip()) << "once";
    glass.touch(What::down, {box.centre().x, box.bottom() + 20});
    glass.touch(What::up, {box.centre().x, box.bottom() + 25});
    glass.tap("second");
    EXPECT_FALSE(glass.stage().take_slip()) << "it began on none, or ended where it began";
}

TEST_F(StageTest, PressThatSlidOffDoesNotPressWhatIsOfferedInsteadNorDoesItsBounce) {
    offers = true;
    const Box box = glass.target("first").box;
    const Point end{box.centre().x, box.bottom() + 20};
    glass.touch(What::down, {box.centre().x, box.bottom() - 5});
    glass.touch(What::up, end);
    ASSERT_TRUE(offered);
    EXPECT_TRUE(pressed.empty());
    glass.touch(What::down, end);
    glass.touch(What::up, end);
    EXPECT_TRUE(pressed.empty());
    glass.tap("offered");
    EXPECT_EQ(pressed, Names{"offered"});
}

TEST_F(StageTest, SlidingOntoAButtonDoesNotPressIt) {
    const Box box = glass.target("first").box;
    glass.touch(What::down, {box.centre().x, box.bottom() + 20});
    glass.touch(What::up, {box.centre().x, box.bottom() - 5});
    EXPECT_TRUE(pressed.empty());
}

TEST_F(StageTest, PalmRestsOnOneButtonWhileAFingerTapsTheOther) {
    glass.touch(What::down, middle("first"), 7);
    glass.pass_time(2500ms);
    glass.touch(What::down, middle("second"), 8);
    glass.touch(What::up, middle("second"), 8);
    EXPECT_EQ(pressed, Names{"second"});
    glass.touch(What::up, middle("first"), 7);
    EXPECT_EQ(pressed, Names{"second"});
}

TEST_F(StageTest, DisabledButtonIsDeaf) {
    enabled = false;
    glass.show();
    EXPECT_FALSE(glass.target("first").enabled);
    glass.touch(What::down, middle("first"));
    glass.touch(What::up, middle("first"));
    EXPECT_TRUE(pressed.empty());
}

TEST_F(StageTest, FingerThatWentDownOnTheOldPageDoesNotPressTheNew) {
    glass.touch(What::down, middle("first"));
    glass.turn_page(2);
    glass.touch(What::up, middle("first"));
    EXPECT_TRUE(pressed.empty());
}

TEST_F(StageTest, SecondTapOfABatchBelongsToTheOldPage) {
    const kiosk::Steady now{2h};
    for (int i = 0; i < 2; ++i) {
        glass.stage().pointer({1, What::down, middle("first"), now + 10ms * i});
        glass.stage().pointer({1, What::up, middle("first"), now + 10ms * i});
    }
    std::size_t page = 1;
    do {
        glass.stage().pass({page, english, now + 20ms}, [this](Frame& frame) { draw(frame); });
        if (!pressed.empty()) page = 2;
    } while (!glass.stage().settled());
    EXPECT_EQ(pressed, Names{"first"});
}

TEST_F(StageTest, HeldButtonLooksPressed) {
    const auto before = glass.pixels();
    glass.touch(What::down, middle("first"));
    const auto held = glass.pixels();
    EXPECT_NE(held, before);
    EXPECT_TRUE(glass.stage().next_redraw(kiosk::Steady{1h}));
    glass.touch(What::up, middle("first"));
    EXPECT_EQ(glass.pixels(), before) << "nothing stays lit";
}

TEST_F(StageTest, SamePageGivesTheSamePixels) {
    const auto before = glass.pixels();
    glass.show();
    EXPECT_EQ(glass.pixels(), before);
    Headless other({1080, 1920}, english, [this](Frame& frame) { draw(frame); });
    EXPECT_EQ(other.pixels(), before);
}

TEST(Stage, PageThatDoesNotFitIsDrawnSmallerUntilItDoes) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "交卡以后十天之内，新卡会送回您的社区。";
    Headless glass({1080, 1920}, english, [&](Frame& frame) {
        Flow flow(frame, frame.screen);
        paragraph(flow, text);
    });
    EXPECT_TRUE(glass.frame().fits());
    EXPECT_LT(glass.frame().scale, 1);
    EXPECT_LE(glass.frame().shown.at(0).box.bottom(), 1920);
    text = "短";
    glass.turn_page(2);
    EXPECT_EQ(glass.frame().scale, 1) << "the next page begins at full size";
}

TEST(Stage, HopelessPageSaysSo) {
    Headless glass({320, 240}, english, [&](Frame& frame) {
        Flow flow(frame, frame.screen);
        for (int i = 0; i < 300; ++i) paragraph(flow, "x");
    });
    EXPECT_FALSE(glass.frame().fits());
    EXPECT_FALSE(glass.layout_problems().empty());
}

TEST(Stage, ResizedStageDrawsAtItsNewSize) {
    Headless glass({1080, 1920}, english,
                   [&](Frame& frame) { static_cast<void>(bars(frame, frame.screen, standing(frame.tr, "Hall"))); });
    glass.stage().resize({1920, 1080}, 3.2F);
    glass.show();
    EXPECT_EQ(glass.frame().screen, (Box{0, 0, 1920, 1080}));
    EXPECT_FALSE(glass.frame().portrait());
}

}  // namespace
}  // namespace screens
