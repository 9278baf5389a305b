#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "tests/support/xvfb.h"

namespace bench {

using Clock = std::chrono::steady_clock;
inline double ms(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

// One row of the screen that tells a picture from another.
struct Sign {
    int y = 0;
    std::vector<std::uint32_t> pixels;
};

// Sees when a picture is on the root window: looks every tenth of a millisecond, at one row only, so that neither the X
// server nor the processors are kept from the program that is measured.
class Watch {
public:
    explicit Watch(const support::Xvfb& glass);

    bool sees(const Sign& sign) const { return glass_.row(sign.y) == sign.pixels; }
    Clock::time_point when(const Sign& sign) const;  // throws if it does not come
    Clock::time_point when_not(const Sign& sign) const;
    support::Image settled() const;  // what stands there once nothing has changed for a while

    static Sign sign_of(const support::Image& picture);                            // its most detailed row
    static Sign difference(const support::Image& from, const support::Image& to);  // of `to`, where they differ most

private:
    Clock::time_point when(const std::function<bool()>& happened) const;

    const support::Xvfb& glass_;
};

struct Figures {
    std::vector<double> values;
    double median() const { return at(0.5); }
    double at(double share) const;
    std::string text() const;  // "2.6 (p95 3.1, 1.7 to 4.6, n = 30)"
};

}  // namespace bench
