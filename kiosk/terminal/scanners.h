#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "hw/scanner/scanner.h"
#include "hw/scanner/scanner_reporter.h"
#include "kiosk/config/config.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {

// The code scanners of this terminal as one: a camera that opens when a code is asked for, a serial one that hears all the
// time. The visit hears how the camera does or, where there is none, the serial one; the log hears of both.
class Scanners {
public:
    // `on_picture`: there is a new one; called on the camera's thread.
    // `stand_in`: a demo's, instead of all; it must outlive this.
    Scanners(const Config::Scanner& config, const hw::ScannerSink& sink, std::function<void()> on_picture,
             hw::Scanner* stand_in = nullptr);

    void wish(CodeWish wish, int visit);
    void typed(std::string_view code) { wedge_.code(code, wedge_.wanted()); }  // by one that is a keyboard to the window
    std::optional<hw::Grey> new_picture();                                     // of the camera, since the last call

private:
    std::atomic<bool> fresh_{false};
    hw::ScannerReporter wedge_;
    hw::Scanner* stand_in_;
    std::unique_ptr<hw::Scanner> camera_, serial_;  // last: their threads use the others
};

}  // namespace kiosk
