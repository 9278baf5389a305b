#pragma once

#include <chrono>
#include <string>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/table/import.h"

namespace kiosk {

// The ledger that an import goes into; borrowed.
struct ImportTarget {
    sqlite3& db;
    CaseStore& cases;
    const HashKey& key;
    std::chrono::minutes utc_offset;
};

// SqliteLedger::import_from.
Result<ImportReport> run_import(const ImportTarget& target, Table& table, const Policy& policy,
                                const ImportOptions& options);

}  // namespace kiosk
