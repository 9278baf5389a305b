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

// Every unpublished case, by its id; with updates of an import that are not at their place yet.
std::string unpublished_sql() {
    return fmt::format("SELECT id, {} FROM ({}) WHERE id IN (SELECT id FROM unpublished) ORDER BY id", case_columns(),
                       cases_in_any_order_sql());
}

// Gives those that no store would take.
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
    const auto copied = line.copy_in(fmt::format("COPY brought ({}) FROM STDIN", shared_case_columns()), more);
    if (!copied) return copied.error();
    return odd;
}

// Whether what the store has is further and newer: of a card in a bag whose last hand-over this ledger has not heard of.
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
    const std::string columns(shared_case_columns());
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

// Moves the counter on by as many as come, and holds it until the commit; nullopt: somebody else has moved it.
Result<bool> take_changes(PostgresConnection& line, std::int64_t cursor, std::int64_t count) {
    const auto taken = line.run("SELECT kiosk.take_changes($1, $2)", {std::to_string(cursor), std::to_string(count)});
    if (!taken) return taken.error();
    return taken->text(0, 0) == "t";
}

Status mark_published(sqlite3& db, std::int64_t change, const std::vector<SetAside>& odd) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    const auto right = execute(db,
                               "DELETE FROM set_aside WHERE kind = 'published' AND item IN (SELECT key FROM cases WHERE "
                               "id IN (SELECT id FROM unpublished))");
    if (!right) return right;
    for (const auto& one : odd) {
        if (const auto kept = set_aside(db, one); !kept) return kept.error();
    }
    const auto marked = execute(db, fmt::format("DELETE FROM unpublished; UPDATE sync SET case_change = {}", change));
    if (!marked) return marked;
    return transaction->commit();
}

Status gather(LocalLedger& local) {
    auto transaction = Transaction::begin(local.db());
    if (!transaction) return transaction.error();
    if (const auto gathered = execute(local.db(), gather_unpublished_sql); !gathered) return gathered;
    return transaction->commit();
}

Result<std::optional<Published>> bring(LocalLedger& local, PostgresConnection& line, std::int64_t cursor,
                                       std::int64_t count) {
    auto transaction = PostgresTransaction::begin(line);
    if (!transaction) return transaction.error();
    const auto free = take_changes(line, cursor, count);
    if (!free) return free.error();
    if (!*free) return std::optional<Published>{};
    const auto made = line.execute(fmt::format(
        "CREATE TEMPORARY TABLE brought ON COMMIT DROP AS SELECT {} FROM kiosk.cases WITH NO DATA; ALTER TABLE brought ADD "
        "COLUMN place bigint GENERATED ALWAYS AS IDENTITY",
        shared_case_columns()));
    if (!made) return made.error();
    auto odd = copy_unpublished(local.db(), line);
    if (!odd) return odd.error();
    const auto merged = line.run(merge_sql(), {std::to_string(cursor)});
    if (!merged) return merged.error();
    if (const auto committed = transaction->commit(); !committed) return committed.error();
    return std::optional{Published{static_cast<std::size_t>(merged->changed()), *std::move(odd)}};
}

}  // namespace

Result<std::optional<Published>> publish_cases(LocalLedger& local, PostgresConnection& line) {
    const auto lock = ImportLock::take(local.db(), import_patience);
    if (!lock) return lock.error();
    auto& db = local.db();
    if (const auto recovered = CaseWriter::begin(db); !recovered) return recovered.error();
    if (const auto gathered = gather(local); !gathered) return gathered.error();
    const auto cursor = query_integer(db, "SELECT case_change FROM sync");
    if (!cursor) return cursor.error();
    const auto count = query_integer(db, "SELECT count(*) FROM unpublished");
    if (!count) return count.error();
    if (*count == 0) return std::optional{Published{}};
    auto brought = bring(local, line, *cursor, *count);
    if (!brought || !*brought) return brought;
    if (const auto marked = mark_published(db, *cursor + *count, (*brought)->odd); !marked) return marked.error();
    return brought;
}

}  // namespace kiosk
