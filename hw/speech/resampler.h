#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hw {

// Sound of any rate below the mixer's as the mixer takes it. SDL has one too, but that of 2.26 clicks between pieces and
// loses the end.
class Resampler {
public:
    explicit Resampler(int rate);

    std::vector<float> feed(std::span<const std::int16_t> samples);
    std::vector<float> flush();  // the last half millisecond; the next sound may begin

private:
    std::vector<float> made();

    const double step_;         // from one sample of the mixer's to the next, in samples that come in
    std::vector<float> heard_;  // what is still needed
    double at_ = 0;             // in `heard_`, of the next sample that goes out
};

}  // namespace hw
