#pragma once

#include <cstdint>
#include <string>

#include "kiosk/doctor/finding.h"

namespace kiosk {

// Room on the ledger's disk.
struct Space {
    std::int64_t room = 0, held = 0;  // bytes: free, and kept for tickets
    std::int64_t tickets = 0;         // that fit into both
    bool more_files = true;
};
Space look_at_space(const std::string& ledger_path);
Finding judge_space(const Space& space, const std::string& ledger_path);

}  // namespace kiosk
