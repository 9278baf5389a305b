#include "hw/decode/lattice.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "hw/decode/square.h"

namespace hw {
namespace {

constexpr int square_side = 7;  // modules a side of a finder
constexpr double middle_of_square = 3.5;
constexpr double poor_fit = 0.1, fair_fit = 0.3;     // of a first guess, after coarse steps: not worth more
constexpr double least_fit = 0.36, good_fit = 0.94;  // of what may be one, and of what cannot be another
constexpr double fair_square = 0.5, poor_square = 0.2;
constexpr int large_code = 61;  // modules: a third of its marks are enough

using Module = QrLayout::Module;

struct Mark {
    int x, y;
    bool dark;
};
// What is the same in all codes of a size.
std::vector<Mark> found_marks(const QrLayout& layout) {
    const auto in_square = [&](int x, int y) {
        return (x < 8 && y < 8) || (x >= layout.size - 8 && y < 8) || (x < 8 && y >= layout.size - 8);
    };
    std::vector<Mark> marks;
    for (int y = 0; y < layout.size; ++y) {
        for (int x = 0; x < layout.size; ++x) {
            if (layout.size > large_code && !in_square(x, y) && (x + y) % 3 != 0) continue;
            if (const Module m = layout.at(x, y); m == Module::light || m == Module::dark)
                marks.push_back({x, y, m == Module::dark});
        }
    }
    return marks;
}

const std::vector<Mark>& marks_of(int size) {
    static const auto all = [] {
        std::vector<std::vector<Mark>> marks;
        for (int one = smallest_qr; one <= largest_qr; one += 4) marks.push_back(found_marks(layout_of(one)));
        return marks;
    }();
    return all[static_cast<std::size_t>(size - smallest_qr) / 4];
}

// Three squares' middles, and how far away the second and third are when the first is at 1.
using Pose = std::array<double, 8>;

Perspective lattice_of(const Pose& p, int size) {
    const double side = size - square_side;
    const double dx = (p[6] - 1) / side, xx = (p[2] * p[6] - p[0]) / side, yx = (p[3] * p[6] - p[1]) / side;
    const double dy = (p[7] - 1) / side, xy = (p[4] * p[7] - p[0]) / side, yy = (p[5] * p[7] - p[1]) / side;
    const auto start = [](double corner, double by_x, double by_y) { return corner - (by_x + by_y) * middle_of_square; };
    return {xx, xy, start(p[0], xx, xy), yx, yy, start(p[1], yx, yy), dx, dy, start(1, dx, dy)};
}

// How well light and dark are where they must be: 1 is perfectly, 0 by chance.
double fit_of(GreyView frame, const std::vector<Mark>& marks, const Perspective& from, double sign, long& work) {
    work += static_cast<long>(marks.size());
    double seen = 0, signs = 0, sum = 0, squares = 0, products = 0;
    for (const Mark& mark : marks) {
        const double value = light_at(frame, from, mark.x + 0.5, mark.y + 0.5), must = mark.dark ? -sign : sign;
        if (value < 0) continue;
        seen += 1, signs += must, sum += value, squares += value * value, products += must * value;
    }
    if (seen * 2 < static_cast<double>(marks.size())) return 0;
    const double spread = (seen * seen - signs * signs) * (seen * squares - sum * sum);
    return spread <= 0 ? 0 : (seen * products - signs * sum) / std::sqrt(spread);
}

struct Fit {
    int size = 0;
    Pose pose{};
    double fit = 0;
};

// Each of the pose's numbers a little more, a little less, as long as it helps; steps of so many modules.
void improve(GreyView frame, const std::vector<Mark>& marks, Fit& fit, double sign, double module, double step, long& work) {
    const double side = fit.size - square_side;
    for (int round = 0; round < 3; ++round) {
        bool better = false;
        for (std::size_t i = 0; i < fit.pose.size(); ++i) {
            for (const double way : {-step, step}) {
                Pose pose = fit.pose;
                pose[i] += i < 6 ? way * module : 1.5 * way / side;
                const double now = fit_of(frame, marks, lattice_of(pose, fit.size), sign, work);
                if (now <= fit.fit) continue;
                fit.pose = pose;
                fit.fit = now;
                better = true;
                break;
            }
        }
        if (!better) return;
    }
}

// How long one is in modules, from one square to the other, as the modules of both, which may be nearer, or farther away,
// show.
struct Arm {
    double modules, nearer;
};
Arm arm_of(const Square& from, const Square& to, bool along) {
    const double x = to.x - from.x, y = to.y - from.y, length = std::hypot(x, y);
    const auto module = [&](const Square& s) {
        return std::max(0.3, along ? (s.ux * x + s.uy * y) / length : (s.vx * x + s.vy * y) / length);
    };
    return {length / std::sqrt(module(from) * module(to)), std::sqrt(module(from) / module(to))};
}

bool fair(const std::array<Square, 3>& squares) {
    std::array<double, 3> fits{squares[0].fit, squares[1].fit, squares[2].fit};
    std::sort(fits.begin(), fits.end());
    return fits[1] + fits[2] > 2 * fair_square && fits[0] > poor_square;
}

int size_of(double modules) { return 17 + 4 * static_cast<int>(std::lround((modules + square_side - 17) / 4)); }

// The sizes that a code may have, the likeliest first, and how it lies then. Paper that is bent shows modules at its rim too
// small in one direction.
std::vector<Fit> guesses(const Corners& c, const std::array<Square, 3>& s) {
    const Arm along = arm_of(s[0], s[1], true), down = arm_of(s[0], s[2], false);
    const double both = (along.modules + down.modules) / 2;
    std::vector<int> sizes;
    for (const double modules : {both, along.modules, down.modules, both - 2, both + 2, both - 4, both + 4})
        sizes.push_back(size_of(modules));
    std::vector<Fit> all;
    const auto far = distances(c);
    for (const int size : sizes) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const Fit& f) { return f.size == size; });
        if (known || size < smallest_qr || size > largest_qr) continue;
        const auto pose = [&](double far1, double far2) {
            return Fit{size, {s[0].x, s[0].y, s[1].x, s[1].y, s[2].x, s[2].y, far1, far2}, 0};
        };
        all.push_back(pose(along.nearer, down.nearer));
        all.push_back(pose(far[1], far[2]));
    }
    return all;
}

}  // namespace

