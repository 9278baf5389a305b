#include "kiosk/ledger/set_aside.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 4> aside_kinds = {"case", "ticket", "told", "published"};

std::string_view stored(AsideKind kind) { return aside_kinds[static_cast<std::size_t>(kind)]; }

}  // namespace

Result<bool> set_aside(sqlite3& db, const SetAside& row) {
    auto known = Statement::prepare(db, "SELECT 1 FROM set_aside WHERE kind = ?1 AND item = ?2 AND reason = ?3");
    if (!known) return known.error();
    const auto same = known->bind(1, stored(row.kind)).bind(2, row.item).bind(3, row.reason).step();
    if (!same) return same.error();
    if (*same) return false;
    known->reset();
    const auto count = query_integer(db, "SELECT count(*) FROM set_aside");
    if (!count) return count.error();
    if (*count >= most_set_aside) return true;
    auto keep =
        Statement::prepare(db, "INSERT OR REPLACE INTO set_aside (kind, item, reason, login) VALUES (?1, ?2, ?3, ?4)");
    if (!keep) return keep.error();
    keep->bind(1, stored(row.kind)).bind(2, row.item).bind(3, row.reason).bind(4, row.login);
    if (const auto kept = keep->run(); !kept) return kept.error();
    return true;
}

Status forget_set_aside(sqlite3& db, AsideKind kind, const std::string& item) {
    auto statement = Statement::prepare(db, "DELETE FROM set_aside WHERE kind = ?1 AND item = ?2");
    if (!statement) return statement.error();
    return statement->bind(1, stored(kind)).bind(2, item).run();
}

Result<std::vector<SetAside>> rows_set_aside(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT kind, item, reason, login FROM set_aside ORDER BY kind, item");
    if (!statement) return statement.error();
    std::vector<SetAside> rows;
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return rows;
        const auto kind = std::ranges::find(aside_kinds, statement->text(0)) - aside_kinds.begin();
        rows.push_back({static_cast<AsideKind>(kind), std::string(statement->text(1)), std::string(statement->text(2)),
                        std::string(statement->text(3))});
    }
}

Result<std::vector<std::string>> items_set_aside(sqlite3& db, AsideKind kind) {
    auto statement = Statement::prepare(db, "SELECT item FROM set_aside WHERE kind = ?1");
    if (!statement) return statement.error();
    statement->bind(1, stored(kind));
    return texts(*statement);
}

}  // namespace kiosk
