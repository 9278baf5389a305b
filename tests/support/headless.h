#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screens/glass/stage.h"
#include "tests/support/png.h"

namespace support {

// A screen without a display: draws, taps by label, and looks. `draw` runs several times for each call, so what it
// notes should add up: `if (auto asked = draw_page(frame, view)) intent = asked;`
class Headless {
public:
    Headless(screens::PixelSize size, const kiosk::Words& words, screens::Draw draw, float px_per_mm = 3.2F);

    void show();                                     // as the loop does: until nothing is left to do
    void turn_page(std::size_t page);                // and show it
    void speak(const kiosk::Words& words);           // and show it
    void wear(const kiosk::Appearance& appearance);  // and show it
    void start(const kiosk::Words& words, const kiosk::Appearance& appearance);  // a page that was never shown
    void pass_time(std::chrono::milliseconds time) { now_ += time; }

    // A finger on the middle of the button; throws if it is not there, cannot be pressed or lies under an overlay.
    void tap(std::string_view label);
    void touch(screens::PointerEvent::What what, screens::Point at, std::int64_t finger = 1);

    const screens::Target& target(std::string_view label) const;  // throws if there is none
    bool shows(std::string_view words) const;                     // on top, not dimmed
    // Whatever an old person could not press or read: too small, too close, off the screen, over one another, cut.
    // Empty: all is well.
    std::vector<std::string> layout_problems() const;

    Image pixels();
    screens::Stage& stage() { return stage_; }
    const screens::Frame& frame() const { return stage_.frame(); }

private:
    screens::PixelSize size_;
    kiosk::Words words_;
    screens::Draw draw_;
    screens::Stage stage_;
    kiosk::Appearance appearance_;
    std::size_t page_ = 1, started_ = 1000;  // keys of pages
    kiosk::Steady now_{std::chrono::hours(1)};
};

}  // namespace support
