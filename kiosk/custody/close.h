#pragma once

#include <cstdint>

#include "kiosk/custody/log.h"
#include "kiosk/custody/target.h"

// Closing a problem: a person says why the counts did not match and which cards stayed behind. Within a transaction.
namespace kiosk {

Result<LogRow> row_of_closing(sqlite3& db, const ToldEvent& told);  // of the event whose problem it closes; refused
// Marks the problem of `about` closed, puts the cards that stayed behind back to where the bag came from, and returns the
// closing's row in the log. Errors: refused; the transaction must then be rolled back, since a part may have been written.
Result<std::int64_t> write_closing(const CustodyTarget& target, const ToldEvent& told, const LogRow& about);

}  // namespace kiosk
