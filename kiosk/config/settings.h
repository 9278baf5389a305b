#pragma once

#include <string>
#include <vector>

#include "kiosk/config/config.h"

namespace kiosk {

// A key of kiosk.toml and what stands there, as text: "ledger.sync_s", "5"; of a list, its parts with commas between.
struct Setting {
    std::string key, value;
    bool operator==(const Setting&) const = default;
};
std::vector<Setting> settings(const Config& config);  // all, in the order of the file

// Where two configurations differ: what `one` says, what `other` says.
struct Difference {
    std::string key, one, other;
    bool operator==(const Difference&) const = default;
};
std::vector<Difference> differences(const Config& one, const Config& other);

}  // namespace kiosk
