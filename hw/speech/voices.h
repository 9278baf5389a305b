#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "hw/speech/clips.h"
#include "hw/speech/engine.h"

namespace hw {

// A sentence as sound: a person's recording where there is one for all of it, else the engine.
class Voices {
public:
    struct Folders {
        std::string chinese, english;  // of recordings; empty: none
    };
    // An engine that cannot be made leaves the recordings.
    Voices(const MakeEngine& make, Folders folders);

    // Samples at mix_rate until all are taken or `take` says that no more are wanted. Errors: not_found, there is neither
    // recording nor engine.
    using Take = std::function<bool(std::span<const float>)>;
    kiosk::Status speak(const Utterance& what, int words_a_minute, const Take& take);

    const std::optional<kiosk::Error>& engine_error() const { return error_; }

private:
    kiosk::Status play(const Clips& clips, const Utterance& what, const Take& take);

    std::unique_ptr<Engine> engine_;
    std::optional<kiosk::Error> error_;
    Clips chinese_, english_;
};

}  // namespace hw
