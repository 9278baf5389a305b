#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

// For an administrator: what is wrong between this machine and its code scanner, and the next command to type.
namespace hw {

struct CameraDevice {
    std::string path, name;  // "/dev/video0", as it calls itself
    bool operator==(const CameraDevice&) const = default;
};
std::vector<CameraDevice> cameras(const std::filesystem::path& root = "/");  // that V4L2 knows, in order

// The GStreamer source that a configured camera means. Errors: scanner_absent.
kiosk::Result<std::string> camera_source(const std::string& camera, const std::filesystem::path& root = "/");

struct ScannerTrouble {
    bool ok = false;
    std::string state;
    std::string remedy;  // a command, or what to write where; with ok: a hint, or empty
};
// Opens it until its first frame. Takes at_most.
ScannerTrouble look_at_camera(const std::string& camera, std::chrono::milliseconds at_most,
                              const std::filesystem::path& root = "/");
ScannerTrouble look_at_serial(const std::string& device);
// Has the helper look at a white picture; nullopt: the formats need none.
std::optional<ScannerTrouble> look_at_code_helper(const std::vector<std::string>& formats);

}  // namespace hw
