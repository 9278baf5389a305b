#include "kiosk/store/publish.h"

#include <string>

#include <fmt/format.h>

#include "kiosk/ledger/case_writer.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/store/case_copy.h"
#include "kiosk/store/postgres_cases.h"
#include "kiosk/store/record_bounds.h"

namespace kiosk {
namespace {

constexpr std::chrono::milliseconds import_patience{1000};

// Every unpublished case by its id, including updates that an import has not moved into `cases` yet.
std::string unpublished_sql() {
    return fmt::format("SELECT id, {} FROM ({}) WHERE id IN (SELECT id FROM unpublished) ORDER BY id", case_columns,
                       cases_in_any_order_sql());
}

// Copies the unpublished cases into the table `brought`, and gives those that no store would take.
Result<std::vector<SetAside>> copy_unpublished(sqlite3& db, PostgresConnection& line) {
    std::vector<SetAside> odd;
    auto statement = Statement::prepare(db, unpublished_sql());
    if (!statement) return statement.error();
    const auto more = [&](std::string& lines) -> Result<bool> {
        const auto row = statement->step();
        if (!row || !*row) return row;
        const auto stored = to_case(*statement);
        if (!stored) return unknown_stage(db);
        if (const auto why = oddness(stored->record)) {
            odd.push_back({AsideKind::published, stored->record.view.key, *why, {}});
            return true;
        }
        copy_record(lines, stored->record);
        lines += '\n';
        return true;
    };
    const auto copied = line.copy_in(fmt::format("COPY brought ({}) FROM STDIN", case_columns), more);
    if (!copied) return copied.error();
    return odd;
}

// The condition under which the store's stage stays: it is further and newer, so this ledger has not heard of the last
// hand-over of the card's bag.
std::string store_is_further() {
    std::string pairs;
    for (auto from = Stage::collected; from <= Stage::served; from = static_cast<Stage>(static_cast<int>(from) + 1)) {
        for (auto to = from; to <= Stage::served; to = static_cast<Stage>(static_cast<int>(to) + 1)) {
            if (may_follow(from, to))
                pairs += fmt::format("{}('{}', '{}')", pairs.empty() ? "" : ", ", name(from), name(to));
        }
    }
    return fmt::format(
        "(excluded.stage, known.stage) IN ({}) AND coalesce(excluded.stage_at, 0) < coalesce(known.stage_at, 0)", pairs);
}

std::string merge_sql() {
    const std::string columns(case_columns);
    std::string assignments, differences;
    for (std::size_t from = columns.find(',') + 2; from < columns.size();) {
        const auto to = std::min(columns.find(',', from), columns.size());
        const auto column = columns.substr(from, to - from);
        const bool of_stage = column == "stage" || column == "stage_at" || column == "refusal";
        const auto value =
            of_stage ? fmt::format("CASE WHEN {1} THEN known.{0} ELSE excluded.{0} END", column, store_is_further())
                     : "excluded." + column;
        assignments += fmt::format(", {} = {}", column, value);
        differences += fmt::format("{}known.{} IS DISTINCT FROM {}", differences.empty() ? "" : " OR ", column, value);
        from = to + 2;
    }
    return fmt::format(
        "INSERT INTO kiosk.cases AS known (change, added, brought_by, masked_id, {0}) "
        "SELECT $1::bigint + place, $1::bigint + place, session_user, '', {0} FROM brought ORDER BY place "
        "ON CONFLICT (key) DO UPDATE SET change = excluded.change, brought_by = session_user, masked_id = ''{1} WHERE {2}",
        columns, assignments, differences);
}

// Reserves `count` change numbers after `cursor` and locks the counter until the commit; false: another office has moved the
// counter.
bool take_changes(StoreSql& store, CaseChange cursor, std::int64_t count) {
    return store.run("SELECT kiosk.take_changes($1, $2)", cursor, count).text(0, 0) == "t";
}

Status mark_published(sqlite3& db, CaseChange change, const std::vector<SetAside>& odd) {
    Transaction sql(db);
    sql.run(
        "DELETE FROM set_aside WHERE kind = 'published' AND item IN (SELECT key FROM cases WHERE id IN (SELECT id FROM "
        "unpublished))");
    for (const auto& one : odd) set_aside(sql, one);
    sql.run("DELETE FROM unpublished");
    sql.run("UPDATE sync SET case_change = ?1", change);
    return sql.commit();
}

Status gather(sqlite3& db) {
    Transaction sql(db);
    gather_unpublished(sql);
    return sql.commit();
}

// nullopt: another office was quicker.
Result<std::optional<Published>> bring(sqlite3& db, PostgresConnection& line, CaseChange cursor, std::int64_t count) {
    StoreTransaction store(line);
    const bool free = take_changes(store, cursor, count);
    if (!free) return store.result(std::optional<Published>{});
    store.script(fmt::format(
        "CREATE TEMPORARY TABLE brought ON COMMIT DROP AS SELECT {} FROM kiosk.cases WITH NO DATA; ALTER TABLE brought ADD "
        "COLUMN place bigint GENERATED ALWAYS AS IDENTITY",
        case_columns));
    std::vector<SetAside> odd;
    if (!store.failed()) odd = store.take(copy_unpublished(db, line));
    const auto merged = store.run(merge_sql(), cursor);
    if (const auto committed = store.commit(); !committed) return committed.error();
    return std::optional{Published{static_cast<std::size_t>(merged.changed()), std::move(odd)}};
}

}  // namespace

Result<std::optional<Published>> publish_cases(LocalLedger& local, PostgresConnection& line) {
    const auto lock = ImportLock::take(local.db(), import_patience);
    if (!lock) return lock.error();
    auto& db = local.db();
    Sql sql(db);
    sql.take(CaseWriter(db).status());
    if (!sql.failed()) sql.take(gather(db));
    const CaseChange cursor{sql.query("SELECT case_change FROM sync").integer()};
    const auto count = sql.query("SELECT count(*) FROM unpublished").integer();
    if (sql.failed() || count == 0) return sql.result(std::optional{Published{}});
    auto brought = bring(db, line, cursor, count);
    if (!brought || !*brought) return brought;
    const CaseChange last{static_cast<std::int64_t>(cursor) + count};
    if (const auto marked = mark_published(db, last, (*brought)->odd); !marked) return marked.error();
    return brought;
}

}  // namespace kiosk
