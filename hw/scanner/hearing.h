#pragma once

#include <termios.h>

#include <chrono>
#include <optional>
#include <string>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/result.h"

namespace hw {

// Raw bytes, no echo, no flow control; modem lines up where the device has them. False: it is no terminal.
bool make_raw(int fd);

// One scan as a scanner sends it, byte by byte: for an administrator who wants to know how it is set. One thread.
class Hearing {
public:
    // `serial`: the device; empty: none. `keyboard`: what a scanner that types would be read from, a terminal or a pipe; -1:
    // none. Errors: scanner_absent, scanner_silent.
    static kiosk::Result<Hearing> open(const std::string& serial, int keyboard);
    Hearing(Hearing&& other) noexcept;
    Hearing& operator=(Hearing&&) = delete;
    ~Hearing();  // the terminal is as it was

    struct Scan {
        std::string bytes;  // 64 kB at most
        bool typed = false;
    };
    // Waits for the first byte, then until none comes for a while. nullopt: nobody scanned. A keyboard's Ctrl+C alone, or
    // its end, is refused.
    kiosk::Result<std::optional<Scan>> hear(std::chrono::milliseconds at_most);

private:
    Hearing(kiosk::Descriptor serial, int keyboard);
    kiosk::Result<std::optional<Scan>> rest(int fd, bool typed) const;

    kiosk::Descriptor serial_;
    int keyboard_;
    std::optional<termios> before_;  // of the keyboard, if it is a terminal
};

}  // namespace hw
