#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <future>
#include <thread>

#include "tests/screens/glass/window_fixture.h"

namespace screens {
namespace {

using namespace std::chrono_literals;
using What = PointerEvent::What;
using Clock = std::chrono::steady_clock;

class WindowTest : public OnXServer {
protected:
    WindowTest() : OnXServer({640, 480}) {}
    // Events until one of that kind comes.
    template <class T>
    std::optional<T> next(const std::function<bool(const T&)>& wanted = [](const T&) { return true; }) {
        const auto end = Clock::now() + 10s;
        while (Clock::now() < end) {
            for (const auto& event : window->wait(end)) {
                if (const auto* found = std::get_if<T>(&event); found && wanted(*found)) return *found;
            }
        }
        return std::nullopt;
    }
};

class EitherWay : public WindowTest, public testing::WithParamInterface<bool> {};

TEST_P(EitherWay, FillsTheDisplayAndShowsWhatIsDrawn) {
    open({.through_texture = GetParam()});
    EXPECT_EQ(window->size(), (PixelSize{640, 480}));
    paint(0xC0FFEE);
    for (const auto& [x, y] : {std::pair{0, 0}, {639, 0}, {0, 479}, {639, 479}})
        EXPECT_TRUE(see(x, y, 0xC0FFEE)) << x << "," << y;
}

TEST_P(EitherWay, ComesBackAfterSomethingCoveredIt) {
    open({.through_texture = GetParam()});
    settle();
    server.cover(100, 100, 200, 200);
    ASSERT_EQ(server.pixel(150, 150), 0x123456U);
    server.uncover();
    EXPECT_TRUE(see(150, 150, 0x204060));
}

TEST_P(EitherWay, ScreenshotHoldsWhatWasPresented) {
    open({.through_texture = GetParam()});
    paint(0x0A0B0C);
    const support::TempDir dir;
    ASSERT_TRUE(window->screenshot(dir.file("shot.png")));
    const auto image = support::read_png(dir.file("shot.png"));
    EXPECT_EQ(image.width, 640);
    EXPECT_EQ(image.at(320, 240), 0x0A0B0CU);
}

TEST_P(EitherWay, FollowsItsSize) {
    open({.windowed = PixelSize{320, 200}, .through_texture = GetParam()});
    paint(0x112233);
    server.resize_window(400, 300);
    ASSERT_TRUE(next<Resized>());
    EXPECT_EQ(window->size(), (PixelSize{400, 300}));
    EXPECT_EQ(window->canvas().width, 400);
    EXPECT_EQ(window->canvas().height, 300);
}

INSTANTIATE_TEST_SUITE_P(, EitherWay, testing::Values(false, true),
                         [](const auto& test) { return std::string(test.param ? "texture" : "surface"); });

TEST_F(WindowTest, ClickArrivesAsAFingerWithItsPlace) {
    open();
    settle();
    server.click(123, 45);
    const auto down = next<PointerEvent>([](const auto& e) { return e.what == What::down; });
    ASSERT_TRUE(down);
    EXPECT_EQ(down->at, (Point{123, 45}));
    EXPECT_LE(Clock::now() - down->when, 5s);
}

TEST_F(WindowTest, FastClickLosesNeitherHalf) {
    open();
    settle();
    server.click(50, 60);
    std::vector<What> seen;
    const auto end = Clock::now() + 10s;
    while (seen.size() < 2 && Clock::now() < end) {
        for (const auto& event : window->wait(end)) {
            if (const auto* pointer = std::get_if<PointerEvent>(&event)) seen.push_back(pointer->what);
        }
    }
    EXPECT_EQ(seen, (std::vector{What::down, What::up}));
}

struct KeyCase {
    const char* keysym;
    KeyPress want;
};
TEST_F(WindowTest, KeysArriveAsWhatTheyMean) {
    open({.keys = {{Key::erase, {"Backspace"}}, {Key::choose, {"Return", "Keypad 5"}}, {Key::headphones_in, {"F11"}}}});
    settle();
    const KeyCase rows[] = {{"5", {Key::character, '5'}},  {"KP_7", {Key::character, '7'}}, {"KP_0", {Key::character, '0'}},
                            {"x", {Key::character, 'X'}},  {"BackSpace", {Key::erase}},     {"Return", {Key::choose}},
                            {"F11", {Key::headphones_in}}, {"KP_5", {Key::choose}}};
    for (const auto& row : rows) {
        server.click(5, 5);  // without a window manager the keyboard follows the pointer
        server.key(row.keysym);
        const auto press = next<KeyPress>();
        ASSERT_TRUE(press) << row.keysym;
        EXPECT_EQ(*press, row.want) << row.keysym;
    }
}

class WindowStrokes : public WindowTest {
protected:
    void SetUp() override {
        open({.strokes = true});
        settle();
        server.click(5, 5);
    }
    std::string typed(const std::string& text) {
        server.type(text);
        std::string got;
        const auto end = Clock::now() + 10s;
        while (got.size() < text.size() && Clock::now() < end) {
            for (const auto& event : window->wait(end)) {
                const auto* stroke = std::get_if<KeyStroke>(&event);
                if (stroke && stroke->character != 0) got += stroke->character;
            }
        }
        return got;
    }
};

TEST_F(WindowStrokes, AreWhatAScannerTypes) {
    EXPECT_EQ(typed("KA2:AA00 z$%*+-./\t"), "KA2:AA00 z$%*+-./\t");
    EXPECT_EQ(typed("1\n2\r3"), "1\r2\r3") << "of the keyboard and of the keypad";
}

TEST_F(WindowStrokes, AreControlCharactersWithCtrl) { EXPECT_EQ(typed("\x02]C1 a\x03\x04\x1b"), "\x02]C1 a\x03\x04\x1b"); }

TEST_F(WindowStrokes, AreTheScannersWhateverCapsLockIs) {
    server.key("Caps_Lock");
    EXPECT_EQ(typed("KA2:abcXYZ"), "KA2:abcXYZ");
    server.key("Caps_Lock");
}

TEST_F(WindowTest, WakeFromAnotherThreadEndsTheWait) {
    open();
    settle();
    const auto waker = std::async(std::launch::async, [&] { window->wake(); });
    const auto start = Clock::now();
    EXPECT_TRUE(window->wait(start + 20s).empty());
    EXPECT_LT(Clock::now() - start, 15s);
}

TEST_F(WindowTest, WakeBeforeTheWaitIsNotLost) {
    open();
    settle();
    for (int i = 0; i < 1000; ++i) window->wake();
    const auto start = Clock::now();
    window->wait(start + 20s);
    EXPECT_LT(Clock::now() - start, 15s);
    window->wake();
    window->wait(start + 20s);
    EXPECT_LT(Clock::now() - start, 15s) << "the second wake counts as well";
}

// What the server still had to say of the window's opening ends a wait early, with no event; only the whole time counts.
TEST_F(WindowTest, WaitsUntilTheDeadlineWithoutSpinning) {
    open();
    settle();
    rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    const auto end = Clock::now() + 500ms;
    int waits = 0;
    for (; Clock::now() < end; ++waits) EXPECT_TRUE(window->wait(end).empty());
    getrusage(RUSAGE_SELF, &after);
    const auto used = [](const rusage& u) {
        return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000L + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
    };
    EXPECT_LT(waits, 10);
    EXPECT_LT(used(after) - used(before), 100000);    // a loop without a pause: 500000
    EXPECT_LT(after.ru_nvcsw - before.ru_nvcsw, 40);  // a look every millisecond: 500
}

TEST_F(WindowTest, DeadlineInThePastReturnsAtOnce) {
    open();
    settle();
    const auto start = Clock::now();
    window->wait(start - 1s);
    EXPECT_LT(Clock::now() - start, 1s);
}

TEST_F(WindowTest, SigtermAsksToClose) {
    open();
    settle();
    kill(getpid(), SIGTERM);
    EXPECT_TRUE(next<CloseAsked>());
}

TEST_F(WindowTest, CloseOfTheWindowSystemIsHeardByADemoOnly) {
    for (const bool closable : {false, true}) {
        open({.closable = closable});
        settle();
        server.close_window();
        kiosk::Steady end = Clock::now() + (closable ? 20s : 1s);
        bool asked = false;
        while (!asked && Clock::now() < end)
            for (const auto& event : window->wait(end)) asked = asked || std::holds_alternative<CloseAsked>(event);
        EXPECT_EQ(asked, closable);
        kill(getpid(), SIGTERM);
        EXPECT_TRUE(next<CloseAsked>()) << "the service manager is always heard";
        window.reset();
    }
}

TEST_F(WindowTest, ConfiguredMillimetresGiveTheDensityHoweverTheScreenIsTurned) {
    open({.width_mm = 150, .height_mm = 200});
    EXPECT_FLOAT_EQ(window->px_per_mm(), 3.2F);
}

TEST_F(WindowTest, DisplayThatDoesNotKnowItsSizeIsTakenForALikelyOne) {
    open();
    EXPECT_FLOAT_EQ(window->px_per_mm(), 3.2F);
}

TEST(WindowWithoutDisplay, SaysSo) {
    setenv("DISPLAY", ":65000", 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
    const auto opened = Window::open({});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("DISPLAY"), std::string::npos);
}

}  // namespace
}  // namespace screens
