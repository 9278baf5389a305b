#pragma once

#include "kiosk/ledger/hash.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

inline constexpr int store_schema_version = 4;

// Makes the shared store, or brings it forward to store_schema_version, and the roles kiosk_terminal, kiosk_counter and
// kiosk_office with their rights. A second call changes nothing. The user must own the database and may need CREATEROLE.
// Errors: ledger_newer; ledger_unreadable, the store is of another key.
Status prepare_store(PostgresConnection& line, const HashKey& key);

// The store's own number. It changes when the store is put back to an earlier state, see start_store_anew.
// A store of a later version is taken as long as it says that programs of this one may work with it. Errors: not_found (no
// store is there yet), ledger_newer, ledger_unreadable (of another key, or of an earlier version).
Result<Hash> check_store(PostgresConnection& line, const HashKey& key);

// To be called after the server was restored from a backup: every terminal then sends all that its ledger holds once more,
// and fetches everything.
Status start_store_anew(PostgresConnection& line);

}  // namespace kiosk
