#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "kiosk/ledger/database.h"

namespace kiosk {

// Answers whether the files that a connection has open, the ledger and its log, are still those under their names. SQLite
// goes on writing into deleted files, and the next program that opened the ledger would find nothing of what was written.
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
