#pragma once

#include <cstdint>
#include <string>

#include "kiosk/ledger/database.h"

namespace kiosk {

// Room on the disk that is kept for tickets: a file beside the ledger that holds nothing. When something fills the disk, the
// file is shortened, a part at a time, so that SQLite's log can grow by what a ticket writes. Free pages within the ledger
// would not do: imports use them up, and the log cannot grow into them.
class Ballast {
public:
    explicit Ballast(const std::string& ledger_path) : ledger_path_(ledger_path), path_(ledger_path + ".ballast") {}

    void keep()
        const;  // makes it whole, where there is room for it and more; nothing where files cannot be given room ahead
    bool give() const;          // false: there is none left
    std::int64_t held() const;  // bytes

    // Does the work. While it fails because the disk is full, does it again: first after the log was emptied, then after
    // each part of the ballast that was given back.
    template <class Work>
    auto help(sqlite3& db, Work work, int most_parts = size_in_parts) const {
        auto done = work();
        for (int parts = 0; parts <= most_parts && !done && done.error().fault == Fault::disk_full; ++parts) {
            if (parts > 0 && !give()) break;
            write_log_back(db);
            done = work();
        }
        return done;
    }

    static constexpr int size_in_parts = 32;
    static constexpr std::int64_t size = 16 * 1024 * 1024;

private:
    std::string ledger_path_, path_;
};

// Bytes that the ledger's files may still grow by: of the disk, of this process's limit on files. The ballast not counted.
std::int64_t room_beside(const std::string& ledger_path);
bool takes_more_files(const std::string& ledger_path);  // its disk: one may have room, and all its inodes used up
bool is_on_read_only_disk(const std::string& ledger_path);

// Checks that an import or a copy of the shared store leaves room for tickets, and for taking away what it began. Error:
// disk_full.
Status check_room(const std::string& ledger_path, std::int64_t wanted = 0);

// How many tickets surely fit into so much room.
std::int64_t tickets_in(std::int64_t room);

}  // namespace kiosk
