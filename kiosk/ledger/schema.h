#pragma once

#include <cstdint>
#include <string>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

inline constexpr std::int64_t ledger_application_id = 0x4b494f53;  // "KIOS", in the file's header

// Looks whether the file is a ledger this program knows, then makes it durable (WAL, every commit synced) and brings
// it forward to ledger_schema_version, which may take as much room again as the file. A file of something else or of a later
// version is left as it is.
Status prepare_schema(sqlite3& db);

// Whether the file still holds what an older version kept and this one does not: there was no room yet to write it anew.
Result<bool> holds_leftovers(sqlite3& db);

// The key that belongs to this ledger. A new ledger takes the key file that is there, or makes one; from then on the
// ledger knows its key, and a missing or foreign one is ledger_unreadable.
Result<HashKey> key_of_ledger(sqlite3& db, const std::string& key_file);
// Whether it is the ledger's. Errors: ledger_unreadable, also for a ledger that has taken no key yet.
Result<bool> belongs_to(sqlite3& db, const HashKey& key);

}  // namespace kiosk
