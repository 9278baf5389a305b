#pragma once

#include <array>
#include <string_view>

#include "kiosk/store/postgres_schema.h"

namespace kiosk {

// kiosk/store/schema, in order of names, which the build puts into the program. Step n brings a store of version n to n + 1.
// A step that has been released is never changed. Days are counted from 1970-01-01, moments are milliseconds since then,
// UTC.
extern const std::array<std::string_view, store_schema_version> store_steps;
extern const std::array<std::string_view, 1> store_rights;  // kiosk/store/rights.sql, granted anew after the steps

}  // namespace kiosk
