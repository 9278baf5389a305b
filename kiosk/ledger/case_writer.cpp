#include "kiosk/ledger/case_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>

#include <cerrno>

#include <fmt/format.h>

#include "kiosk/ledger/ballast.h"

namespace kiosk {
namespace {

constexpr std::chrono::milliseconds longest_hold{100};  // of the write lock; a ticket waits 5 s at the most
constexpr int pause_ms = 4;                             // others look every 2 ms whether it is free
constexpr std::uint64_t writes_between_looks = 64;      // at the clock
constexpr std::size_t indexed_at_once = 32;
constexpr int taken_at_a_time = 1000;  // rows read ahead of taking them away

constexpr std::array<std::string_view, index_kinds> hash_columns = {"", "card_hash", "social_hash", "id_hash", "typed_hash"};

constexpr std::string_view drop_update = "DELETE FROM case_updates WHERE id = ?1";

std::string insert_sql(std::string_view table) {
    return fmt::format(
        "INSERT INTO {} (id, {}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
        "?16, ?17)",
        table, case_columns());
}

// OR ROLLBACK: then SQLite need not be able to take a part of them back.
std::string index_sql(std::size_t entries) {
    std::string sql = "INSERT OR ROLLBACK INTO case_index (kind, value, id) VALUES ";
    for (std::size_t at = 0; at < entries; ++at)
        sql += fmt::format("{}(?1, ?{}, ?{})", at == 0 ? "" : ", ", at * 2 + 2, at * 2 + 3);
    return sql;
}

// What takes away the index entries that only one of the two rows of case ?1 has: `side` is "old" (cases) or "new"
// (case_updates).
std::vector<std::string> drop_entries_sql(std::string_view side) {
    std::vector<std::string> sql;
    for (std::size_t kind = 1; kind < index_kinds; ++kind)
        sql.push_back(
            fmt::format("DELETE FROM case_index WHERE kind = {0} AND id = ?1 AND value = (SELECT {2}.{1} FROM cases AS old, "
                        "case_updates AS new WHERE old.id = ?1 AND new.id = ?1 AND old.{1} IS NOT new.{1})",
                        kind, hash_columns[kind], side));
    return sql;
}

// Statements about one row of case_updates, ?1 being its id, one after the other.
class UpdateSteps {
public:
    static Result<UpdateSteps> prepare(sqlite3& db, const std::vector<std::string>& sql) {
        UpdateSteps steps;
        for (const auto& one : sql) {
            auto statement = Statement::prepare(db, one);
            if (!statement) return statement.error();
            steps.statements_.push_back(*std::move(statement));
        }
        return steps;
    }
    Status run(std::int64_t id) {
        for (auto& statement : statements_) {
            if (const auto done = statement.bind(1, id).run(); !done) return done;
        }
        return Done{};
    }

private:
    std::vector<Statement> statements_;
};

struct Entry {
    std::int64_t kind = 0, id = 0;
    std::vector<std::uint8_t> value;
};

// Index entries of cases that do not count, behind `after`, in the order of the index.
Result<std::vector<Entry>> unseen_entries(sqlite3& db, const Entry& after) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT kind, value, id FROM case_index WHERE (kind, value, id) > (?1, ?2, ?3) AND id > "
                        "(SELECT visible_cases FROM ledger) ORDER BY kind, value, id LIMIT {}",
                        taken_at_a_time));
    if (!statement) return statement.error();
    statement->bind(1, after.kind).bind(2, Blob(after.value)).bind(3, after.id);
    std::vector<Entry> entries;
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return entries;
        const auto value = statement->blob(1);
        entries.push_back({statement->integer(0), statement->integer(2), {value.begin(), value.end()}});
    }
}

Result<std::vector<std::int64_t>> ids_by(sqlite3& db, const std::string& sql) {
    auto statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    return integers(*statement);
}

}  // namespace

