#include "hw/speech/resampler.h"

#include <cmath>
#include <numbers>

#include "hw/speech/mixer.h"

namespace hw {
namespace {

constexpr std::size_t half_width = 12;  // samples on each side that a new one is made of
constexpr std::size_t fineness = 256;   // how many places between two samples are told apart

// sin(πx)/πx within a Hann window: nothing of the sound below the old limit is lost, and what is above stays silent.
std::vector<float> make_kernel() {
    constexpr double pi = std::numbers::pi;
    std::vector<float> kernel(half_width * fineness + 1, 0);
    kernel[0] = 1;
    for (std::size_t i = 1; i < kernel.size(); ++i) {
        const double x = static_cast<double>(i) / fineness;
        kernel[i] = static_cast<float>(std::sin(pi * x) / (pi * x) * (0.5 + 0.5 * std::cos(pi * x / half_width)));
    }
    return kernel;
}

}  // namespace

Resampler::Resampler(int rate) : step_(static_cast<double>(rate) / mix_rate), heard_(half_width, 0.0F), at_(half_width) {}

std::vector<float> Resampler::made() {
    static const auto kernel = make_kernel();
    std::vector<float> out;
    for (; at_ + half_width < static_cast<double>(heard_.size()); at_ += step_) {
        const auto middle = static_cast<std::size_t>(at_);
        const auto part = static_cast<std::size_t>((at_ - static_cast<double>(middle)) * fineness);
        float sum = 0;
        for (std::size_t i = 0; i < half_width; ++i)
            sum += heard_[middle - i] * kernel[i * fineness + part] +
                   heard_[middle + 1 + i] * kernel[(i + 1) * fineness - part];
        out.push_back(sum);
    }
    const auto done = static_cast<std::size_t>(at_) - half_width;
    heard_.erase(heard_.begin(), heard_.begin() + static_cast<std::ptrdiff_t>(done));
    at_ -= static_cast<double>(done);
    return out;
}

std::vector<float> Resampler::feed(std::span<const std::int16_t> samples) {
    for (const auto sample : samples) heard_.push_back(static_cast<float>(sample) / 32768.0F);
    return made();
}

std::vector<float> Resampler::flush() {
    heard_.resize(heard_.size() + half_width, 0);
    auto rest = made();
    heard_.assign(half_width, 0);
    at_ = half_width;
    return rest;
}

}  // namespace hw
