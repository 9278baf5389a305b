#include "kiosk/ledger/bulk_write.h"

#include <fcntl.h>

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>

namespace kiosk {
namespace {

constexpr std::chrono::milliseconds hand_over_patience{1000};  // one takes some milliseconds

// When the disk is full this is given back, so that the log can be written into the ledger, which then has room again: for
// taking the cases away, and for tickets.
Result<Descriptor> take_ballast(const std::string& ledger_path) {
    constexpr off_t size = 16 * 1024 * 1024;  // twice the log
    const auto folder = std::filesystem::path(ledger_path).parent_path();
    Descriptor ballast(::open(folder.empty() ? "." : folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    const int failed = ballast ? ::posix_fallocate(ballast.get(), 0, size) : EOPNOTSUPP;
    if (failed == ENOSPC || failed == EDQUOT)
        return Error{Fault::disk_full,
                     fmt::format("ledger {}: there are no {} MB free beside it to take in cases; free some "
                                 "space on that disk",
                                 ledger_path, size >> 20)};
    return ballast;  // not every file system can keep room
}

}  // namespace

BulkWrite::Settings::~Settings() {
    if (!db_) return;
    set("PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000");
    sqlite3_db_release_memory(db_);
}

Result<BulkWrite> BulkWrite::begin(sqlite3& db, bool only_to_see) {
    BulkWrite bulk(db);
    if (!only_to_see) {
        auto taken = ImportLock::take(db, hand_over_patience);
        if (!taken) return taken.error();
        bulk.lock_.emplace(*std::move(taken));
        auto begun = CaseWriter::begin(db);
        if (!begun) return begun.error();
        bulk.writer_.emplace(*std::move(begun));
    }
    auto scratch = ImportScratch::open(file_of(db));
    if (!scratch) return scratch.error();
    bulk.scratch_.emplace(*std::move(scratch));
    if (!only_to_see) {
        auto ballast = take_ballast(file_of(db));
        if (!ballast) return ballast.error();
        bulk.ballast_.emplace(*std::move(ballast));
    }
    return bulk;
}

void BulkWrite::take_away() {
    if (!writer_) return;
    scratch_.reset();
    ballast_.reset();
    const auto write_log_back = [&] {  // so that its room is used again
        sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    };
    write_log_back();
    static_cast<void>(writer_->discard());  // where that fails the next one does it
    write_log_back();
}

Status index_hashes(CaseWriter& writer, ImportScratch& scratch, const std::function<Status(std::size_t)>& progress) {
    for (std::size_t number = 1; number < index_kinds; ++number) {
        if (const auto left = writer.let_others(); !left) return left;  // the next kind is sorted first
        const auto kind = static_cast<IndexKind>(number);
        const auto indexed = scratch.each(kind, [&](std::span<const IndexEntry> entries) {
            const auto told = progress(entries.size());
            return told ? writer.index(kind, entries) : told;
        });
        if (!indexed) return indexed;
    }
    return writer.let_others();
}

}  // namespace kiosk
