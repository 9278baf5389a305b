#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "kiosk/base/result.h"

namespace hw {

// An open sound device; it is closed with this.
class Output {
public:
    virtual ~Output() = default;
    virtual std::string name() const = 0;
};

using Fill = std::function<void(std::span<float>)>;  // called on the device's thread until the output is gone
// Opens a device at mix_rate, mono. May take its time, and may hang for ever. `on_change`: called from any thread when a
// device came or went. Errors: not_found, none is there; refused, it cannot be opened.
using OpenOutput = std::function<kiosk::Result<std::unique_ptr<Output>>(Fill fill, std::function<void()> on_change)>;

// By SDL. `name`: part of the device's name; empty: the default one.
OpenOutput sdl_output(std::string name);

}  // namespace hw
