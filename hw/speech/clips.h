#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hw/speech/engine.h"

namespace hw {

// Recordings of a person: `<folder>/<name>.opus`, one a sentence or a part of one.
class Clips {
public:
    explicit Clips(std::string folder) : folder_(std::move(folder)) {}  // empty: there are none

    bool has(std::string_view name) const;
    bool has_all(const Utterance& what) const;  // and it is all recorded
    // Errors: not_found; malformed, the file is no recording. What was read before is given all the same.
    kiosk::Status play(std::string_view name, const PcmSink& sink) const;  // at clip_rate
    double seconds(std::string_view name) const;                           // 0: it cannot be read

private:
    std::string path(std::string_view name) const;
    std::string folder_;
};

constexpr int clip_rate = 48000;

}  // namespace hw
