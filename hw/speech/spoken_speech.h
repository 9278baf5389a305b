#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "hw/speech/engine.h"
#include "hw/speech/output.h"
#include "hw/speech/speech.h"

namespace hw {

struct SpeechOptions {
    std::string output;                 // part of the sound device's name; empty: the default one
    std::string clips, english_clips;   // folders of recordings; empty: none
    int volume = usual_volume;          // of a new visit
    int rate = usual_rate;              // likewise
    std::function<void()> on_change{};  // the state is another; called on threads of the speech
};

// What it is made of; tests put in others.
struct SpeechParts {
    MakeEngine engine;
    OpenOutput output;
    std::chrono::milliseconds opening{3000};  // a device that needs longer hangs
    std::chrono::milliseconds linger{3000};   // a device that was silent for so long is closed: an open one is never at rest
};

// Recordings and espeak-ng, mixed on a thread of its own and played by SDL. Destruction takes a moment even where a device
// hangs.
std::unique_ptr<Speech> open_speech(SpeechOptions options);
std::unique_ptr<Speech> open_speech(SpeechOptions options, SpeechParts parts);

}  // namespace hw
