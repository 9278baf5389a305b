#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "hw/decode/pixels.h"
#include "kiosk/base/result.h"

namespace hw {

// A running GStreamer pipeline that ends in grey frames. One thread.
class Pipeline {
public:
    virtual ~Pipeline() = default;

    enum class Frame { came, none };
    // The newest frame, shown to `look`. Waits at most `patience`. Errors: as below, when the camera has ended.
    virtual kiosk::Result<Frame> next(std::chrono::milliseconds patience, const std::function<void(GreyView)>& look) = 0;

    // Ready when the device is free again, after this has gone: a driver that hangs keeps it for longer.
    virtual std::shared_future<void> closed() const = 0;
};

// GStreamer is loaded with the first one. Errors: scanner_absent (no such device), scanner_silent (anything else; the detail
// is GStreamer's).
kiosk::Result<std::unique_ptr<Pipeline>> open_pipeline(const std::string& source);

}  // namespace hw
