// The screen changes under the window, on a real X server without a window manager.
#include <algorithm>
#include <ostream>

#include "screens/glass/window_input.h"
#include "tests/screens/glass/window_fixture.h"

namespace screens {
namespace {

using namespace std::chrono_literals;
using What = PointerEvent::What;

class ScreenTest : public OnXServer {
protected:
    ScreenTest() : OnXServer({640, 640}) {}
    void open_and_paint(WindowOptions options = {}) {
        open(options);
        settle();
    }
    // Where the next finger goes down; all that comes before it is counted.
    std::optional<Point> next_tap() {
        const auto is_down = [](const PointerEvent& pointer) { return pointer.what == What::down; };
        for (const auto end = std::chrono::steady_clock::now() + 10s; std::chrono::steady_clock::now() < end; take(end)) {
            const auto tap = std::ranges::find_if(touches, is_down);
            if (tap == touches.end()) continue;
            const Point at = tap->at;
            touches.erase(touches.begin(), tap + 1);
            return at;
        }
        return std::nullopt;
    }
    bool follows(PixelSize size) {
        return support::wait_until([&] {
            take();
            return window->size() == size && resized > 0;
        });
    }
    void take() { take(std::chrono::steady_clock::now()); }
    void take(kiosk::Steady until) override {
        for (const auto& event : window->wait(until)) {
            resized += std::holds_alternative<Resized>(event);
            keys += std::holds_alternative<KeyPress>(event);
            if (const auto* touch = std::get_if<PointerEvent>(&event)) touches.push_back(*touch);
        }
    }

