#include "kiosk/ledger/case_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::chrono::milliseconds longest_hold{100};  // of the write lock; a ticket waits 5 s at the most
constexpr int pause_ms = 4;                             // waiting connections try the lock every 2 ms
constexpr std::uint64_t writes_between_looks = 64;      // between two looks at the clock
constexpr std::uint64_t most_writes = 2048;  // of a transaction: a fast disk must not take the room for tickets in one
constexpr std::size_t indexed_at_once = 32;
constexpr int taken_at_a_time = 1000;  // rows read before they are deleted

constexpr std::array<std::string_view, index_kinds> hash_columns = {"", "card_hash", "social_hash", "id_hash", "typed_hash"};

constexpr std::string_view drop_update = "DELETE FROM case_updates WHERE id = ?1";

std::string insert_sql(std::string_view table) {
    return fmt::format("INSERT INTO {} (id, {}) VALUES (?{})", table, case_columns,
                       fmt::join(std::vector<std::string_view>(case_column_count, ", ?"), ""));
}

// With OR ROLLBACK a failure ends the transaction, so SQLite need not be prepared to undo this statement alone.
std::string rows_sql(std::string_view table, std::string_view row, std::size_t rows) {
    return fmt::format("INSERT OR ROLLBACK INTO {} VALUES {}", table,
                       fmt::join(std::vector<std::string_view>(rows, row), ", "));
}

// These statements run for every case, so their names are made once.
const NamedSql insert_case(insert_sql("cases"), "insert_case");
const NamedSql insert_update(insert_sql("case_updates"), "insert_update");
const NamedSql insert_entry(rows_sql("case_index (kind, value, id)", "(?1, ?, ?)", 1), "insert_entry");
const NamedSql insert_entries(rows_sql("case_index (kind, value, id)", "(?1, ?, ?)", indexed_at_once), "insert_entries");
const NamedSql insert_day(rows_sql("case_days (kind, at, place, id)", "(?, ?, ?, ?)", 1), "insert_day");
const NamedSql insert_days(rows_sql("case_days (kind, at, place, id)", "(?, ?, ?, ?)", indexed_at_once), "insert_days");

// Statements that delete the index entries which only one of the two rows of case ?1 has. `side` names that row: "old"
// (cases) or "new" (case_updates).
std::vector<std::string> drop_entries_sql(std::string_view side) {
    std::vector<std::string> sql;
    for (std::size_t kind = 1; kind < index_kinds; ++kind)
        sql.push_back(
            fmt::format("DELETE FROM case_index WHERE kind = {0} AND id = ?1 AND value = (SELECT {2}.{1} FROM cases AS old, "
                        "case_updates AS new WHERE old.id = ?1 AND new.id = ?1 AND old.{1} IS NOT new.{1})",
                        kind, hash_columns[kind], side));
    return sql;
}

struct Entry {
    std::int64_t kind = 0;
    CaseId id{};
    std::vector<std::uint8_t> value;
};

// Index entries after `after`, in the order of the index, whose cases no publish() has made visible.
std::vector<Entry> unseen_entries(Sql& sql, const Entry& after) {
    return sql
        .query(fmt::format("SELECT kind, value, id FROM case_index WHERE (kind, value, id) > (?1, ?2, ?3) AND id > "
                           "(SELECT visible_cases FROM ledger) ORDER BY kind, value, id LIMIT {}",
                           taken_at_a_time),
               after.kind, Blob(after.value), after.id)
        .all([](const Statement& row) {
            const auto value = row.blob(1);
            return Entry{row.integer(0), CaseId{row.integer(2)}, {value.begin(), value.end()}};
        });
}

std::vector<DayEntry> unseen_days(Sql& sql, const DayEntry& after) {
    return sql
        .query(fmt::format("SELECT kind, at, place, id FROM case_days WHERE (kind, at, place, id) > (?1, ?2, ?3, ?4) AND id "
                           "> (SELECT visible_cases FROM ledger) ORDER BY kind, at, place, id LIMIT {}",
                           taken_at_a_time),
               after.kind, after.at, after.place, after.id)
        .all([](const Statement& row) {
            return DayEntry{DayKind{row.integer(0)}, row.integer(1), PlaceId{row.integer(2)}, CaseId{row.integer(3)}};
        });
}

