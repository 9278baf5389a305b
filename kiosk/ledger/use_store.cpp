#include "kiosk/ledger/use_store.h"

#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {

Status count_card_use(sqlite3& db, CardUse use, const TicketSite& site, Date day) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    auto statement =
        Statement::prepare(db,
                           "INSERT INTO card_uses (hall, terminal, day, kind, count) VALUES (?1, ?2, ?3, ?4, 1) "
                           "ON CONFLICT (hall, day, terminal, kind) DO UPDATE SET count = count + 1");
    if (!statement) return statement.error();
    const std::string terminal(1, site.terminal);
    statement->bind(1, site.hall).bind(2, terminal).bind(3, to_number(day)).bind(4, name(use));
    if (const auto counted = statement->run(); !counted) return counted;
    if (const auto noted = note_use(db, use, site, to_number(day)); !noted) return noted;
    return transaction->commit();
}

Result<std::vector<CardUseCount>> card_uses_of(sqlite3& db, const std::string& hall, Date from, Date to) {
    auto statement =
        Statement::prepare(db,
                           "SELECT day, kind, sum(count) FROM card_uses WHERE hall = ?1 AND day BETWEEN ?2 AND ?3 "
                           "GROUP BY day, kind ORDER BY day, kind");
    if (!statement) return statement.error();
    statement->bind(1, hall).bind(2, to_number(from)).bind(3, to_number(to));
    std::vector<CardUseCount> counts;
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return counts;
        const auto use = parse_card_use(statement->text(1)).value_or(CardUse::other);
        counts.push_back({to_date(statement->integer(0)), use, statement->integer(2)});
    }
}

}  // namespace kiosk
