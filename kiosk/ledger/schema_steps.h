#pragma once

#include <array>
#include <string_view>

#include "kiosk/ledger/sqlite.h"

namespace kiosk {

// kiosk/ledger/schema, in order of names, which the build puts into the program. Step n brings a ledger of version n to n
// + 1. A step that has been released is never changed. Days are counted from 1970-01-01, moments are milliseconds since
// then, UTC.
extern const std::array<std::string_view, ledger_schema_version> ledger_steps;

}  // namespace kiosk
