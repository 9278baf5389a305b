#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "hw/scanner/scanner_event.h"
#include "kiosk/base/device_state.h"
#include "kiosk/base/moment.h"

namespace hw {

// What all scanners have in common: they report news only, and codes only to the asker that wanted them. Any thread.
class ScannerReporter {
public:
    explicit ScannerReporter(ScannerSink sink) : sink_(std::move(sink)) {}

    void want(std::optional<int> asker);
    std::optional<int> wanted() const;  // who wants a code now
    void ready() { state(std::nullopt); }
    void failed(kiosk::Fault fault) { state(fault); }
    // `asker`: that wanted one when what the code was read from came in. If that is over, the code is nobody's.
    void code(std::string_view bytes, std::optional<int> asker);
    void obstacle(std::optional<kiosk::CodeObstacle> obstacle, kiosk::Steady now);

private:
    void state(std::optional<kiosk::Fault> fault);

    const ScannerSink sink_;
    mutable std::mutex mutex_;
    std::optional<int> wanted_;
    std::optional<int> reported_to_;     // the last one who wanted any
    std::vector<std::size_t> reported_;  // to that one; hashes, for codes may be personal
    kiosk::DeviceState<ScannerReady, ScannerFailed> state_;
    std::optional<kiosk::CodeObstacle> obstacle_;
    std::optional<kiosk::Steady> obstacle_reported_;
    bool code_seen_ = false;  // since the last look at obstacles
};

}  // namespace hw