CaseId first_id(const Statement& row) { return CaseId{row.integer(0)}; }

}  // namespace

// Commits before publish() do not wait for the disk, because none of their cases counts yet.
CaseWriter::CaseWriter(sqlite3& db) : sql_(db) {
    sql_.script("PRAGMA synchronous = NORMAL");
    recover();
    last_id_ = CaseId{sql_.query("SELECT visible_cases FROM ledger").integer()};
    next_id_ = next(last_id_);
}

CaseWriter::~CaseWriter() {
    roll_back();
    sqlite3_exec(&sql_.db(), "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
}

void CaseWriter::roll_back() {
    if (std::exchange(open_, false)) sqlite3_exec(&sql_.db(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void CaseWriter::enter(std::uint64_t writes) {
    end_in_time(writes);
    begin(writes);
}

void CaseWriter::enter_to_add(std::uint64_t writes) {
    end_in_time(writes);
    if (!open_ && !sql_.failed()) sql_.take(check_room(file_of(sql_.db())));
    begin(writes);
}

void CaseWriter::end_in_time(std::uint64_t writes) {
    writes_ += writes;
    unlooked_ += writes;
    if (unlooked_ >= writes_between_looks) let_others_in_time();
}

void CaseWriter::begin(std::uint64_t writes) {
    if (open_) return;
    sql_.script("BEGIN IMMEDIATE");
    open_ = !sql_.failed();
    since_ = Clock::now();
    writes_ = writes;
}

void CaseWriter::let_others_in_time() {
    unlooked_ = 0;
    if (open_ && (writes_ >= most_writes || Clock::now() - since_ > longest_hold)) let_others();
}

void CaseWriter::let_others() {
    if (!open_) return;
    sql_.script("COMMIT");
    if (sql_.failed()) return roll_back();
    open_ = false;
    held_ += Clock::now() - since_;
    if (held_ < longest_hold) return;
    held_ = {};
    ::poll(nullptr, 0, pause_ms);
}

CaseId CaseWriter::insert(const CaseRecord& record) {
    enter_to_add();
    const auto id = std::exchange(next_id_, next(next_id_));
    std::apply([&](const auto&... field) { sql_.run(insert_case, id, field...); }, case_fields(record));
    return id;
}

void CaseWriter::update(const StoredCase& stored) {
    enter_to_add();
    updated_ = true;
    std::apply([&](const auto&... field) { sql_.run(insert_update, stored.id, field...); }, case_fields(stored.record));
}

CaseDays CaseWriter::days(CaseId id, const CaseView& view) { return places_.days_of(sql_, view, id); }

// `bind` binds a row to a statement, from the given parameter on, and returns the parameter behind it.
template <class Rows, class Bind>
void CaseWriter::write_rows(Rows rows, const NamedSql& one, const NamedSql& many, Bind bind) {
    while (!rows.empty() && !sql_.failed()) {
        const bool full = rows.size() >= indexed_at_once;
        const auto some = rows.first(full ? indexed_at_once : 1);
        enter_to_add(some.size());
        indexed_ = true;
        sql_.run(full ? many : one, [&](Statement& statement) {
            int at = 1;
            for (const auto& row : some) at = bind(statement, at, row);
        });
        rows = rows.subspan(some.size());
    }
}

void CaseWriter::index(IndexKind kind, std::span<const IndexEntry> entries) {
    write_rows(entries, insert_entry, insert_entries, [kind](Statement& statement, int at, const IndexEntry& entry) {
        if (at == 1) statement.bind(at++, static_cast<std::int64_t>(kind));
        statement.bind(at, entry.value).bind(at + 1, entry.id);
        return at + 2;
    });
}

void CaseWriter::index_days(std::span<const DayEntry> entries) {
    write_rows(entries, insert_day, insert_days, [](Statement& statement, int at, const DayEntry& entry) {
        statement.bind(at, entry.kind).bind(at + 1, entry.at).bind(at + 2, entry.place).bind(at + 3, entry.id);
        return at + 4;
    });
}

void CaseWriter::remove(CaseId id) {
    enter();
    sql_.run("DELETE FROM cases WHERE id = ?1", id);
}

Status CaseWriter::publish(const Also& also) {
    let_others();
    sql_.script("PRAGMA synchronous = FULL");
    Transaction sql(sql_.db(), sql_.status());
    if (also && !sql.failed()) also(sql);
    sql.run("UPDATE ledger SET visible_cases = ?1 - 1, updates_apply = ?2", next_id_, updated_);
    return sql.commit();
}

Status CaseWriter::tidy_up() {
    if (updated_) apply_updates();
    return sql_.status();
}

Status CaseWriter::discard() {
    roll_back();
    sql_.forget();
    if (indexed_ || updated_)
        recover();
    else
        drop_cases();
    return sql_.status();
}

void CaseWriter::recover() {
    if (sql_.query("SELECT updates_apply FROM ledger").integer() != 0)
        apply_updates();
    else
        drop_updates();
    const bool unseen = sql_.query("SELECT 1 FROM cases WHERE id > (SELECT visible_cases FROM ledger) LIMIT 1").any();
    if (!unseen) return;
    drop_index_entries();  // before the cases, whose presence shows that entries may be left
    drop_days();
    drop_cases();
}

// Runs the statements of `steps`, ?1 being a row's id, for each row of case_updates until no row is left.
void CaseWriter::with_updates(const std::vector<std::string>& steps) {
    for (;;) {
        const auto ids =
            sql_.query(fmt::format("SELECT id FROM case_updates ORDER BY id LIMIT {}", taken_at_a_time)).all(first_id);
        for (const auto id : ids) {
            enter(steps.size());
            for (const auto& step : steps) sql_.run(step, id);
        }
        if (ids.empty() || sql_.failed()) return;
    }
}

void CaseWriter::apply_updates() {
    auto steps = drop_entries_sql("old");
    steps.push_back(
        fmt::format("UPDATE cases SET ({0}) = (SELECT {0} FROM case_updates WHERE id = ?1) WHERE id = ?1", case_columns));
    steps.emplace_back(drop_update);
    with_updates(steps);
    enter();
    sql_.run("UPDATE ledger SET updates_apply = 0");
    updated_ = sql_.failed();
    let_others();
}

void CaseWriter::drop_updates() {
    auto steps = drop_entries_sql("new");
    steps.emplace_back(drop_update);
    with_updates(steps);
    let_others();
}

void CaseWriter::drop_index_entries() {
    Entry last;
    for (;;) {
        let_others();
        auto entries = unseen_entries(sql_, last);
        if (entries.empty()) return;
        for (const auto& entry : entries) {
            enter();
            sql_.run("DELETE FROM case_index WHERE kind = ?1 AND value = ?2 AND id = ?3", entry.kind, Blob(entry.value),
                     entry.id);
        }
        last = std::move(entries.back());
    }
}

void CaseWriter::drop_days() {
    DayEntry last;
    for (;;) {
        let_others();
        const auto entries = unseen_days(sql_, last);
        if (entries.empty()) return;
        for (const auto& entry : entries) {
            enter();
            sql_.run("DELETE FROM case_days WHERE kind = ?1 AND at = ?2 AND place = ?3 AND id = ?4", entry.kind, entry.at,
                     entry.place, entry.id);
        }
        last = entries.back();
    }
}

void CaseWriter::drop_cases() {
    for (;;) {
        const auto ids = sql_.query(fmt::format("SELECT id FROM cases WHERE id > (SELECT visible_cases FROM ledger) ORDER "
                                                "BY id DESC LIMIT {}",
                                                taken_at_a_time))
                             .all(first_id);
        for (const auto id : ids) remove(id);
        if (ids.empty() || sql_.failed()) return let_others();
    }
}

Result<ImportLock> ImportLock::take(sqlite3& db, std::chrono::milliseconds patience) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + patience;
    const auto path = file_of(db) + ".lock";
    ImportLock lock(::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock.fd_) return cannot_make(path, errno);
    while (::flock(lock.fd_.get(), LOCK_EX | LOCK_NB) != 0) {
        if (Clock::now() >= end)
            return Error{Fault::ledger_locked, "an import into this ledger is under way; wait until it is done"};
        ::poll(nullptr, 0, pause_ms);
    }
    return lock;
}

}  // namespace kiosk
