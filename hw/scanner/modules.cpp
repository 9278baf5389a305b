#include "hw/scanner/modules.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hw {
namespace {

constexpr int smallest_code = 21, largest_code = 77;  // modules
constexpr int square = 7;                             // modules a side of a finder
constexpr double middle_of_square = 3.5;
constexpr double farthest_move = 24;                 // pixels that a code moves between two frames of a mean
constexpr double poor_fit = 0.1, fair_fit = 0.3;     // of a first guess, after coarse steps: not worth more
constexpr double least_fit = 0.45, good_fit = 0.94;  // of what is one, and of what cannot be another
constexpr float memory = 0.85F;                      // of former frames

enum class Must : std::uint8_t { any, light, dark };

// What a module is in every code of its size.
Must must_be(int x, int y, int size) {
    const auto ring = [](int dx, int dy) { return std::max(std::abs(dx), std::abs(dy)); };
    for (const auto& [cx, cy] : {std::pair{3, 3}, std::pair{size - 4, 3}, std::pair{3, size - 4}}) {
        const int from_middle = ring(x - cx, y - cy);
        if (from_middle <= 4) return from_middle == 2 || from_middle == 4 ? Must::light : Must::dark;
    }
    const int aligned = ring(x - (size - square), y - (size - square));
    if (size > smallest_code && aligned <= 2) return aligned == 1 ? Must::light : Must::dark;
    if (x == 6 || y == 6) return (x + y) % 2 == 0 ? Must::dark : Must::light;
    return Must::any;
}

struct Mark {
    int x, y;
    bool dark;
};
std::vector<Mark> marks_of(int size) {
    std::vector<Mark> marks;
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            if (const Must must = must_be(x, y, size); must != Must::any) marks.push_back({x, y, must == Must::dark});
    return marks;
}

// Three squares' middles, and how far away the second and third are when the first is at 1.
using Pose = std::array<double, 8>;

Perspective lattice_of(const Pose& p, int size) {
    const double side = size - square;
    const double dx = (p[6] - 1) / side, xx = (p[2] * p[6] - p[0]) / side, yx = (p[3] * p[6] - p[1]) / side;
    const double dy = (p[7] - 1) / side, xy = (p[4] * p[7] - p[0]) / side, yy = (p[5] * p[7] - p[1]) / side;
    const auto start = [](double corner, double by_x, double by_y) { return corner - (by_x + by_y) * middle_of_square; };
    return {xx, xy, start(p[0], xx, xy), yx, yy, start(p[1], yx, yy), dx, dy, start(1, dx, dy)};
}

// Between four pixels; -1: outside of the frame.
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

// How well light and dark are where they must be: 1 is perfectly, 0 by chance.
double fit_of(GreyView frame, const std::vector<Mark>& marks, const Perspective& from, double sign) {
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
void improve(GreyView frame, const std::vector<Mark>& marks, Fit& fit, double sign, double module, double step) {
    const double side = fit.size - square;
    for (int round = 0; round < 3; ++round) {
        bool better = false;
        for (std::size_t i = 0; i < fit.pose.size(); ++i) {
            for (const double way : {-step, step}) {
                Pose pose = fit.pose;
                pose[i] += i < 6 ? way * module : 1.5 * way / side;
                const double now = fit_of(frame, marks, lattice_of(pose, fit.size), sign);
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

struct Plane {
    int size;
    std::vector<float> at;
};

// Each the mean of those beside it, by weights of an odd number; the rim goes on outside.
Plane weighed(const Plane& plane, const std::vector<float>& weights) {
    Plane across = plane, out = plane;
    const int reach = static_cast<int>(weights.size()) / 2, size = plane.size;
    const auto pass = [&](const Plane& in, Plane& to, int step, int line_step) {
        for (int line = 0; line < size; ++line) {
            for (int i = 0; i < size; ++i) {
                float sum = 0;
                for (int k = -reach; k <= reach; ++k) {
                    const int beside = line * line_step + std::clamp(i + k, 0, size - 1) * step, weight = k + reach;
                    sum += weights[static_cast<std::size_t>(weight)] * in.at[static_cast<std::size_t>(beside)];
                }
                const int here = line * line_step + i * step;
                to.at[static_cast<std::size_t>(here)] = sum;
            }
        }
    };
    pass(plane, across, 1, size);
    pass(across, out, size, 1);
    return out;
}

// What blurs into such light modules: not much darker or lighter than them, and known where all codes are alike.
Plane unblurred(const Plane& seen, int steps) {
    constexpr float beside = 0.24F;  // of its light goes to each of two neighbours, in each direction
    float power = 0;
    for (const float value : seen.at) power += value * value;
    const float most = 2.5F * std::sqrt(power / static_cast<float>(std::max<std::size_t>(1, seen.at.size())));
    std::vector<Must> musts;
    for (int y = 0; y < seen.size; ++y)
        for (int x = 0; x < seen.size; ++x) musts.push_back(must_be(x, y, seen.size));
    Plane guess = seen;
    for (int step = 0; step <= steps; ++step) {
        const Plane blurred = step == 0 ? seen : weighed(guess, {beside, 1 - 2 * beside, beside});
        for (std::size_t i = 0; i < guess.at.size(); ++i) {
            const float better = std::clamp(guess.at[i] + seen.at[i] - blurred.at[i], -most, most);
            guess.at[i] = musts[i] == Must::any ? better : musts[i] == Must::light ? most : -most;
        }
    }
    return guess;
}

Grey drawn(const Plane& light) {
    constexpr int quiet = 4, side = 3;  // modules, pixels
    const int whole = (light.size + 2 * quiet) * side;
    Grey picture(whole, whole, 255);
    for (int y = quiet * side; y < whole - quiet * side; ++y)
        for (int x = quiet * side; x < whole - quiet * side; ++x) {
            const int module = (y / side - quiet) * light.size + x / side - quiet;
            picture.row(y)[x] = light.at[static_cast<std::size_t>(module)] < 0 ? 0 : 255;
        }
    return picture;
}

}  // namespace

std::optional<Lattice> find_lattice(GreyView frame, const Corners& c) {
    const auto arm = [&](std::size_t to) {  // in modules, which lines across a turned square show too large
        const double x = std::abs(c[to].x - c[0].x), y = std::abs(c[to].y - c[0].y), length = std::hypot(x, y);
        return length * 4 / ((c[to].module + c[0].module) * (1 + std::max(x, y) / length));
    };
    const double module = (c[0].module + c[1].module + c[2].module) / 3, sign = c[0].inverted ? -1 : 1;
    const int guess = static_cast<int>(std::lround(((arm(1) + arm(2)) / 2 + square - 17) / 4)) * 4 + 17;
    const auto far = distances(c);
    Fit best;
    for (const double power : {1.0, 0.8, 1.2}) {  // the squares tell only roughly how far away they are
        for (const int size : {guess, guess - 4, guess + 4}) {
            if (size < smallest_code || size > largest_code || best.fit > good_fit) continue;
            const auto marks = marks_of(size);
            const double far1 = std::pow(far[1], power), far2 = std::pow(far[2], power);
            Fit fit{size, {c[0].x, c[0].y, c[1].x, c[1].y, c[2].x, c[2].y, far1, far2}, 0};
            fit.fit = fit_of(frame, marks, lattice_of(fit.pose, size), sign);
            if (fit.fit > poor_fit) improve(frame, marks, fit, sign, module, 0.6);
            if (fit.fit > best.fit) best = fit;
        }
        if (alike(c) || best.fit < fair_fit) break;
    }
    if (best.fit < fair_fit) return std::nullopt;
    const auto marks = marks_of(best.size);
    for (const double step : {0.3, 0.15}) improve(frame, marks, best, sign, module, step);
    if (best.fit < least_fit) return std::nullopt;
    return Lattice{best.size, lattice_of(best.pose, best.size), best.fit, c[0].inverted};
}

bool ModuleMean::of_same(const Lattice& lattice) const {
    const Perspective& from = lattice.from;
    return size_ == lattice.size && std::hypot(from.x0 / from.d0 - x_, from.y0 / from.d0 - y_) < farthest_move;
}

void ModuleMean::add(GreyView frame, const Lattice& lattice) {
    const Perspective& from = lattice.from;
    if (!of_same(lattice)) {
        const auto count = static_cast<std::size_t>(lattice.size) * static_cast<std::size_t>(lattice.size);
        sum_.assign(count, 0);
        weight_.assign(count, 0);
    }
    size_ = lattice.size, x_ = from.x0 / from.d0, y_ = from.y0 / from.d0;
    const double module = std::hypot(from.xx, from.yx) / from.d0;
    const int points = std::clamp(static_cast<int>(std::lround(module)), 1, 4);  // a side
    const auto place = [&](int i) { return 0.25 + 0.5 * (i + 0.5) / points; };   // in the middle: the rim is blurred
    const auto weight = static_cast<float>(lattice.fit * lattice.fit), sign = lattice.inverted ? -1.0F : 1.0F;
    std::size_t at = 0;
    for (int v = 0; v < size_; ++v) {
        for (int u = 0; u < size_; ++u, ++at) {
            float sum = 0;
            int seen = 0;
            for (int i = 0; i < points * points; ++i) {
                const float value = light_at(frame, from, u + place(i % points), v + place(i / points));
                if (value >= 0) sum += value, ++seen;
            }
            sum_[at] *= memory, weight_[at] *= memory;
            if (seen == 0) continue;
            sum_[at] += weight * sign * sum / static_cast<float>(seen);
            weight_[at] += weight;
        }
    }
}

Grey ModuleMean::printed(int window, int undone) const {
    Plane light{size_, std::vector<float>(sum_.size())};
    float all = 0, seen = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) all += sum_[i], seen += weight_[i];
    for (std::size_t i = 0; i < sum_.size(); ++i)
        light.at[i] = weight_[i] > 0 ? sum_[i] / weight_[i] : all / std::max(seen, 1e-9F);
    const Plane around =
        weighed(light, std::vector<float>(static_cast<std::size_t>(window), 1.0F / static_cast<float>(window)));
    for (std::size_t i = 0; i < light.at.size(); ++i) light.at[i] -= around.at[i];
    return drawn(unblurred(light, undone));
}

}  // namespace hw
