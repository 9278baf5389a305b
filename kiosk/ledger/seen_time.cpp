#include "kiosk/ledger/seen_time.h"

#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

Status run_with(sqlite3& db, const char* sql, Wall now) {
    auto statement = Statement::prepare(db, sql);
    if (!statement) return statement.error();
    return statement->bind(1, to_number(now)).run();
}

}  // namespace

Result<std::optional<Wall>> latest_seen(sqlite3& db) {
    auto statement = Statement::prepare(db, "SELECT latest_seen FROM ledger");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    const auto at = statement->integer_or_null(0);
    return at ? std::optional{to_wall(*at)} : std::nullopt;
}

Status see_time(sqlite3& db, Wall now) {
    return run_with(db, "UPDATE ledger SET latest_seen = ?1 WHERE latest_seen IS NULL OR latest_seen < ?1", now);
}

Status correct_seen(sqlite3& db, Wall now) { return run_with(db, "UPDATE ledger SET latest_seen = ?1", now); }

}  // namespace kiosk
