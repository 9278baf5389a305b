#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ledger/import.h"
#include "kiosk/ledger/ledger.h"

namespace kiosk {

inline constexpr int ledger_schema_version = 2;

struct SqliteOptions {
    std::string path;      // made, with its folder, if it is not there
    std::string key_file;  // 32 random bytes, made beside the ledger with mode 0600 on first use; empty: path + ".key"
    std::chrono::minutes utc_offset{480};      // the hall's: of the times in import files, of the days of counts
    std::chrono::milliseconds patience{5000};  // with other writers; then ledger_locked
};

// Opens, migrates forward. Errors: ledger_newer, ledger_unreadable (damaged, not a database, key file of another
// ledger), disk_full.
class SqliteLedger;
Result<std::unique_ptr<SqliteLedger>> open_ledger(const SqliteOptions& options);

class SqliteLedger : public Ledger {
public:
    // All rows or none, in one transaction; a second time the same file changes nothing. `csv` as kiosk/ledger/import.h
    // describes; a new case's promised day comes from the policy. Memory does not grow with the file.
    virtual Result<ImportReport> import_from(ByteSource csv, const Policy& policy, const ImportProgress& progress) = 0;
    Result<ImportReport> import_csv(std::string_view csv, const Policy& policy) {
        return import_from(from_memory(csv), policy, {});
    }
};

}  // namespace kiosk
