#pragma once

#include <chrono>
#include <string>

#include "hw/speech/engine.h"
#include "hw/speech/output.h"

namespace hw {

// Whether this machine can be heard, for the administrator.
struct SpeechTrouble {
    bool ok = false;
    std::string state, remedy;  // a remedy beside something good is a hint
};

// Opens the sound device for a moment, and makes no sound. `output`: part of its name, as configured; one that is named must
// be there, else a machine without sound is no fault. Nobody waits longer than `patience`, even if the device hangs.
SpeechTrouble look_at_sound(const std::string& output, std::chrono::milliseconds patience);
SpeechTrouble look_at_sound(const std::string& output, std::chrono::milliseconds patience, const OpenOutput& open,
                            const MakeEngine& engine);

}  // namespace hw
