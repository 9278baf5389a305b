// The log of custody, its problems, and whether everything agrees.
#include <array>

#include <fmt/format.h>

#include "kiosk/ledger/custody_store.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

std::optional<std::string_view> to_text(std::optional<Level> level) {
    if (!level) return std::nullopt;
    return name(*level);
}

CustodyKind parse_kind(std::string_view text) {
    for (const auto kind :
         {CustodyKind::handed_over, CustodyKind::refused, CustodyKind::handed_out, CustodyKind::left_behind}) {
        if (text == name(kind)) return kind;
    }
    return CustodyKind::packed;
}

constexpr std::string_view event_columns =
    "log.id, log.kind, log.at, log.who, bags.number, cases.key, log.from_level, log.to_level, log.given, log.taken, "
    "log.listed, problems.id";
constexpr std::string_view event_tables =
    "FROM custody AS log LEFT JOIN bags ON bags.id = log.bag_id LEFT JOIN cases ON cases.id = log.case_id LEFT JOIN "
    "problems "
    "ON problems.custody_id = log.id";

CustodyEvent to_event(const Statement& row) {
    CustodyEvent event;
    event.id = row.integer(0);
    event.kind = parse_kind(row.text(1));
    event.at = to_wall(row.integer(2));
    event.who = row.text(3);
    event.bag = row.text(4);
    event.case_key = row.text(5);
    event.from = parse_level(row.text(6));
    if (event.from) event.to = parse_level(row.text(7));
    event.given = row.integer_or_null(8);
    event.taken = row.integer_or_null(9);
    event.listed = row.integer_or_null(10);
    event.problem = row.integer_or_null(11);
    return event;
}

constexpr std::string_view problem_columns =
    ", bags.district, bags.street, bags.community, problems.closed_at, problems.closed_by, problems.reason ";
constexpr std::string_view problem_tables =
    "FROM problems JOIN custody AS log ON log.id = problems.custody_id JOIN bags ON bags.id = log.bag_id LEFT JOIN cases ON "
    "cases.id = log.case_id ";

Problem to_problem(const Statement& row) {
    Problem problem;
    problem.event = to_event(row);
    problem.number = row.integer(11);
    problem.district = row.text(12);
    problem.street = row.text(13);
    problem.community = row.text(14);
    if (const auto closed = row.integer_or_null(15)) problem.closed_at = to_wall(*closed);
    problem.closed_by = row.text(16);
    problem.reason = row.text(17);
    return problem;
}

}  // namespace

Result<std::int64_t> insert_event(sqlite3& db, const NewEvent& event) {
    auto statement = Statement::prepare(
        db,
        "INSERT INTO custody (event, kind, at, who, bag_id, case_id, from_level, to_level, given, taken, listed) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    if (!statement) return statement.error();
    statement->bind(1, event.event).bind(2, name(event.kind)).bind(3, to_number(event.at)).bind(4, event.who);
    statement->bind(5, event.bag_id).bind(6, event.case_id);
    if (const auto from = to_text(event.from)) statement->bind(7, *from);
    if (const auto to = to_text(event.to)) statement->bind(8, *to);
    statement->bind(9, event.given).bind(10, event.taken).bind(11, event.listed);
    if (const auto inserted = statement->run(); !inserted) return inserted.error();
    return sqlite3_last_insert_rowid(&db);
}

Result<std::optional<CustodyEvent>> find_event(sqlite3& db, std::string_view event) {
    auto statement = Statement::prepare(db, fmt::format("SELECT {} {} WHERE log.event = ?1", event_columns, event_tables));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, event).step();
    if (!row) return row.error();
    if (!*row) return std::optional<CustodyEvent>{};
    return std::optional{to_event(*statement)};
}

Status each_event_of(sqlite3& db, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} {} WHERE log.at >= ?1 AND log.at < ?2 ORDER BY log.id", event_columns, event_tables));
    if (!statement) return statement.error();
    statement->bind(1, to_number(from)).bind(2, to_number(to));
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return Done{};
        if (const auto used = use(to_event(*statement)); !used) return used;
    }
}

Result<std::int64_t> open_problem(sqlite3& db, std::int64_t event_id, Wall at) {
    auto statement = Statement::prepare(db, "INSERT INTO problems (custody_id, opened_at) VALUES (?1, ?2)");
    if (!statement) return statement.error();
    if (const auto done = statement->bind(1, event_id).bind(2, to_number(at)).run(); !done) return done.error();
    return sqlite3_last_insert_rowid(&db);
}

Status mark_closed(sqlite3& db, std::int64_t number, std::string_view reason, std::string_view who, Wall at) {
    auto statement = Statement::prepare(
        db, "UPDATE problems SET closed_at = ?2, closed_by = ?3, reason = ?4 WHERE id = ?1 AND closed_at IS NULL");
    if (!statement) return statement.error();
    return statement->bind(1, number).bind(2, to_number(at)).bind(3, who).bind(4, reason).run();
}

Result<std::optional<Problem>> find_problem(sqlite3& db, std::int64_t number) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} {} {} WHERE problems.id = ?1", event_columns, problem_columns, problem_tables));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, number).step();
    if (!row) return row.error();
    if (!*row) return std::optional<Problem>{};
    return std::optional{to_problem(*statement)};
}

Result<std::vector<Problem>> all_problems(sqlite3& db, bool closed_too) {
    auto statement =
        Statement::prepare(db, fmt::format("SELECT {} {} {} {} ORDER BY problems.id", event_columns, problem_columns,
                                           problem_tables, closed_too ? "" : "WHERE problems.closed_at IS NULL"));
    if (!statement) return statement.error();
    std::vector<Problem> problems;
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return problems;
        problems.push_back(to_problem(*statement));
    }
}

Status check_custody(sqlite3& db) {
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
        Rule{"SELECT 1 FROM custody AS log WHERE kind = 'handed_over' AND (given <> taken OR taken <> listed) <> EXISTS "
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

}  // namespace kiosk
