#include "kiosk/ledger/check.h"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "kiosk/ledger/sql.h"

namespace kiosk {
namespace {

// Fails the check, saying what is wrong and what to do about it.
void broken(Sql& sql, std::string_view what, std::string_view remedy = "restore the latest backup") {
    sql.fail({Fault::ledger_unreadable, fmt::format("ledger {}: {}; {}", file_of(sql.db()), what, remedy)});
}

void check_pages(Sql& sql) {
    if (sql.query("PRAGMA integrity_check(1)").first(first_text) != "ok") broken(sql, "is damaged");
}

void check_tickets(Sql& sql) {
    if (sql.query("PRAGMA foreign_key_check").any()) broken(sql, "tickets name cases that are not there");
}

void check_index(Sql& sql) {
    const bool holes = sql.query(
                              "SELECT 1 FROM cases WHERE id <= (SELECT visible_cases FROM ledger) AND NOT EXISTS (SELECT 1 "
                              "FROM case_index AS entry WHERE entry.kind = 0 AND entry.value = CAST(key AS BLOB) AND "
                              "entry.id = cases.id) LIMIT 1")
                           .any();
    if (holes)
        broken(sql, "has cases that nobody can find", "restore the latest backup, or import all cases into a new ledger");
}

void check_days(Sql& sql) {
    constexpr std::string_view visible = "id <= (SELECT visible_cases FROM ledger)";
    const bool holes =
        sql.query(fmt::format("SELECT 1 FROM days_of_cases AS day WHERE {} AND NOT EXISTS (SELECT 1 FROM case_days AS entry "
                              "WHERE entry.kind = day.kind AND entry.at = day.at AND entry.place = day.place AND entry.id = "
                              "day.id) LIMIT 1",
                              visible))
            .any();
    const auto count = [&](std::string_view table) {
        return sql.query(fmt::format("SELECT count(*) FROM {} WHERE {}", table, visible)).integer();
    };
    if (holes || count("days_of_cases") != count("case_days"))
        broken(sql, "has set aside for its reports what its cases do not say",
               "restore the latest backup, or import all cases into a new ledger");
}

void check_custody(Sql& sql) {
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
        if (sql.query(rule.broken).any()) broken(sql, rule.what);
    }
}

}  // namespace

Status check_ledger(const LocalLedger& ledger) {
    Sql sql(ledger.db());
    for (const auto check : {check_pages, check_tickets, check_index, check_days, check_custody}) check(sql);
    return sql.status();
}

}  // namespace kiosk
