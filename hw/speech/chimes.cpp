#include "hw/speech/chimes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "hw/speech/mixer.h"

namespace hw {
namespace {

struct Tone {
    float hertz = 0;  // 0: a rest
    float seconds = 0;
};

std::vector<Tone> tones_of(Chime chime) {
    constexpr float c5 = 523, e5 = 659, g5 = 784, c6 = 1047, a3 = 220, f3 = 175;
    switch (chime) {
        case Chime::card_read:
            return {{c5, 0.12F}, {g5, 0.25F}};
        case Chime::ticket_out:
            return {{c5, 0.12F}, {e5, 0.12F}, {g5, 0.3F}};
        case Chime::wrong:
            return {{a3, 0.2F}, {f3, 0.35F}};
        case Chime::staff:
            return {{c6, 0.2F}, {g5, 0.25F}, {0, 0.1F}, {c6, 0.2F}, {g5, 0.35F}};
        case Chime::take_card:
            break;
    }
    return {{c6, 0.15F}, {0, 0.1F}, {c6, 0.15F}, {0, 0.1F}, {c6, 0.15F}, {0, 0.1F}, {c6, 0.15F}};
}

// Struck and dying away, with two overtones: a pure tone is hard to hear in a hall's noise.
float wave(float hertz, float at, float length) {
    constexpr float attack = 0.005F, loudest = 0.3F;
    const float turn = 2 * std::numbers::pi_v<float> * hertz * at;
    const float shape = std::min(at / attack, 1.0F) * std::min((length - at) / attack, 1.0F) * std::exp(-3 * at / length);
    return loudest * shape * (std::sin(turn) + 0.35F * std::sin(2 * turn) + 0.15F * std::sin(3 * turn));
}

}  // namespace

std::vector<float> samples_of(Chime chime) {
    std::vector<float> samples;
    for (const auto& [hertz, seconds] : tones_of(chime)) {
        const auto count = static_cast<int>(seconds * mix_rate);
        for (int i = 0; i < count; ++i)
            samples.push_back(hertz == 0 ? 0 : wave(hertz, static_cast<float>(i) / mix_rate, seconds));
    }
    return samples;
}

}  // namespace hw
