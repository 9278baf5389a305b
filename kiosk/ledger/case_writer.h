#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/descriptor.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"

namespace kiosk {

// Writes any number of cases so that they count all at once, or not at all if it is killed, without ever holding the write
// lock for longer than about a tenth of a second: other writers issue tickets meanwhile.
//   insert, update, index   small transactions; nothing of them is visible yet
//   publish                 one tiny transaction that moves the marks in table `ledger`, synced to the disk
//   tidy_up                 small transactions again: updates take the place of their cases
// The next begin() finishes or takes away what a killed writer left behind. The caller holds the ImportLock, so that nobody
// else changes cases meanwhile.
class CaseWriter {
public:
    static Result<CaseWriter> begin(sqlite3& db);
    CaseWriter(CaseWriter&&) = default;
    CaseWriter& operator=(CaseWriter&&) = delete;
    ~CaseWriter() = default;  // what is not published stays unseen

    std::int64_t last_id() const { return last_id_; }                   // of the cases that count
    Result<std::int64_t> insert(const CaseRecord& record);              // its id
    Status update(const StoredCase& stored);                            // once for each case
    Status index(IndexKind kind, std::span<const IndexEntry> entries);  // fast if values come in their order, and many
    Status remove(std::int64_t id);                                     // inserted, and not indexed
    Status let_others();  // ends the open transaction; before anything that may take long
    using Also = std::function<Status()>;
    Status publish(const Also& also = {});  // what `also` writes counts together with the cases; its error keeps both away
    Status tidy_up();
    Status discard();  // all that was written since begin()

private:
    // Commits before publish() do not wait for the disk.
    class Unsynced {
    public:
        static Result<Unsynced> set(sqlite3& db);
        Unsynced(Unsynced&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
        Unsynced& operator=(Unsynced&&) = delete;
        ~Unsynced();

    private:
        explicit Unsynced(sqlite3& db) : db_(&db) {}
        sqlite3* db_;
    };
    using Clock = std::chrono::steady_clock;
    CaseWriter(sqlite3& db, Unsynced unsynced, Statement insert, Statement update, Statement index, Statement index_many,
               Statement remove)
        : db_(&db),
          unsynced_(std::move(unsynced)),
          insert_(std::move(insert)),
          update_(std::move(update)),
          index_(std::move(index)),
          index_many_(std::move(index_many)),
          remove_(std::move(remove)) {}
    Status enter(std::uint64_t writes = 1);
    Status enter_to_add(std::uint64_t writes = 1);  // disk_full: what there is is for tickets
    Status index_some(IndexKind kind, std::span<const IndexEntry> entries, Statement& statement);
    Status recover();
    Status apply_updates();
    Status drop_updates();
    Status with_updates(const std::vector<std::string>& sql);
    Status drop_index_entries();
    Status drop_cases();
    Result<std::vector<std::int64_t>> some_updates();

    sqlite3* db_;
    Unsynced unsynced_;
    Statement insert_, update_, index_, index_many_, remove_;
    std::optional<Transaction> open_;
    Clock::time_point since_{};  // of the open transaction
    Clock::duration held_{};     // the lock, since others were last let in
    std::uint64_t writes_ = 0;
    std::int64_t last_id_ = 0, next_id_ = 1;
    bool indexed_ = false, updated_ = false;
};

// While this lives, no other import into the same ledger and no hand-over can begin. The lock is on a file of its own beside
// the ledger, since a second lock on SQLite's files would end SQLite's own, and the key may lie where nobody can write.
class ImportLock {
public:
    // Waits for a hand-over for at most `patience`. Errors: ledger_locked, ledger_unreadable.
    static Result<ImportLock> take(sqlite3& db, std::chrono::milliseconds patience);

private:
    explicit ImportLock(int fd) : fd_(fd) {}
    Descriptor fd_;
};

}  // namespace kiosk
