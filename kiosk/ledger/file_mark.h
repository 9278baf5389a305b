#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "kiosk/ledger/database.h"

namespace kiosk {

// Which files a connection has open, a ledger and its log. SQLite goes on writing into files that were deleted, and whoever
// opens the ledger next finds nothing of it.
class FileMark {
public:
    static FileMark of(sqlite3& db);  // once something was read from it
    Status check() const;             // ledger_gone: others bear their names now, or none

private:
    struct Id {
        dev_t device = 0;
        ino_t file = 0;
        bool operator==(const Id&) const = default;
    };
    static std::optional<Id> id_of(const std::string& path);

    std::string path_;
    std::optional<Id> ledger_, log_;
};

}  // namespace kiosk
