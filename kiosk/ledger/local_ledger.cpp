#include "kiosk/ledger/local_ledger.h"

#include <sodium.h>

#include <filesystem>

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

Result<bool> is_key_of(const std::string& ledger_path, const HashKey& key) {
    std::error_code code;
    if (!std::filesystem::exists(ledger_path, code))
        return Error{Fault::not_found, "ledger " + ledger_path + ": is not there"};
    const auto connection = open_connection(ledger_path, std::chrono::seconds{5});
    if (!connection) return connection.error();
    return belongs_to(*connection->db, key);
}

}  // namespace kiosk
