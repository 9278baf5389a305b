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
    // GStreamer is loaded with the first one. Errors: scanner_absent (no such device), scanner_silent (anything else; the
    // detail is GStreamer's).
    static kiosk::Result<std::unique_ptr<Pipeline>> open(const std::string& source);
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    enum class Frame { came, none };
    // The newest frame, shown to `look`. Waits at most `patience`. Errors: as above, when the camera has ended.
    kiosk::Result<Frame> next(std::chrono::milliseconds patience, const std::function<void(GreyView)>& look);

    // Ready when the device is free again, after this has gone: a driver that hangs keeps it for longer.
    std::shared_future<void> closed() const;

private:
    struct Parts;
    explicit Pipeline(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace hw
