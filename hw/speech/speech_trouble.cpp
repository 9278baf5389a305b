#include "hw/speech/speech_trouble.h"

#include <algorithm>

#include "hw/speech/device_keeper.h"

namespace hw {
namespace {

SpeechTrouble trouble_of(const kiosk::Error& error, const std::string& output) {
    if (error.fault != kiosk::Fault::not_found)
        return {false, "the sound device cannot be opened: " + error.detail,
                "see that no other program holds it (fuser -v /dev/snd/*) and that the kiosk's user is in the group audio"};
    if (output.empty())
        return {true, error.detail + ": nothing is spoken", "plug in a loudspeaker or headphones if people should hear it"};
    return {false, error.detail, "plug it in, or name another under [voice] output; `aplay -L` lists what is there"};
}

}  // namespace

SpeechTrouble look_at_sound(const std::string& output, std::chrono::milliseconds patience) {
    return look_at_sound(output, patience, sdl_output(output), open_espeak);
}

SpeechTrouble look_at_sound(const std::string& output, std::chrono::milliseconds patience, const OpenOutput& open,
                            const MakeEngine& engine) {
    if (const auto made = engine(); !made) return {false, "no voice: " + made.error().detail, "apt install espeak-ng-data"};
    DeviceKeeper keeper(open, [](std::span<float> out) { std::ranges::fill(out, 0.0F); }, {}, {});
    switch (keeper.open(patience)) {
        case DeviceKeeper::Opened::yes:
            return {true, "heard by " + keeper.name(), {}};
        case DeviceKeeper::Opened::not_yet:
            return {false, "opening the sound device does not end, so nothing is spoken",
                    "name the driver in the environment of the kiosk: SDL_AUDIODRIVER=alsa"};
        case DeviceKeeper::Opened::no:
            break;
    }
    return trouble_of(keeper.error().value_or(kiosk::Error{kiosk::Fault::refused, "unknown"}), output);
}

}  // namespace hw
