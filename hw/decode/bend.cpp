#include "hw/decode/bend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hw {
namespace {

constexpr int around_knot = 3;       // modules to each side of a knot that show where it lies
constexpr float of_known = 1.5F;     // what is the same in all codes counts so many times as much as any module
constexpr double loyalty = 0.22;     // how much of the contrast a knot gives up to lie one module from where it should
constexpr float straight_on = 0.8F;  // of the way from knot to knot it goes on
constexpr int many_modules = 61;     // modules: its knots lie farther apart, or there are too many
constexpr double near_knots = 4, far_knots = 7;  // modules from knot to knot

using Shift = Bend::Shift;

struct Knots {
    GreyView frame;
    const Lattice& flat;
    Bend bend;
    std::vector<bool> done;
    long work = 0;

    std::size_t index(int i, int j) const { return static_cast<std::size_t>(j * bend.side + i); }
    bool is_done(int i, int j) const { return i >= 0 && j >= 0 && i < bend.side && j < bend.side && done[index(i, j)]; }
};

// How much lighter the light modules around a knot are than the dark, where it is shifted: 0 to 1.
double contrast(Knots& knots, double u, double v, Shift shift) {
    constexpr std::size_t most = (2 * around_knot + 1) * (2 * around_knot + 1);
    const QrLayout& layout = *knots.flat.layout;
    std::array<float, most> light{};
    std::array<QrLayout::Module, most> modules{};
    std::size_t count = 0;
    float sum = 0;
    for (int y = static_cast<int>(v) - around_knot; y <= static_cast<int>(v) + around_knot; ++y) {
        for (int x = static_cast<int>(u) - around_knot; x <= static_cast<int>(u) + around_knot; ++x) {
            if (x < 0 || y < 0 || x >= layout.size || y >= layout.size) continue;
            const float one = light_at(knots.frame, knots.flat.from, x + 0.5 + shift.u, y + 0.5 + shift.v);
            ++knots.work;
            if (one < 0) continue;
            light[count] = one, modules[count++] = layout.at(x, y), sum += one;
        }
    }
    if (count < 12) return 0;
    const float mean = sum / static_cast<float>(count), sign = knots.flat.inverted ? -1.0F : 1.0F;
    float score = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float off = light[i] - mean;
        if (modules[i] == QrLayout::Module::light)
            score += of_known * sign * off;
        else if (modules[i] == QrLayout::Module::dark)
            score -= of_known * sign * off;
        else
            score += std::abs(off);
    }
    return score / static_cast<float>(count);
}

// Where a knot should be, going straight on from those that are done.
std::optional<Shift> expected(const Knots& knots, int i, int j) {
    Shift sum;
    float count = 0;
    for (const auto& [di, dj] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}}) {
        if (!knots.is_done(i + di, j + dj)) continue;
        Shift one = knots.bend.knots[knots.index(i + di, j + dj)];
        const bool farther = knots.is_done(i + 2 * di, j + 2 * dj);
        if (farther) {
            const Shift far = knots.bend.knots[knots.index(i + 2 * di, j + 2 * dj)];
            one.u += straight_on * (one.u - far.u), one.v += straight_on * (one.v - far.v);
        }
        const float weight = farther ? 3 : 1;
        sum.u += weight * one.u, sum.v += weight * one.v, count += weight;
    }
    if (count == 0) return std::nullopt;
    return Shift{sum.u / count, sum.v / count};
}

void settle(Knots& knots, int i, int j) {
    const double u = i * knots.bend.apart, v = j * knots.bend.apart;
    const Shift start = expected(knots, i, j).value_or(Shift{});
    Shift best = start;
    const double base = contrast(knots, u, v, start);
    double most = base;
    const auto search = [&](float step, int steps) {
        const Shift middle = best;
        for (int a = -steps; a <= steps; ++a) {
            for (int b = -steps; b <= steps; ++b) {
                if (a == 0 && b == 0) continue;
                const Shift now{middle.u + step * static_cast<float>(a), middle.v + step * static_cast<float>(b)};
                const double away = std::hypot(now.u - start.u, now.v - start.v);
                const double score = contrast(knots, u, v, now) - loyalty * away * away * std::max(base, 8.0);
                if (score > most) most = score, best = now;
            }
        }
    };
    search(0.4F, 2);
    search(0.2F, 1);
    knots.bend.knots[knots.index(i, j)] = best;
    knots.done[knots.index(i, j)] = true;
}

}  // namespace

Shift Bend::at(double u, double v) const {
    if (side == 0) return {};
    const double x = std::clamp(u / apart, 0.0, side - 1.001), y = std::clamp(v / apart, 0.0, side - 1.001);
    const int i = static_cast<int>(x), j = static_cast<int>(y);
    const auto fx = static_cast<float>(x - i), fy = static_cast<float>(y - j);
    const auto* row = knots.data() + j * side + i;
    const auto mixed = [&](float Shift::*of) {
        const float above = row[0].*of + (row[1].*of - row[0].*of) * fx;
        const float below = row[side].*of + (row[side + 1].*of - row[side].*of) * fx;
        return above + (below - above) * fy;
    };
    return {mixed(&Shift::u), mixed(&Shift::v)};
}

Lattice bent(GreyView frame, Lattice flat, long& work) {
    const int size = flat.layout->size;
    const int parts = static_cast<int>(std::lround(size / (size > many_modules ? far_knots : near_knots)));
    Knots knots{frame, flat, {parts + 1, static_cast<double>(size) / parts, {}}, {}};
    const auto count = static_cast<std::size_t>(knots.bend.side) * static_cast<std::size_t>(knots.bend.side);
    knots.bend.knots.resize(count);
    knots.done.resize(count);
    std::vector<std::pair<double, std::pair<int, int>>> order;
    for (int j = 0; j < knots.bend.side; ++j) {
        for (int i = 0; i < knots.bend.side; ++i) {
            const double u = i * knots.bend.apart, v = j * knots.bend.apart, far = size - 3.5;
            order.push_back(
                {std::min({std::hypot(u - 3.5, v - 3.5), std::hypot(u - far, v - 3.5), std::hypot(u - 3.5, v - far)}),
                 {i, j}});
        }
    }
    std::sort(order.begin(), order.end());
    for (const auto& [away, place] : order) settle(knots, place.first, place.second);
    work += knots.work;
    flat.bend = std::move(knots.bend);
    return flat;
}

}  // namespace hw
