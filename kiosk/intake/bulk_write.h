#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "kiosk/intake/scratch.h"
#include "kiosk/ledger/case_writer.h"

namespace kiosk {

// What it takes to write very many cases into a ledger: its turn with the cases, more memory, room on the disk, a scratch
// in which the index is brought into its order. What is not published is taken away, at the latest by the next one.
class BulkWrite {
public:
    // `only_to_see`: nothing will be written, so there is no turn to wait for, and no writer.
    // Errors: ledger_locked, another one is under way; disk_full.
    static Result<BulkWrite> begin(sqlite3& db, bool only_to_see = false);

    CaseWriter* writer() { return writer_ ? &*writer_ : nullptr; }
    ImportScratch& scratch() { return *scratch_; }
    void take_away();  // all that was written. The disk may be full, so what takes up room goes first

private:
    // More memory, and fewer checkpoints than a kiosk; but a log that is long makes the next ticket wait for its checkpoint,
    // so it stays at some 8 MiB.
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
    std::optional<CaseWriter> writer_;
    Settings settings_;
    std::optional<ImportScratch> scratch_;
};

// The index entries by all but the key, in their order.
Status index_hashes(CaseWriter& writer, ImportScratch& scratch, const std::function<Status(std::size_t)>& progress);

}  // namespace kiosk
