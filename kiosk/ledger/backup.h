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

// The ledger in one file: a SQLite database that no ledger command takes for a ledger. It holds the key if the key lies
// beside the ledger; a key that was put elsewhere stays there, and restore needs it again. The backup is made while the
// kiosk works, has mode 0600, is checked, and gets its name only when it is on the disk. It replaces an earlier backup, but
// no other file. Errors: refused (something else has that name), those of open_ledger.
Result<BackupFacts> back_up(const SqliteOptions& ledger, const std::string& file);

// Puts the ledger of a backup, and the key that is in it, in place of the present ledger, which stays beside it as
// PATH.before-restore (and -2 …). A program that is killed meanwhile leaves either the old ledger or the new one. Errors:
// refused (the file is no backup; the ledger is in use; it holds tickets or cases that the backup does not, and `force` is
// not set; it needs another key than lies elsewhere), ledger_newer, ledger_unreadable (the backup is damaged), disk_full.
Result<BackupFacts> restore(const SqliteOptions& ledger, const std::string& file, bool force);

}  // namespace kiosk
