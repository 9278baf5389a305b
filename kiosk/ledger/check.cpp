#include "kiosk/ledger/check.h"

#include <array>
#include <string>

#include <fmt/format.h>

namespace kiosk {
namespace {

Status check_pages(const LocalLedger& ledger) {
    auto statement = Statement::prepare(ledger.db(), "PRAGMA integrity_check(1)");
    if (!statement) return statement.error();
    const auto row = statement->step();
    if (!row) return row.error();
    if (statement->text(0) != "ok")
        return Error{Fault::ledger_unreadable, "ledger " + ledger.options.path + ": is damaged; restore the latest backup"};
    return Done{};
}

Status check_tickets(const LocalLedger& ledger) {
    auto foreign = Statement::prepare(ledger.db(), "PRAGMA foreign_key_check");
    if (!foreign) return foreign.error();
    const auto broken = foreign->step();
    if (!broken) return broken.error();
    if (*broken)
        return Error{Fault::ledger_unreadable,
                     "ledger " + ledger.options.path + ": tickets name cases that are not there; restore the latest backup"};
    return Done{};
}

Status check_index(const LocalLedger& ledger) {
    const auto holes = query_integer(ledger.db(),
                                     "SELECT count(*) FROM cases WHERE id <= (SELECT visible_cases FROM ledger) AND NOT "
                                     "EXISTS (SELECT 1 FROM case_index AS entry WHERE entry.kind = 0 AND entry.value = "
                                     "CAST(key AS BLOB) AND entry.id = cases.id)");
    if (!holes) return holes.error();
    if (*holes > 0)
        return Error{Fault::ledger_unreadable, "ledger " + ledger.options.path +
                                                   ": has cases that nobody can find; restore the latest "
                                                   "backup, or import all cases into a new ledger"};
    return Done{};
}

Status check_custody(const LocalLedger& ledger) {
    auto& db = ledger.db();
    struct Rule {
        const char* broken;  // a query that finds a breach, if there is any
        const char* what;
    };
    // A bag at the maker may hold cards that an import has called made or refused.
    static constexpr std::array rules = {
        Rule{
            "SELECT 1 FROM bag_cases AS entry JOIN bags AS bag ON bag.id = entry.bag_id JOIN cases ON cases.id = "
            "entry.case_id WHERE entry.inside = 1 AND NOT EXISTS (SELECT 1 FROM case_updates WHERE id = entry.case_id) AND "
            "CASE WHEN bag.envelope THEN stage <> 'refused' WHEN bag.level = 'maker' THEN stage NOT IN ('at_maker', 'made', "
            "'refused') WHEN bag.homeward THEN stage <> 'back_at_' || bag.level WHEN bag.level = 'community' THEN stage <> "
            "'collected' ELSE stage <> 'at_' || bag.level END",
            "a card is not where its bag is"},
        Rule{"SELECT 1 FROM bags AS bag WHERE homeward AND level = 'community' AND EXISTS (SELECT 1 FROM bag_cases WHERE "
             "bag_id = bag.id AND inside = 1)",
             "a bag that came home was not opened"},
        Rule{"SELECT bag_id FROM bag_cases WHERE (SELECT envelope FROM bags WHERE id = bag_id) GROUP BY bag_id HAVING "
             "count(*) <> 1",
             "an envelope does not hold one card"},
        Rule{"SELECT 1 FROM custody AS log WHERE kind = 'handed_over' AND verdict IS NULL AND (given <> taken OR taken <> "
             "listed) <> EXISTS "
             "(SELECT 1 FROM problems WHERE custody_id = log.id)",
             "counts that do not match and problems do not agree"},
        Rule{"SELECT 1 FROM bags AS bag WHERE level IS NOT (SELECT to_level FROM custody WHERE bag_id = bag.id AND kind <> "
             "'left_behind' ORDER BY id DESC LIMIT 1)",
             "a bag is not where its last hand-over left it"},
        Rule{"SELECT 1 FROM (SELECT kind, from_level, lag(to_level) OVER (PARTITION BY bag_id ORDER BY id) AS before FROM "
             "custody WHERE bag_id IS NOT NULL AND kind <> 'left_behind') WHERE kind = 'handed_over' AND before IS NOT "
             "from_level",
             "a bag was handed over by somebody who did not have it"},
        Rule{"SELECT 1 FROM bag_cases WHERE case_id > (SELECT visible_cases FROM ledger)", "a bag holds an unknown case"},
    };
    for (const auto& rule : rules) {
        const auto found = query_integer(db, fmt::format("SELECT EXISTS ({})", rule.broken));
        if (!found) return found.error();
        if (*found != 0)
            return Error{Fault::ledger_unreadable, fmt::format("ledger {}: {}; restore the latest backup",
                                                               sqlite3_db_filename(&db, "main"), rule.what)};
    }
    return Done{};
}

}  // namespace

Status check_ledger(const LocalLedger& ledger) {
    for (const auto part : {check_pages, check_tickets, check_index, check_custody}) {
        if (const auto agrees = part(ledger); !agrees) return agrees;
    }
    return Done{};
}

}  // namespace kiosk
