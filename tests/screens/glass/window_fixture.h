#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "screens/glass/window.h"
#include "tests/support/process.h"
#include "tests/support/xvfb.h"

namespace screens {

// A window on a real X server, and what is seen there.
class OnXServer : public testing::Test {
protected:
    explicit OnXServer(PixelSize screen) : server{screen.width, screen.height} {
        setenv("DISPLAY", server.display().c_str(), 1);
        setenv("SDL_VIDEODRIVER", "x11", 1);
    }
    void open(WindowOptions options = {}) {
        auto opened = Window::open(options);
        ASSERT_TRUE(opened) << opened.error().detail;
        window = *std::move(opened);
    }
    void paint(std::uint32_t colour) {
        const Canvas canvas = window->canvas();
        for (int y = 0; y < canvas.height; ++y)
            std::fill_n(canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.stride, canvas.width, colour);
        window->put({{0, canvas.height}});
        ASSERT_TRUE(window->present());
    }
    bool see(int x, int y, std::uint32_t colour) {
        return support::wait_until([&] {
            take(std::chrono::steady_clock::now());
            return server.pixel(x, y) == colour;
        });
    }
    // The window is on the glass, and nothing of its opening is left in the queue.
    void settle() {
        paint(0x204060);
        ASSERT_TRUE(see(1, 1, 0x204060));
    }
    virtual void take(kiosk::Steady until) { window->wait(until); }  // what comes until then

    support::Xvfb server;
    std::unique_ptr<Window> window;
};

}  // namespace screens
