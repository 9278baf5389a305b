#include "hw/speech/resampler.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "hw/speech/mixer.h"

namespace hw {
namespace {

class ResampledTone : public testing::TestWithParam<std::size_t> {};
TEST_P(ResampledTone, IsTheSameToneHoweverItIsCutUp) {
    constexpr int rate = 22050;
    constexpr double turn = 2 * std::numbers::pi * 440;
    std::vector<std::int16_t> tone;
    for (int i = 0; i < rate; ++i) tone.push_back(static_cast<std::int16_t>(std::lround(16384 * std::sin(turn * i / rate))));
    Resampler resampler(rate);
    std::vector<float> heard;
    for (std::size_t at = 0; at < tone.size(); at += GetParam()) {
        const auto piece = resampler.feed(std::span(tone).subspan(at, std::min(GetParam(), tone.size() - at)));
        heard.insert(heard.end(), piece.begin(), piece.end());
    }
    const auto rest = resampler.flush();
    heard.insert(heard.end(), rest.begin(), rest.end());
    EXPECT_NEAR(static_cast<double>(heard.size()), mix_rate, 5);
    double worst = 0;
    for (std::size_t i = 100; i + 100 < heard.size(); ++i)
        worst = std::max(worst, std::abs(heard[i] - 0.5 * std::sin(turn * static_cast<double>(i) / mix_rate)));
    EXPECT_LT(worst, 0.003) << "of 0.5: below -44 dB";
}
INSTANTIATE_TEST_SUITE_P(, ResampledTone, testing::Values(1, 13, 441, 22050));

}  // namespace
}  // namespace hw
