#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/intake/scratch.h"
#include "kiosk/ledger/case_writer.h"

namespace kiosk {

// Writes very many cases into a ledger: keeps imports and hand-overs out meanwhile, gives SQLite more memory, checks the
// room on the disk, and sorts the index in a scratch file. Cases that are not published are taken away, at the latest by the
// next bulk write.
class BulkWrite {
public:
    // `only_to_see`: a dry run, which waits for nobody and has no writer.
    // Errors: ledger_locked, another bulk write or a hand-over is under way; disk_full.
    static Result<BulkWrite> begin(sqlite3& db, bool only_to_see = false);

    CaseWriter* writer() { return writer_.get(); }
    ImportScratch& scratch() { return *scratch_; }
    void take_away();  // all that was written. The disk may be full, so what takes up room goes first

private:
    // Gives SQLite more memory and makes checkpoints rarer than a kiosk does. A long write-ahead log would make the next
    // ticket wait for its checkpoint, so the log stays at about 8 MiB.
    class Settings {
    public:
        explicit Settings(sqlite3& db) : db_(&db) { set("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 2000"); }
        Settings(Settings&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
        Settings& operator=(Settings&&) = delete;
        ~Settings();

    private:
        void set(const char* pragmas) { sqlite3_exec(db_, pragmas, nullptr, nullptr, nullptr); }  // at worst it is slower
        sqlite3* db_;
    };
    explicit BulkWrite(sqlite3& db) : db_(&db), settings_(db) {}

    sqlite3* db_;
    std::optional<ImportLock> lock_;
    std::unique_ptr<CaseWriter> writer_;
    Settings settings_;
    std::optional<ImportScratch> scratch_;
};

}  // namespace kiosk
