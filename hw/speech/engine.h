#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "hw/speech/speech.h"
#include "kiosk/base/result.h"

namespace hw {

// Takes sound piece by piece, mono; false: no more is wanted.
using PcmSink = std::function<bool(std::span<const std::int16_t>)>;

// Speaks by computing the sound. Used by one thread.
class Engine {
public:
    virtual ~Engine() = default;
    virtual int sample_rate() const = 0;
    // Returns when all of it was taken, or the sink wanted no more.
    virtual kiosk::Status speak(const Utterance& what, int words_a_minute, const PcmSink& sink) = 0;
};
using MakeEngine = std::function<kiosk::Result<std::unique_ptr<Engine>>()>;

// espeak-ng, in this process. The library has one state for all: error `refused` while there is another one. not_found: its
// data (Debian's espeak-ng-data) is not there.
kiosk::Result<std::unique_ptr<Engine>> open_espeak();

}  // namespace hw
