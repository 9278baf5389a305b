#include "kiosk/intake/bulk_write.h"

#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::chrono::milliseconds hand_over_patience{1000};  // a hand-over holds the lock for some milliseconds

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
        const auto begun = Ballast(file_of(db)).help(db, [&] {  // CaseWriter deletes what a broken import has left
            bulk.writer_.reset();
            bulk.writer_ = std::make_unique<CaseWriter>(db);
            return bulk.writer_->status();
        });
        if (!begun) return begun.error();
        shorten_log(db);  // the deletion made the log longer, and check_room counts the log's space
        if (const auto room = check_room(file_of(db)); !room) return room.error();
    }
    auto scratch = ImportScratch::open(file_of(db));
    if (!scratch) return scratch.error();
    bulk.scratch_.emplace(*std::move(scratch));
    return bulk;
}

void BulkWrite::take_away() {
    if (!writer_) return;
    scratch_.reset();
    write_log_back(*db_);
    const Ballast ballast(file_of(*db_));
    static_cast<void>(ballast.help(*db_, [this] { return writer_->discard(); }));  // on failure the next import does it
    write_log_back(*db_);
    ballast.keep();
}

}  // namespace kiosk
