#include <algorithm>
#include <cmath>

#include "hw/speech/speech.h"

namespace hw {

std::string_view name(Chime chime) {
    switch (chime) {
        case Chime::card_read:
            return "card_read";
        case Chime::ticket_out:
            return "ticket_out";
        case Chime::wrong:
            return "wrong";
        case Chime::staff:
            return "staff";
        case Chime::take_card:
            break;
    }
    return "take_card";
}

float gain_of(int volume) {
    constexpr float step_db = 3;
    return std::pow(10.0F, step_db * static_cast<float>(std::clamp(volume, 1, volume_steps) - volume_steps) / 20);
}

}  // namespace hw
