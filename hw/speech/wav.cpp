#include "hw/speech/wav.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "hw/speech/mixer.h"

namespace hw {

std::string wav_of(std::span<const float> samples) {
    std::string wav;
    const auto put = [&wav](std::uint32_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) wav += static_cast<char>(value >> (8 * i) & 0xFF);
    };
    constexpr std::uint32_t pcm = 1, channels = 1, bytes_a_sample = 2;
    const auto size = static_cast<std::uint32_t>(samples.size()) * bytes_a_sample;
    wav += "RIFF";
    put(36 + size, 4);
    wav += "WAVEfmt ";
    put(16, 4);
    put(pcm, 2);
    put(channels, 2);
    put(mix_rate, 4);
    put(mix_rate * bytes_a_sample, 4);
    put(bytes_a_sample, 2);
    put(8 * bytes_a_sample, 2);
    wav += "data";
    put(size, 4);
    for (const float sample : samples) {
        const auto value = static_cast<std::int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767));
        put(static_cast<std::uint16_t>(value), 2);
    }
    return wav;
}

}  // namespace hw
