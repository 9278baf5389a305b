#include "hw/decode/square.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace hw {
namespace {

constexpr int to_rim = 4;  // modules from the middle to the light ones around the square
constexpr double poor_start = 0.2;

using Patch = std::array<double, 6>;  // x, y, ux, uy, vx, vy

double square_fit(GreyView frame, const Patch& p, double sign, long& work) {
    double seen = 0, signs = 0, sum = 0, squares = 0, products = 0;
    for (int v = -to_rim; v <= to_rim; ++v) {
        for (int u = -to_rim; u <= to_rim; ++u) {
            const int ring = std::max(std::abs(u), std::abs(v));
            const double x = p[0] + p[2] * u + p[4] * v, y = p[1] + p[3] * u + p[5] * v;
            ++work;
            if (!(x >= 0 && y >= 0 && x < frame.width && y < frame.height)) continue;
            const double value = frame.row(static_cast<int>(y))[static_cast<int>(x)];
            const double must = ring == 2 || ring == to_rim ? sign : -sign;
            seen += 1, signs += must, sum += value, squares += value * value, products += must * value;
        }
    }
    if (seen < 40) return 0;
    const double spread = (seen * seen - signs * signs) * (seen * squares - sum * sum);
    return spread <= 0 ? 0 : (seen * products - signs * sum) / std::sqrt(spread);
}

}  // namespace

Square find_square(GreyView frame, const Corners& corners, std::size_t which, long& work) {
    const Finder& finder = corners[which];
    // What lines across a turned square show is too large.
    const auto direction = [&](std::size_t to) {
        const double x = corners[to].x - corners[0].x, y = corners[to].y - corners[0].y, length = std::hypot(x, y);
        const double module = finder.module * (1 + std::max(std::abs(x), std::abs(y)) / length) / 2;
        return std::array{x / length * module, y / length * module};
    };
    const auto along = direction(1), down = direction(2);
    const double sign = finder.inverted ? -1 : 1;
    Patch pose{};
    double best = -1;
    for (const auto& [wide, high] : {std::pair{1.0, 1.0}, std::pair{1.15, 0.75}, std::pair{0.75, 1.15}}) {
        const Patch now{finder.x, finder.y, wide * along[0], wide * along[1], high * down[0], high * down[1]};
        const double fit = square_fit(frame, now, sign, work);
        if (fit > best) best = fit, pose = now;
    }
    for (const double step : {0.5, 0.25, 0.12}) {
        for (int round = 0; round < 2 && best > poor_start; ++round) {
            const double before = best;
            for (std::size_t i = 0; i < pose.size(); ++i) {
                for (const double way : {-step, step}) {
                    Patch now = pose;
                    now[i] += way * finder.module * (i < 2 ? 1.0 : 0.3);
                    const double fit = square_fit(frame, now, sign, work);
                    if (fit > best) best = fit, pose = now;
                }
            }
            if (best <= before) break;
        }
    }
    return {pose[0], pose[1], pose[2], pose[3], pose[4], pose[5], best};
}

}  // namespace hw
