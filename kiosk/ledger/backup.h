#pragma once

#include <cstdint>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/ledger/sqlite.h"

namespace kiosk {

struct BackupFacts {
    std::int64_t cases = 0, tickets = 0;
    bool operator==(const BackupFacts&) const = default;
};

// The ledger and its key in one file: a SQLite database that no ledger command takes for a ledger. Made while the kiosk is
// at work, mode 0600, checked, on the disk when this returns, and under its name only then; replaces an earlier backup but
// nothing else. Errors: refused (something else has that name), those of open_ledger.
Result<BackupFacts> back_up(const SqliteOptions& ledger, const std::string& file);

// Puts ledger and key of a backup in place of what is there, which stays beside it as PATH.before-restore (and -2 …). All or
// nothing, whenever it is killed. Errors: refused (the file is no backup; the ledger is in use; it holds tickets or cases
// that the backup does not, and `force` is not set), ledger_newer, ledger_unreadable (the backup is damaged), disk_full.
Result<BackupFacts> restore(const SqliteOptions& ledger, const std::string& file, bool force);

}  // namespace kiosk