Result<CaseWriter> CaseWriter::begin(sqlite3& db) {
    auto insert = Statement::prepare(db, insert_sql("cases"));
    if (!insert) return insert.error();
    auto update = Statement::prepare(db, insert_sql("case_updates"));
    if (!update) return update.error();
    auto index = Statement::prepare(db, index_sql(1));
    if (!index) return index.error();
    auto index_many = Statement::prepare(db, index_sql(indexed_at_once));
    if (!index_many) return index_many.error();
    auto remove = Statement::prepare(db, "DELETE FROM cases WHERE id = ?1");
    if (!remove) return remove.error();
    auto unsynced = Unsynced::set(db);
    if (!unsynced) return unsynced.error();
    CaseWriter writer(db, *std::move(unsynced), *std::move(insert), *std::move(update), *std::move(index),
                      *std::move(index_many), *std::move(remove));
    if (const auto recovered = writer.recover(); !recovered) return recovered.error();
    const auto last = query_integer(db, "SELECT visible_cases FROM ledger");
    if (!last) return last.error();
    writer.last_id_ = *last;
    writer.next_id_ = *last + 1;
    return writer;
}

Result<CaseWriter::Unsynced> CaseWriter::Unsynced::set(sqlite3& db) {
    if (const auto done = execute(db, "PRAGMA synchronous = NORMAL"); !done) return done.error();
    return Unsynced(db);
}

