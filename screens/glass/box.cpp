#include "screens/glass/box.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace screens {
namespace {

struct Stretch {
    float start = 0, length = 0;
};

std::vector<Stretch> divide(float start, float length, const std::vector<float>& weights, float gap) {
    const auto count = static_cast<float>(weights.size());
    const float usable = std::max(0.0F, length - gap * (count - 1));
    const float total = std::accumulate(weights.begin(), weights.end(), 0.0F);
    std::vector<Stretch> parts;
    float passed = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float before = static_cast<float>(i) * gap;
        const float from = std::round(start + before + usable * passed / total);
        passed += weights[i];
        const bool last = i + 1 == weights.size();
        const float to = last ? start + length : std::round(start + before + usable * passed / total);
        parts.push_back({from, std::max(0.0F, to - from)});
    }
    return parts;
}

std::vector<float> equal(int count) { return std::vector<float>(static_cast<std::size_t>(std::max(0, count)), 1.0F); }

}  // namespace

bool Box::contains(const Box& inner, float slack) const {
    return inner.x >= x - slack && inner.y >= y - slack && inner.right() <= right() + slack &&
           inner.bottom() <= bottom() + slack;
}

bool Box::overlaps(const Box& other) const {
    return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
}

float Box::gap_to(const Box& other) const {
    const float across = std::max(other.x - right(), x - other.right());
    const float down = std::max(other.y - bottom(), y - other.bottom());
    return std::max({0.0F, across, down});
}

Box Box::inset(float horizontal, float vertical) const {
    return centred(std::max(0.0F, w - 2 * horizontal), std::max(0.0F, h - 2 * vertical));
}

Box Box::centred(float width, float height) const {
    const float inner_w = std::min(width, w), inner_h = std::min(height, h);
    return {x + std::floor((w - inner_w) / 2), y + std::floor((h - inner_h) / 2), inner_w, inner_h};
}

Split Box::split_top(float height, float gap) const {
    const float cut = std::clamp(height, 0.0F, h);
    const float lost = std::min(h, cut + gap);
    return {{x, y, w, cut}, {x, y + lost, w, h - lost}};
}

Split Box::split_bottom(float height, float gap) const {
    const float cut = std::clamp(height, 0.0F, h);
    return {{x, bottom() - cut, w, cut}, {x, y, w, std::max(0.0F, h - cut - gap)}};
}

Split Box::split_left(float width, float gap) const {
    const float cut = std::clamp(width, 0.0F, w);
    const float lost = std::min(w, cut + gap);
    return {{x, y, cut, h}, {x + lost, y, w - lost, h}};
}

Split Box::split_right(float width, float gap) const {
    const float cut = std::clamp(width, 0.0F, w);
    return {{right() - cut, y, cut, h}, {x, y, std::max(0.0F, w - cut - gap), h}};
}

std::vector<Box> Box::rows(const std::vector<float>& weights, float gap) const {
    std::vector<Box> boxes;
    for (const auto& part : divide(y, h, weights, gap)) boxes.push_back({x, part.start, w, part.length});
    return boxes;
}

std::vector<Box> Box::columns(const std::vector<float>& weights, float gap) const {
    std::vector<Box> boxes;
    for (const auto& part : divide(x, w, weights, gap)) boxes.push_back({part.start, y, part.length, h});
    return boxes;
}

std::vector<Box> Box::rows(int count, float gap) const { return rows(equal(count), gap); }
std::vector<Box> Box::columns(int count, float gap) const { return columns(equal(count), gap); }

std::vector<Box> Box::grid(int across, int down, float gap) const {
    std::vector<Box> boxes;
    for (const auto& row : rows(down, gap)) {
        for (const auto& cell : row.columns(across, gap)) boxes.push_back(cell);
    }
    return boxes;
}

}  // namespace screens