float light_at(GreyView frame, const Perspective& from, double u, double v) {
    const double distance = from.distance(u, v);
    if (distance < from.nearest) return -1;
    const double x = from.picture_x(u, v, distance) - 0.5, y = from.picture_y(u, v, distance) - 0.5;
    if (!(x >= 0 && y >= 0 && x < frame.width - 1 && y < frame.height - 1)) return -1;
    const int px = static_cast<int>(x), py = static_cast<int>(y);
    const auto fx = static_cast<float>(x - px), fy = static_cast<float>(y - py);
    const std::uint8_t *a = frame.row(py) + px, *b = frame.row(py + 1) + px;
    const auto mix = [](float from_value, float to_value, float share) {
        return from_value + (to_value - from_value) * share;
    };
    return mix(mix(a[0], a[1], fx), mix(b[0], b[1], fx), fy);
}

std::optional<Lattice> find_lattice(GreyView frame, const Corners& c, long& work) {
    std::array<Square, 3> squares;
    for (std::size_t i = 0; i < 3; ++i) {
        squares[i] = find_square(frame, c, i, work);
        if (i == 1 && std::max(squares[0].fit, squares[1].fit) < fair_square) return std::nullopt;
    }
    if (!fair(squares)) return std::nullopt;
    const double module = (c[0].module + c[1].module + c[2].module) / 3, sign = c[0].inverted ? -1 : 1;
    Fit best;
    for (const Fit& guess : guesses(c, squares)) {
        if (best.fit > good_fit) break;
        const auto& marks = marks_of(guess.size);
        Fit fit = guess;
        fit.fit = fit_of(frame, marks, lattice_of(fit.pose, fit.size), sign, work);
        if (fit.fit > poor_fit) improve(frame, marks, fit, sign, module, 0.6, work);
        if (fit.fit > best.fit) best = fit;
    }
    if (best.fit < fair_fit) return std::nullopt;
    const auto& marks = marks_of(best.size);
    for (const double step : {0.3, 0.15}) improve(frame, marks, best, sign, module, step, work);
    if (best.fit < least_fit) return std::nullopt;
    return Lattice{&layout_of(best.size), lattice_of(best.pose, best.size), {}, best.fit, c[0].inverted};
}

}  // namespace hw
