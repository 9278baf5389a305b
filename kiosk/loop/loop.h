#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hw/scanner/wedge_gate.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/words.h"
#include "kiosk/loop/watchdog.h"
#include "screens/glass/stage.h"
#include "screens/glass/window.h"

namespace kiosk {

// What a program shows and does in its window. The loop calls it, always on the loop's thread.
class Windowed {
public:
    virtual ~Windowed() = default;

    virtual void begin() = 0;                                 // the first page is on the glass
    virtual void take_posted() = 0;                           // what other threads have posted before they called wake()
    virtual void take_key(const screens::KeyPress& key) = 0;  // of a keypad or keyboard
    virtual void take_code(std::string_view code) = 0;        // typed by a scanner that is a keyboard
    virtual std::optional<Steady> due() const = 0;            // when tick() is wanted
    virtual void tick() = 0;
    virtual void touched() {}                                    // a finger came down, anywhere
    virtual void slid_off() {}                                   // a press began on a button and ended beside it
    virtual void before_page() {}                                // once for each picture
    virtual bool answers(Steady /*now*/) const { return true; }  // what works for it on other threads

    struct Face {
        std::size_t page = 0;  // another number is another page: fingers on the glass are ignored
        Words words;
        Appearance appearance{};
    };
    virtual Face make_page() = 0;  // as it is now
    // Draws the page that was made and says whether a button of it was pressed; then press() does what it is for.
    virtual bool draw(screens::Frame& frame) = 0;
    virtual void press() = 0;
};

// The loop of every program with a window: input, what other threads post, the clock, and pixels; it sleeps in between. One
// thread, but for wake().
class Loop {
public:
    Loop(std::unique_ptr<screens::Window> window, Windowed& program);

    void run();  // until the window is closed, or SIGTERM
    void wake() { window_->wake(); }
    void screenshot(const std::string& path);

private:
    using KeyGate = hw::WedgeGate<screens::KeyPress>;

    void take(const screens::WindowEvent& event);
    void take(const screens::PointerEvent& pointer);
    void take(const screens::KeyStroke& stroke);
    void take(const KeyGate::Out& typed);
    void show();
    void look_at_all(Steady now);
    std::optional<Steady> next_wake() const;

    Windowed& program_;
    std::unique_ptr<screens::Window> window_;
    screens::Stage stage_;
    KeyGate keys_;
    Watchdog watchdog_ = Watchdog::of_environment();
    bool shown_ = true;  // the last picture was taken by the display
    bool closing_ = false;
};

}  // namespace kiosk
