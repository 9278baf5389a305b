#include "kiosk/terminal/scanners.h"

#include <spdlog/spdlog.h>

#include "kiosk/policy/faults.h"

namespace kiosk {
namespace {

hw::ScannerSink logged_only(hw::ScannerSink sink, const char* device) {
    return [sink = std::move(sink), device](hw::ScannerEvent event) {
        if (const auto* failed = std::get_if<hw::ScannerFailed>(&event))
            return spdlog::warn("{}: {}", device, name(failed->fault));
        if (std::holds_alternative<hw::ScannerReady>(event)) return spdlog::info("{}: ready", device);
        sink(std::move(event));
    };
}

}  // namespace

Scanners::Scanners(const Config::Scanner& config, const hw::ScannerSink& sink, std::function<void()> on_picture,
                   hw::Scanner* stand_in)
    : wedge_(sink), stand_in_(stand_in) {
    if (stand_in_) return;
    if (!config.camera.empty())
        camera_ = hw::open_camera(config.camera, config.formats, sink, {}, [this, on_picture = std::move(on_picture)] {
            fresh_ = true;
            on_picture();
        });
    if (!config.serial.empty())
        serial_ = hw::open_serial_scanner(config.serial, config.serial_framing,
                                          camera_ ? logged_only(sink, "serial scanner") : sink);
}

void Scanners::wish(CodeWish wish, int visit) {
    const auto any = wish != CodeWish::none ? std::optional{visit} : std::nullopt;
    const auto asked = wish == CodeWish::asked ? std::optional{visit} : std::nullopt;
    if (stand_in_) stand_in_->want(asked);
    if (camera_) camera_->want(asked);
    if (serial_) serial_->want(any);
    wedge_.want(any);
}

std::optional<hw::Grey> Scanners::new_picture() {
    if (stand_in_) return stand_in_->preview();
    if (!camera_ || !fresh_.exchange(false)) return std::nullopt;
    return camera_->preview();
}

}  // namespace kiosk
