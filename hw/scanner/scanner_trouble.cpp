#include "hw/scanner/scanner_trouble.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "hw/decode/code_helper.h"
#include "hw/scanner/pipeline.h"
#include "kiosk/base/descriptor.h"

namespace hw {
namespace {

namespace fs = std::filesystem;
using kiosk::Error;
using kiosk::Fault;

std::string user() {
    std::array<char, 1024> buffer{};
    passwd entry{}, *found = nullptr;
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found) return found->pw_name;
    return "uid " + std::to_string(geteuid());
}

std::string group_of(const std::string& path) {
    struct stat file {};
    std::array<char, 1024> buffer{};
    group entry{}, *found = nullptr;
    if (stat(path.c_str(), &file) != 0 || getgrgid_r(file.st_gid, &entry, buffer.data(), buffer.size(), &found) != 0 ||
        !found)
        return "dialout";
    return found->gr_name;
}

ScannerTrouble forbidden(const std::string& path) {
    return {false, user() + " may not open " + path,
            "usermod -aG " + group_of(path) + " " + user() + ", then start the kiosk again"};
}

ScannerTrouble busy(const std::string& path) {
    return {false, path + " is used by another program", "fuser -v " + path + " names it; close that one"};
}

std::string first_line(const std::string& path) {
    std::string line;
    std::getline(std::ifstream(path), line);
    return line;
}

bool names_no_source(const std::string& camera) { return camera.find('!') == std::string::npos; }

}  // namespace

// The kernel lists a camera's metadata as a second device: index 0 has the pictures.
std::vector<CameraDevice> cameras(const fs::path& root) {
    std::vector<CameraDevice> found;
    std::error_code unreadable;
    for (const auto& entry : fs::directory_iterator(root / "sys/class/video4linux", unreadable)) {
        if (first_line(entry.path() / "index") != "0") continue;
        found.push_back({"/dev/" + entry.path().filename().string(), first_line(entry.path() / "name")});
    }
    std::sort(found.begin(), found.end(), [](const CameraDevice& a, const CameraDevice& b) { return a.path < b.path; });
    return found;
}

kiosk::Result<std::string> camera_source(const std::string& camera, const fs::path& root) {
    const auto v4l2 = [](const std::string& device) { return "v4l2src device=" + device + " ! decodebin"; };
    if (!names_no_source(camera)) return camera;
    if (camera.starts_with("/dev/")) return v4l2(camera);
    for (const CameraDevice& device : cameras(root))
        if (camera == "any" || device.name.find(camera) != std::string::npos) return v4l2(device.path);
    return Error{Fault::scanner_absent, "no camera, or none has this in its name: " + camera};
}

namespace {

std::optional<ScannerTrouble> missing(const std::string& camera, const fs::path& root) {
    const auto source = camera_source(camera, root);
    std::error_code unknown;
    const bool gone = camera.starts_with("/dev/") && !fs::exists(camera, unknown);
    if (source && !gone) return std::nullopt;
    std::string there;
    for (const CameraDevice& device : cameras(root))
        there += (there.empty() ? "" : ", ") + device.name + " (" + device.path + ")";
    if (there.empty())
        return ScannerTrouble{false, "no camera is plugged in",
                              "plug it in; if it is, another USB socket; lsusb must list it"};
    return ScannerTrouble{false, "no camera is called '" + camera + "', but these are there: " + there,
                          "write one of these names, or \"any\", under [scanner] camera"};
}

std::string device_in(const std::string& source) {
    const auto start = source.find("/dev/");
    return start == std::string::npos ? std::string{} : source.substr(start, source.find(' ', start) - start);
}

ScannerTrouble judge(const Error& error, const std::string& source) {
    const auto device = device_in(source);
    if (!device.empty() && access(device.c_str(), R_OK | W_OK) != 0 && errno == EACCES) return forbidden(device);
    if (error.detail.find("busy") != std::string::npos) return busy(device.empty() ? "the camera" : device);
    return {false, "the camera gives no picture: " + error.detail,
            "gst-launch-1.0 " + source + " ! videoconvert ! fakesink says more"};
}

}  // namespace

ScannerTrouble look_at_camera(const std::string& camera, std::chrono::milliseconds at_most, const fs::path& root) {
    if (const auto none = missing(camera, root)) return *none;
    const auto source = camera_source(camera, root);
    if (!source) return {false, source.error().detail, {}};
    auto pipeline = open_pipeline(*source);
    if (!pipeline) return judge(pipeline.error(), *source);
    std::string size;
    const auto end = std::chrono::steady_clock::now() + at_most;
    while (size.empty()) {
        const auto frame = (*pipeline)->next(std::chrono::milliseconds(50), [&](GreyView seen) {
            size = std::to_string(seen.width) + " x " + std::to_string(seen.height);
        });
        if (!frame) return judge(frame.error(), *source);
        if (size.empty() && std::chrono::steady_clock::now() > end)
            return judge({Fault::scanner_silent, "nothing came in time"}, *source);
    }
    return {true, "camera, " + size + " pixels", {}};
}

ScannerTrouble look_at_serial(const std::string& device) {
    const kiosk::Descriptor port(open(device.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (port && isatty(port.get()) == 1) return {true, "serial, " + device, {}};
    if (port) return {false, device + " is no serial port", "write the scanner's device under [scanner] serial"};
    if (errno == EACCES) return forbidden(device);
    if (errno == EBUSY) return busy(device);
    std::string there;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator("/dev/serial/by-id", none))
        there += (there.empty() ? "" : ", ") + entry.path().string();
    if (there.empty())
        return {false, device + " is not there, and no other serial scanner is",
                "plug it in; scan the setting \"USB COM port\" of its manual if it types like a keyboard"};
    return {false, device + " is not there, but these are: " + there, "write one of these under [scanner] serial"};
}

std::optional<ScannerTrouble> look_at_code_helper(const std::vector<std::string>& formats) {
    CodeHelper helper(formats);
    if (!helper.wanted()) return std::nullopt;
    helper.look(Grey(64, 64, 255).view(), std::chrono::seconds(3));
    if (helper.process() > 0) return ScannerTrouble{true, "codes other than QR are read by " + CodeHelper::program(), {}};
    return ScannerTrouble{false, CodeHelper::program() + ", which reads codes other than QR, is not there or does not run",
                          "build it again (installer/run.sh), or set [scanner] formats = [\"qr\"]"};
}

}  // namespace hw
