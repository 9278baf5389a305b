#include "kiosk/ledger/use_store.h"

#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/sql.h"

namespace kiosk {

Status count_card_use(sqlite3& db, CardUse use, const TicketSite& site, Date day) {
    Transaction sql(db);
    sql.run(
        "INSERT INTO card_uses (hall, terminal, day, kind, count) VALUES (?1, ?2, ?3, ?4, 1) "
        "ON CONFLICT (hall, day, terminal, kind) DO UPDATE SET count = count + 1",
        site.hall, site.terminal, day, use);
    note_use(sql, use, site, day);
    return sql.commit();
}

Result<std::vector<CardUseCount>> card_uses_of(sqlite3& db, const std::string& hall, Date from, Date to) {
    Sql sql(db);
    return sql.result(sql.query("SELECT day, kind, sum(count) FROM card_uses WHERE hall = ?1 AND day BETWEEN ?2 AND ?3 "
                                "GROUP BY day, kind ORDER BY day, kind",
                                hall, from, to)
                          .all([](const Statement& row) {
                              const auto use = parse_card_use(row.text(1)).value_or(CardUse::other);
                              return CardUseCount{to_date(row.integer(0)), use, row.integer(2)};
                          }));
}

}  // namespace kiosk
