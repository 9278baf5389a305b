#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/png.h"

namespace support {

// An X server without a screen, on a display of its own, gone with the object; and hands to use it with. Throws if the
// server does not start.
class Xvfb {
public:
    Xvfb(int width, int height);
    ~Xvfb();
    Xvfb(const Xvfb&) = delete;
    Xvfb& operator=(const Xvfb&) = delete;

    const std::string& display() const { return display_; }  // ":7"

    Image pixels() const;  // what a person would see
    std::uint32_t pixel(int x, int y) const;
    std::vector<std::uint32_t> row(int y) const;

    void move(int x, int y);
    void button(bool down);
    void click(int x, int y);           // as fast as can be
    void key(const std::string& name);  // an X keysym's name: "5", "x", "Return"

    void type(const std::string& text);  // ASCII, as fast as a scanner does; \n: Enter, \r: that of the keypad

    // A foreign window over a part of the screen, until the next call of `uncover`.
    void cover(int x, int y, int width, int height);
    void uncover();
    // Another resolution, none larger than at the start, as `xrandr` sets it.
    void set_mode(int width, int height);
    void switch_off();  // the only output; until `set_mode`
    // As after the time that the screen saver is set to.
    void blank();
    bool is_blank() const;
    int blanks_after_s() const;  // 0: never

    // Gives the only window that is there another size, as a window manager would.
    void resize_window(int width, int height);
    void close_window();  // asks the only window to close, as its cross or Alt+F4 would

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
    std::string display_;
};

}  // namespace support
