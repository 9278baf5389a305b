#pragma once

#include <optional>

#include "kiosk/base/moment.h"
#include "kiosk/ledger/sql.h"

// The latest moment that the ledger has seen, see clock_rule.h.
namespace kiosk {

std::optional<Wall> latest_seen(Sql& sql);
void see_time(Sql& sql, Wall now);      // keeps the later one
void correct_seen(Sql& sql, Wall now);  // whatever it was

}  // namespace kiosk
