#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "hw/speech/output.h"

namespace hw {

// Opens and closes a sound device on a thread that nobody waits for longer than they want: SDL's driver for PipeWire hangs
// in opening when its session manager does not run, and others do when a device is pulled. One that hangs is left behind,
// and nothing else is tried until it returns.
class DeviceKeeper {
public:
    enum class Opened : std::uint8_t { yes, no, not_yet };

    // `on_late`, from the keeper's thread: what was not waited for any longer has come to its end.
    DeviceKeeper(OpenOutput open, Fill fill, std::function<void()> on_change, std::function<void()> on_late);
    ~DeviceKeeper();  // waits a moment, not for one that hangs
    DeviceKeeper(const DeviceKeeper&) = delete;
    DeviceKeeper& operator=(const DeviceKeeper&) = delete;

    Opened open(std::chrono::milliseconds at_most);  // or what became of an opening that was late
    void close(std::chrono::milliseconds at_most);
    void give_up();                             // whoever waits in the two above returns, now and from now on
    std::string name() const;                   // of the open one
    std::optional<kiosk::Error> error() const;  // of the last opening

private:
    struct Shared;
    static void run(const std::shared_ptr<Shared>& shared);

    std::shared_ptr<Shared> shared_;  // the thread may outlive this
};

}  // namespace hw
