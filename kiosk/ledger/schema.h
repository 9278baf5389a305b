#pragma once

#include <cstdint>
#include <string>

#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {

inline constexpr std::int64_t ledger_application_id = 0x4b494f53;  // "KIOS", in the file's header

// Checks that the file is a ledger that this program knows, makes it durable (WAL, every commit synced) and brings it
// forward to ledger_schema_version, which may need as much room again as the file has. A file that is no ledger, or is of a
// later version, stays as it is.
Status prepare_schema(sqlite3& db);

// Whether free pages of the file may still hold data that only an older version kept: the disk had no room to write the file
// anew.
Result<bool> holds_leftovers(sqlite3& db);

// The key that belongs to this ledger. A new ledger takes the key file that is there, or makes one; from then on the
// ledger knows its key, and a missing or foreign one is ledger_unreadable.
Result<HashKey> key_of_ledger(sqlite3& db, const std::string& key_file);
// Whether the key is the ledger's. Error: ledger_unreadable, also for a ledger that has taken no key yet.
Result<bool> belongs_to(sqlite3& db, const HashKey& key);

}  // namespace kiosk
