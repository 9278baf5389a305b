#include "kiosk/ledger/seen_time.h"

namespace kiosk {

std::optional<Wall> latest_seen(Sql& sql) {
    const auto at = sql.query("SELECT latest_seen FROM ledger WHERE latest_seen IS NOT NULL").first(first_integer);
    return at ? std::optional{to_wall(*at)} : std::nullopt;
}

void see_time(Sql& sql, Wall now) {
    sql.run("UPDATE ledger SET latest_seen = ?1 WHERE latest_seen IS NULL OR latest_seen < ?1", now);
}

void correct_seen(Sql& sql, Wall now) { sql.run("UPDATE ledger SET latest_seen = ?1", now); }

}  // namespace kiosk
