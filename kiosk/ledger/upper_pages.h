#pragma once

#include <cstddef>

#include "kiosk/ledger/database.h"

namespace kiosk {

// The work of SqliteLedger::warm_up. It reads through SQLite's own handle of the file, since closing a second handle would
// end SQLite's locks. Pages that are newer in the write-ahead log are read in their old state.
Result<std::size_t> read_upper_pages(sqlite3& db);

}  // namespace kiosk
