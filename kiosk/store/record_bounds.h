#pragma once

#include <optional>
#include <string>

#include "kiosk/ledger/case_store.h"

namespace kiosk {

// The first field of a case that holds what no case can hold, such as "community is longer than 200 bytes". The sentence
// repeats nothing of the case.
std::optional<std::string> oddness(const CaseRecord& record);

}  // namespace kiosk