CaseWriter::Unsynced::~Unsynced() {
    if (db_) sqlite3_exec(db_, "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
}

Status CaseWriter::enter(std::uint64_t writes) {
    writes_ += writes;
    if (open_ && writes_ >= writes_between_looks) {
        writes_ = 0;
        const bool long_held = Clock::now() - since_ > longest_hold;
        if (const auto left = long_held ? let_others() : Status{Done{}}; !left) return left;
    }
    if (open_) return Done{};
    auto transaction = Transaction::begin(*db_);
    if (!transaction) return transaction.error();
    open_.emplace(*std::move(transaction));
    since_ = Clock::now();
    return Done{};
}

Status CaseWriter::enter_to_add(std::uint64_t writes) {
    if (!open_) {
        if (const auto room = check_room(file_of(*db_)); !room) return room;
    }
    return enter(writes);
}

Status CaseWriter::let_others() {
    if (!open_) return Done{};
    const auto committed = open_->commit();
    open_.reset();
    held_ += Clock::now() - since_;
    if (!committed) return committed;
    if (held_ < longest_hold) return Done{};
    held_ = {};
    ::poll(nullptr, 0, pause_ms);
    return Done{};
}

Result<std::int64_t> CaseWriter::insert(const CaseRecord& record) {
    if (const auto entered = enter_to_add(); !entered) return entered.error();
    const auto id = next_id_++;
    insert_.bind(1, id);
    bind_record(insert_, record);
    if (const auto inserted = insert_.run(); !inserted) return inserted.error();
    return id;
}

Status CaseWriter::update(const StoredCase& stored) {
    if (const auto entered = enter_to_add(); !entered) return entered;
    updated_ = true;
    update_.bind(1, stored.id);
    bind_record(update_, stored.record);
    return update_.run();
}

Status CaseWriter::index(IndexKind kind, std::span<const IndexEntry> entries) {
    while (!entries.empty()) {
        const bool many = entries.size() >= indexed_at_once;
        const auto count = many ? indexed_at_once : 1;
        if (const auto done = index_some(kind, entries.first(count), many ? index_many_ : index_); !done) return done;
        entries = entries.subspan(count);
    }
    return Done{};
}

Status CaseWriter::index_some(IndexKind kind, std::span<const IndexEntry> entries, Statement& statement) {
    if (const auto entered = enter_to_add(entries.size()); !entered) return entered;
    indexed_ = true;
    statement.bind(1, static_cast<std::int64_t>(kind));
    int at = 2;
    for (const auto& entry : entries) {
        statement.bind(at++, entry.value);
        statement.bind(at++, entry.id);
    }
    return statement.run();
}

Status CaseWriter::remove(std::int64_t id) {
    if (const auto entered = enter(); !entered) return entered;
    return remove_.bind(1, id).run();
}

Status CaseWriter::publish(const Also& also) {
    if (const auto left = let_others(); !left) return left;
    if (const auto set = execute(*db_, "PRAGMA synchronous = FULL"); !set) return set;
    auto transaction = Transaction::begin(*db_);
    if (!transaction) return transaction.error();
    if (const auto done = also ? also() : Status{Done{}}; !done) return done;
    const auto marked = execute(
        *db_, fmt::format("UPDATE ledger SET visible_cases = {}, updates_apply = {}", next_id_ - 1, updated_ ? 1 : 0));
    if (!marked) return marked;
    return transaction->commit();
}

Status CaseWriter::tidy_up() { return updated_ ? apply_updates() : Status{Done{}}; }

Status CaseWriter::discard() {
    open_.reset();
    if (indexed_ || updated_) return recover();
    return drop_cases();
}

Status CaseWriter::recover() {
    const auto apply = query_integer(*db_, "SELECT updates_apply FROM ledger");
    if (!apply) return apply.error();
    if (const auto done = *apply ? apply_updates() : drop_updates(); !done) return done;
    const auto unseen = query_integer(*db_,
                                      "SELECT count(*) FROM (SELECT 1 FROM cases WHERE id > (SELECT visible_cases FROM "
                                      "ledger) LIMIT 1)");
    if (!unseen) return unseen.error();
    if (*unseen == 0) return Done{};
    if (const auto done = drop_index_entries(); !done) return done;  // before their cases, which tell that there are any
    return drop_cases();
}

Result<std::vector<std::int64_t>> CaseWriter::some_updates() {
    return ids_by(*db_, fmt::format("SELECT id FROM case_updates ORDER BY id LIMIT {}", taken_at_a_time));
}

Status CaseWriter::with_updates(const std::vector<std::string>& sql) {
    auto steps = UpdateSteps::prepare(*db_, sql);
    if (!steps) return steps.error();
    for (;;) {
        const auto ids = some_updates();
        if (!ids) return ids.error();
        for (const auto id : *ids) {
            if (const auto entered = enter(sql.size()); !entered) return entered;
            if (const auto done = steps->run(id); !done) return done;
        }
        if (ids->empty()) return Done{};
    }
}

Status CaseWriter::apply_updates() {
    auto sql = drop_entries_sql("old");
    sql.push_back(
        fmt::format("UPDATE cases SET ({0}) = (SELECT {0} FROM case_updates WHERE id = ?1) WHERE id = ?1", case_columns()));
    sql.emplace_back(drop_update);
    if (const auto applied = with_updates(sql); !applied) return applied;
    if (const auto entered = enter(); !entered) return entered;
    if (const auto marked = execute(*db_, "UPDATE ledger SET updates_apply = 0"); !marked) return marked;
    updated_ = false;
    return let_others();
}

Status CaseWriter::drop_updates() {
    auto sql = drop_entries_sql("new");
    sql.emplace_back(drop_update);
    if (const auto dropped = with_updates(sql); !dropped) return dropped;
    return let_others();
}

Status CaseWriter::drop_index_entries() {
    auto remove = Statement::prepare(*db_, "DELETE FROM case_index WHERE kind = ?1 AND value = ?2 AND id = ?3");
    if (!remove) return remove.error();
    Entry last;
    for (;;) {
        if (const auto left = let_others(); !left) return left;
        const auto entries = unseen_entries(*db_, last);
        if (!entries) return entries.error();
        if (entries->empty()) return Done{};
        for (const auto& entry : *entries) {
            if (const auto entered = enter(); !entered) return entered;
            const auto done = remove->bind(1, entry.kind).bind(2, Blob(entry.value)).bind(3, entry.id).run();
            if (!done) return done;
        }
        last = entries->back();
    }
}

Status CaseWriter::drop_cases() {
    for (;;) {
        const auto ids = ids_by(
            *db_, fmt::format("SELECT id FROM cases WHERE id > (SELECT visible_cases FROM ledger) ORDER BY id DESC LIMIT {}",
                              taken_at_a_time));
        if (!ids) return ids.error();
        for (const auto id : *ids) {
            if (const auto removed = remove(id); !removed) return removed;
        }
        if (ids->empty()) return let_others();
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
