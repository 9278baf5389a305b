#pragma once

#include <optional>
#include <string>

#include "kiosk/ledger/case_store.h"

namespace kiosk {

// The first thing in a case that cannot be, such as "community is longer than 200 bytes"; it repeats none of its texts.
std::optional<std::string> oddness(const CaseRecord& record);

}  // namespace kiosk
