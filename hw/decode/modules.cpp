#include "hw/decode/modules.h"

#include <algorithm>
#include <cmath>

namespace hw {
namespace {

constexpr double farthest_move = 24;  // pixels that a code moves between two frames of a mean
constexpr float memory = 0.85F;       // of former frames

using Module = QrLayout::Module;

// Each the mean of those beside it, by weights of an odd number; the rim goes on outside.
Light weighed(const Light& light, const std::vector<float>& weights) {
    Light across = light, out = light;
    const int reach = static_cast<int>(weights.size()) / 2, size = light.size;
    const auto pass = [&](const Light& in, Light& to, int step, int line_step) {
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
    pass(light, across, 1, size);
    pass(across, out, size, 1);
    return out;
}

// What blurs into such light modules: not much darker or lighter than them, and known where all codes are alike.
Light unblurred(const QrLayout& layout, const Light& seen, int steps) {
    constexpr float beside = 0.24F;  // of its light goes to each of two neighbours, in each direction
    float power = 0;
    for (const float value : seen.at) power += value * value;
    const float most = 2.5F * std::sqrt(power / static_cast<float>(std::max<std::size_t>(1, seen.at.size())));
    Light guess = seen;
    for (int step = 0; step <= steps; ++step) {
        const Light blurred = step == 0 ? seen : weighed(guess, {beside, 1 - 2 * beside, beside});
        for (std::size_t i = 0; i < guess.at.size(); ++i) {
            const float better = std::clamp(guess.at[i] + seen.at[i] - blurred.at[i], -most, most);
            const Module must = layout.modules[i];
            guess.at[i] = must == Module::light ? most : must == Module::dark ? -most : better;
        }
    }
    return guess;
}

}  // namespace

bool ModuleMean::of_same(const Lattice& lattice) const {
    const Perspective& from = lattice.from;
    return size_ == lattice.layout->size && std::hypot(from.x0 / from.d0 - x_, from.y0 / from.d0 - y_) < farthest_move;
}

void ModuleMean::add(GreyView frame, const Lattice& lattice, long& work) {
    const Perspective& from = lattice.from;
    if (!of_same(lattice)) {
        sum_.assign(lattice.layout->modules.size(), 0);
        weight_.assign(lattice.layout->modules.size(), 0);
    }
    size_ = lattice.layout->size, x_ = from.x0 / from.d0, y_ = from.y0 / from.d0;
    const double module = std::hypot(from.xx, from.yx) / from.d0;
    const int points = std::clamp(static_cast<int>(std::lround(module)), 1, size_ > 61 ? 2 : 4);  // a side
    const auto place = [&](int i) { return 0.25 + 0.5 * (i + 0.5) / points; };  // in the middle: the rim is blurred
    const auto weight = static_cast<float>(lattice.fit * lattice.fit), sign = lattice.inverted ? -1.0F : 1.0F;
    work += static_cast<long>(lattice.layout->modules.size()) * points * points;
    std::size_t at = 0;
    for (int v = 0; v < size_; ++v) {
        for (int u = 0; u < size_; ++u, ++at) {
            const Bend::Shift shift = lattice.bend.at(u + 0.5, v + 0.5);
            float sum = 0;
            int seen = 0;
            for (int i = 0; i < points * points; ++i) {
                const float value = light_at(frame, from, u + place(i % points) + shift.u, v + place(i / points) + shift.v);
                if (value >= 0) sum += value, ++seen;
            }
            sum_[at] *= memory, weight_[at] *= memory;
            if (seen == 0) continue;
            sum_[at] += weight * sign * sum / static_cast<float>(seen);
            weight_[at] += weight;
        }
    }
}

Light ModuleMean::light(const QrLayout& layout, int window, int undone) const {
    Light light{size_, std::vector<float>(sum_.size())};
    float all = 0, seen = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) all += sum_[i], seen += weight_[i];
    for (std::size_t i = 0; i < sum_.size(); ++i)
        light.at[i] = weight_[i] > 0 ? sum_[i] / weight_[i] : all / std::max(seen, 1e-9F);
    const Light around =
        weighed(light, std::vector<float>(static_cast<std::size_t>(window), 1.0F / static_cast<float>(window)));
    for (std::size_t i = 0; i < light.at.size(); ++i) light.at[i] -= around.at[i];
    light = unblurred(layout, light, undone);
    for (std::size_t i = 0; i < light.at.size(); ++i)
        if (weight_[i] <= 0) light.at[i] = 0;
    return light;
}

}  // namespace hw
