#include "kiosk/ledger/local_ledger.h"

#include <sodium.h>

#include "kiosk/ledger/schema.h"

namespace kiosk {

std::string key_path(const SqliteOptions& options) {
    return options.key_file.empty() ? options.path + ".key" : options.key_file;
}

Result<LocalLedger> open_local_ledger(const SqliteOptions& options) {
    if (sodium_init() < 0) return Error{Fault::ledger_unreadable, "libsodium cannot start: no source of randomness"};
    auto connection = open_connection(options.path, options.patience);
    if (!connection) return connection.error();
    auto& db = *connection->db;
    if (const auto ready = prepare_schema(db); !ready) return ready.error();
    auto key = key_of_ledger(db, key_path(options));
    if (!key) return key.error();
    auto cases = CaseStore::open(db);
    if (!cases) return cases.error();
    return LocalLedger{options, *std::move(connection), *key, *std::move(cases)};
}

}  // namespace kiosk
