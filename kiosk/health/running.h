#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/fault.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"

namespace kiosk {

// What is wrong with a device, and since when.
struct Trouble {
    std::string device;  // "reader", "printer", "scanner", "clock", "ledger"
    Fault fault{};
    Wall since{};
    bool operator==(const Trouble&) const = default;
};

// How a kiosk at work stands, as it leaves it for other programs of its machine: nothing of whoever stands before it.
struct Running {
    int pid = 0;
    std::string version;
    Wall started{};
    bool in_visit = false;
    std::optional<Wall> last_visit;  // when it ended; nullopt: none since the start
    std::vector<Trouble> troubles;
    std::optional<Wall> staff_called{};  // since when somebody before it wants the staff
    bool operator==(const Running&) const = default;
};

inline constexpr auto running_file = "/run/kiosk/state.toml";  // of a terminal

std::string to_text(const Running& running);  // TOML
// Errors: malformed with "file:line: what was expected".
Result<Running> parse_running(std::string_view toml, const std::string& file_name);

std::string utc_text(Wall when);                            // "2026-11-28T06:03:30Z"
std::optional<Wall> parse_utc_text(std::string_view text);  // exactly that

}  // namespace kiosk