    int resized = 0, keys = 0;
    std::vector<PointerEvent> touches;
};

struct ChangeRow {
    const char* name;
    PixelSize before, after;
};
void PrintTo(const ChangeRow& row, std::ostream* out) { *out << row.name; }
class ScreenThat : public ScreenTest, public testing::WithParamInterface<ChangeRow> {};

TEST_P(ScreenThat, IsFollowedWithOneRedrawAndATapHitsWhatIsSeen) {
    const auto [before, after] = std::pair(GetParam().before, GetParam().after);
    server.set_mode(before.width, before.height);
    open_and_paint();
    ASSERT_EQ(window->size(), before);
    server.set_mode(after.width, after.height);
    ASSERT_TRUE(follows(after));
    EXPECT_EQ(window->canvas().width, after.width);
    EXPECT_EQ(window->canvas().height, after.height);
    paint(0x608040);
    for (const auto& [x, y] :
         {std::pair{0, 0}, {after.width - 1, 0}, {0, after.height - 1}, {after.width - 1, after.height - 1}})
        EXPECT_TRUE(see(x, y, 0x608040)) << x << "," << y;
    const Point corner{static_cast<float>(after.width - 9), static_cast<float>(after.height - 7)};
    server.click(after.width - 9, after.height - 7);
    EXPECT_EQ(next_tap(), corner);
    EXPECT_EQ(resized, 1);
}

INSTANTIATE_TEST_SUITE_P(, ScreenThat,
                         testing::Values(ChangeRow{"grows", {480, 560}, {640, 640}},
                                         ChangeRow{"shrinks", {640, 640}, {400, 480}},
                                         ChangeRow{"is_turned", {480, 640}, {640, 480}},
                                         ChangeRow{"is_turned_back", {640, 360}, {360, 640}},
                                         ChangeRow{"gets_wider_only", {480, 640}, {640, 640}}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_F(ScreenTest, ThatIsSwitchedOffTakesNoTouchAndIsFollowedWhenItIsOnAgain) {
    server.set_mode(480, 640);
    open_and_paint();
    server.switch_off();
    server.click(100, 100);  // nobody sees what is there
    server.key("5");
    ASSERT_TRUE(support::wait_until([&] {
        take();
        return keys > 0;
    }));
    server.set_mode(640, 480);
    ASSERT_TRUE(follows({640, 480}));
    server.click(300, 400);
    EXPECT_EQ(next_tap(), (Point{300, 400}));
}

TEST_F(ScreenTest, ThatIsOffAtTheStartIsCoveredWhenItIsOn) {
    server.switch_off();
    open();
    server.set_mode(480, 640);
    EXPECT_TRUE(follows({480, 640}));
}

TEST_F(ScreenTest, ConfiguredMillimetresAreThoseOfEveryResolution) {
    server.set_mode(480, 640);
    open_and_paint({.width_mm = 150, .height_mm = 200});
    EXPECT_FLOAT_EQ(window->px_per_mm(), 3.2F);
    server.set_mode(640, 480);
    ASSERT_TRUE(follows({640, 480}));
    EXPECT_FLOAT_EQ(window->px_per_mm(), 3.2F);
    resized = 0;
    server.set_mode(320, 240);
    ASSERT_TRUE(follows({320, 240}));
    EXPECT_FLOAT_EQ(window->px_per_mm(), 1.6F);
}

TEST_F(ScreenTest, ThatChangedCostsNothingAfterwards) {
    server.set_mode(480, 640);
    open_and_paint();
    server.set_mode(640, 480);
    ASSERT_TRUE(follows({640, 480}));
    paint(0x608040);
    ASSERT_TRUE(see(1, 1, 0x608040));
    const auto end = std::chrono::steady_clock::now() + 500ms;
    int waits = 0;
    for (; std::chrono::steady_clock::now() < end; ++waits) take(end);
    EXPECT_LT(waits, 10);
}

TEST_F(ScreenTest, OfAWindowOfItsOwnSizeIsLeftAlone) {
    open({.windowed = PixelSize{320, 200}});
    EXPECT_GT(server.blanks_after_s(), 0);
    server.set_mode(480, 640);
    server.click(240, 320);
    EXPECT_TRUE(next_tap());
    EXPECT_EQ(window->size(), (PixelSize{320, 200}));
}

// ---- dark

TEST_F(ScreenTest, ThatIsDarkTakesItsFirstTouchForWakingOnly) {
    open_and_paint();
    for (int i = 0; i < 3; ++i) {
        server.move(100, 100);
        server.blank();
        server.button(true);
        server.button(false);
        server.click(200 + i, 220);
        EXPECT_EQ(next_tap(), (Point{static_cast<float>(200 + i), 220}));
        EXPECT_FALSE(server.is_blank());
    }
}

TEST_F(ScreenTest, ThatIsLitTakesEveryTouch) {
    open_and_paint();
    server.click(100, 100);
    EXPECT_EQ(next_tap(), (Point{100, 100}));
}

TEST_F(ScreenTest, IsKeptAwakeWhileTheWindowIsOpen) {
    const int before = server.blanks_after_s();
    ASSERT_GT(before, 0);
    open_and_paint();
    EXPECT_EQ(server.blanks_after_s(), 0);
    window.reset();
    EXPECT_TRUE(support::wait_until([&] { return server.blanks_after_s() == before; }));
}

TEST_F(ScreenTest, ThatIsDarkAtTheStartIsLit) {
    server.blank();
    ASSERT_TRUE(server.is_blank());
    open_and_paint();
    EXPECT_TRUE(support::wait_until([&] { return !server.is_blank(); }));
}

// ---- which touch it was

PointerEvent touch(std::int64_t finger, What what, kiosk::Steady when) { return {finger, what, {}, when}; }

TEST(WakingTouch, IsSwallowedWholeAndNoOtherIs) {
    WakingTouch waking;
    const kiosk::Steady now{};
    waking.screen_is_blank(true, now);
    waking.screen_is_blank(false, now + 1s);  // by this touch
    EXPECT_TRUE(waking.swallows(touch(1, What::down, now + 1s)));
    EXPECT_TRUE(waking.swallows(touch(1, What::move, now + 2s)));
    EXPECT_FALSE(waking.swallows(touch(2, What::down, now + 2s)));
    EXPECT_FALSE(waking.swallows(touch(2, What::up, now + 2s)));
    EXPECT_TRUE(waking.swallows(touch(1, What::up, now + 9s)));
    EXPECT_FALSE(waking.swallows(touch(1, What::down, now + 9s)));
}

TEST(WakingTouch, OfAScreenThatWasLitLongAgoIsAnyTouch) {
    WakingTouch waking;
    const kiosk::Steady now{};
    waking.screen_is_blank(true, now);
    waking.screen_is_blank(false, now + 1s);
    EXPECT_FALSE(waking.swallows(touch(1, What::down, now + 5s)));
}

TEST(WakingTouch, IsEveryTouchWhileItStaysDark) {
    WakingTouch waking;
    const kiosk::Steady now{};
    waking.screen_shows(false);
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(waking.swallows(touch(1, What::down, now + 1s)));
        EXPECT_TRUE(waking.swallows(touch(1, What::up, now + 1s)));
    }
    waking.screen_shows(true);
    EXPECT_FALSE(waking.swallows(touch(1, What::down, now + 1s)));
}

}  // namespace
}  // namespace screens
