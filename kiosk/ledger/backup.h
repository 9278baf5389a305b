#pragma once

#include <cstdint>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/ledger/sqlite.h"

namespace kiosk {

struct BackupFacts {
    std::int64_t cases = 0, tickets = 0;
    bool with_key = false;
    bool operator==(const BackupFacts&) const = default;
};

// The ledger in one file: a SQLite database that no ledger command takes for a ledger. Its key is in it where it lies beside
// the ledger; one that was put elsewhere stays there, and is wanted again by restore. Made while the kiosk is
// at work, mode 0600, checked, on the disk when this returns, and under its name only then; replaces an earlier backup but
// nothing else. Errors: refused (something else has that name), those of open_ledger.
Result<BackupFacts> back_up(const SqliteOptions& ledger, const std::string& file);

// Puts the ledger of a backup, and the key that is in it, in place of what is there, which stays beside it as
// PATH.before-restore (and -2 …). All or nothing, whenever it is killed. Errors: refused (the file is no backup; the ledger
// is in use; it holds tickets or cases that the backup does not, and `force` is not set; it needs another key than lies
// elsewhere), ledger_newer, ledger_unreadable (the backup is damaged), disk_full.
Result<BackupFacts> restore(const SqliteOptions& ledger, const std::string& file, bool force);

}  // namespace kiosk
