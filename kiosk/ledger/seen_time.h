#pragma once

#include <optional>

#include "kiosk/base/moment.h"
#include "kiosk/ledger/database.h"

// The latest moment that the ledger has seen, see clock_rule.h.
namespace kiosk {

Result<std::optional<Wall>> latest_seen(sqlite3& db);
Status see_time(sqlite3& db, Wall now);      // keeps the later one
Status correct_seen(sqlite3& db, Wall now);  // whatever it was

}  // namespace kiosk
