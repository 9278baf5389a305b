#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hw/decode/pixels.h"
#include "hw/scanner/scanner_event.h"

namespace hw {

// A code scanner that reports ScannerReady, ScannerFailed, CodeSeen and CodeTrouble, on a thread of its own. A code is
// reported only to the asker that wanted one when it was held up, and only once. Destruction takes no longer than a moment.
class Scanner {
public:
    virtual ~Scanner() = default;
    // Who wants a code from now on: a number that the caller chooses, such as that of a visit; nullopt: nobody. From any
    // thread; never waits.
    virtual void want(std::optional<int> asker) = 0;
    // What the camera sees now, small, not mirrored; nullopt: no camera, or it is not open. From any thread.
    virtual std::optional<Grey> preview() const { return std::nullopt; }
};

struct CameraPatience {
    std::chrono::milliseconds first_retry{500}, longest_retry{8000};  // of a camera that failed, while wanted
    std::chrono::milliseconds silence{5000};                          // without a frame it is scanner_silent
};

// A camera by GStreamer, which is loaded when a code is first wanted. It is open only while one is, so its state is reported
// only then. `on_preview` is called on its thread when there is a new one. `source`: "any", a device (/dev/video0), part of
// a V4L2 camera's name, or, with a "!", the pipeline up to the frames. `formats`: see Decoder. A camera that is unplugged or
// fails is tried again for as long as a code is wanted.
std::unique_ptr<Scanner> open_camera(std::string source, const std::vector<std::string>& formats, ScannerSink sink,
                                     CameraPatience patience = {}, std::function<void()> on_preview = {});

// A scanner with a serial port (8N1, 115200 baud; USB ones ignore that). `framing`: "line", "stx" or "gap", see Framing.
// It is opened at once and again when it comes back; scanner_absent: no such device, scanner_silent: it is refused.
std::unique_ptr<Scanner> open_serial_scanner(std::string device, const std::string& framing, ScannerSink sink,
                                             std::chrono::milliseconds retry = std::chrono::milliseconds(1000));

}  // namespace hw
