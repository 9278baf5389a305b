#include "tests/bench/watch.h"

#include <sys/prctl.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

using namespace std::chrono_literals;

std::vector<std::uint32_t> row_of(const support::Image& picture, int y) {
    const auto begin = picture.pixels.begin() + static_cast<std::ptrdiff_t>(y) * picture.width;
    return {begin, begin + picture.width};
}

// The row for which `rate` is highest, bars at the edges left out: a clock or a fault may come and go there.
template <class Rate>
Sign best_row(const support::Image& picture, Rate rate) {
    Sign best;
    int highest = 0;
    for (int y = picture.height / 20; y < picture.height - picture.height / 20; ++y) {
        auto row = row_of(picture, y);
        const int rated = rate(y, row);
        if (rated <= highest) continue;
        highest = rated;
        best = {y, std::move(row)};
    }
    if (highest == 0) throw std::runtime_error("nothing to be seen on the screen");
    return best;
}

}  // namespace

Watch::Watch(const support::Xvfb& glass) : glass_(glass) {
    prctl(PR_SET_TIMERSLACK, 1000);  // ns; else each short sleep takes 50 us longer
}

Clock::time_point Watch::when(const std::function<bool()>& happened) const {
    const auto end = Clock::now() + 30s;
    while (!happened()) {
        if (Clock::now() > end) throw std::runtime_error("the screen does not show what was awaited");
        std::this_thread::sleep_for(100us);
    }
    return Clock::now();
}

Clock::time_point Watch::when(const Sign& sign) const {
    return when([&] { return sees(sign); });
}

Clock::time_point Watch::when_not(const Sign& sign) const {
    return when([&] { return !sees(sign); });
}

support::Image Watch::settled() const {
    auto seen = glass_.pixels();
    for (auto since = Clock::now(); Clock::now() - since < 1500ms; std::this_thread::sleep_for(200ms)) {
        auto now = glass_.pixels();
        if (now == seen) continue;
        seen = std::move(now);
        since = Clock::now();
    }
    return seen;
}

Sign Watch::sign_of(const support::Image& picture) {
    return best_row(picture, [](int, const auto& row) {
        int edges = 0;
        for (std::size_t x = 1; x < row.size(); ++x) edges += row[x] != row[x - 1] ? 1 : 0;
        return edges;
    });
}

Sign Watch::difference(const support::Image& from, const support::Image& to) {
    return best_row(to, [&](int y, const auto& row) {
        const auto before = row_of(from, y);
        int differing = 0;
        for (std::size_t x = 0; x < row.size(); ++x) differing += row[x] != before[x] ? 1 : 0;
        return differing;
    });
}

double Figures::at(double share) const {
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    return sorted.at(static_cast<std::size_t>(std::lround(static_cast<double>(sorted.size() - 1) * share)));
}

std::string Figures::text() const {
    char text[80];
    std::snprintf(text, sizeof text, "%.1f (p95 %.1f, %.1f to %.1f, n = %zu)", median(), at(0.95), at(0), at(1),
                  values.size());
    return text;
}

}  // namespace bench
