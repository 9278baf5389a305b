#pragma once

#include <string>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/sqlite.h"

namespace kiosk {

// The file of a ledger, open and brought forward, and what belongs to it.
struct LocalLedger {
    SqliteOptions options;
    Connection connection;
    HashKey key;
    CaseStore cases;  // after the connection: its statements go first

    sqlite3& db() const { return *connection.db; }
};
Result<LocalLedger> open_local_ledger(const SqliteOptions& options);  // errors as open_ledger's

std::string key_path(const SqliteOptions& options);
// Whether the key is that of the ledger at this path, which needs no key to be asked. Errors: not_found, ledger_unreadable.
Result<bool> is_key_of(const std::string& ledger_path, const HashKey& key);

}  // namespace kiosk
