#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kiosk/base/descriptor.h"
#include "kiosk/ledger/case_days.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {

// Writes any number of cases so that they count all at once, or not at all if it is killed, without ever holding the write
// lock for longer than about a tenth of a second: other writers issue tickets meanwhile.
//   insert, update, index   small transactions; nothing of them is visible yet
//   publish                 one tiny transaction that moves the marks in table `ledger`, synced to the disk
//   tidy_up                 small transactions again: updates take the place of their cases
// The next writer finishes or takes away what a killed writer left behind. The caller holds the ImportLock, so that nobody
// else changes cases meanwhile.
class CaseWriter {
public:
    explicit CaseWriter(sqlite3& db);  // what fails at the beginning is in status()
    CaseWriter(const CaseWriter&) = delete;
    CaseWriter& operator=(const CaseWriter&) = delete;
    ~CaseWriter();  // what is not published stays unseen

    Status status() const { return sql_.status(); }  // the first error; nothing is written after it
    CaseId last_id() const { return last_id_; }      // of the cases that count
    CaseId insert(const CaseRecord& record);
    CaseDays days(CaseId id, const CaseView& view);                   // of an inserted case; to be written with index_days
    void update(const StoredCase& stored);                            // once for each case
    void index(IndexKind kind, std::span<const IndexEntry> entries);  // fast if values come in their order, and many
    void index_days(std::span<const DayEntry> entries);               // likewise
    void remove(CaseId id);                                           // inserted, and not indexed
    void let_others();          // ends the open transaction; before anything that may take long
    void let_others_in_time();  // if the transaction has been open for long, or is large
    using Also = std::function<void(Sql&)>;
    Status publish(const Also& also = {});  // what `also` writes counts together with the cases; its error keeps both away
    Status tidy_up();
    Status discard();  // all that was written since the beginning, whatever has failed

private:
    using Clock = std::chrono::steady_clock;
    void roll_back();
    void enter(std::uint64_t writes = 1);
    void enter_to_add(std::uint64_t writes = 1);  // disk_full: what there is is for tickets
    void end_in_time(std::uint64_t writes);       // the open transaction, before so many more
    void begin(std::uint64_t writes);             // one that is not open yet, with so many
    void recover();
    void apply_updates();
    void drop_updates();
    void with_updates(const std::vector<std::string>& steps);
    void drop_index_entries();
    void drop_days();
    void drop_cases();

    template <class Rows, class Bind>
    void write_rows(Rows rows, const NamedSql& one, const NamedSql& many, Bind bind);

    Sql sql_;
    Places places_;
    bool open_ = false;           // a transaction
    Clock::time_point since_{};   // of the open transaction
    Clock::duration held_{};      // the lock, since others were last let in
    std::uint64_t writes_ = 0;    // of the open transaction
    std::uint64_t unlooked_ = 0;  // writes since the last look at the clock
    CaseId last_id_{}, next_id_{};
    bool indexed_ = false, updated_ = false;
};

// How long its caller keeps the lock while there is nothing to write; then let_others().
inline constexpr std::chrono::milliseconds longest_idle_hold{10};

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
