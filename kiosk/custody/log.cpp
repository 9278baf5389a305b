#include "kiosk/custody/log.h"

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

std::optional<std::string_view> to_text(std::optional<Level> level) {
    if (!level) return std::nullopt;
    return name(*level);
}

// Of a problem and of an event: the number by which people call it.
constexpr std::string_view shared_number = "(SELECT custody_shared FROM sync)";
constexpr std::string_view problem_number =
    "CASE WHEN (SELECT custody_shared FROM sync) THEN ifnull(log.change, 0) ELSE problems.id END";

std::string event_columns() {
    return fmt::format(
        "CASE WHEN {} THEN ifnull(log.change, 0) ELSE log.id END, log.kind, log.at, log.who, log.bag, CASE WHEN log.verdict "
        "IS NULL AND log.kind IN ('packed', 'handed_over', 'closed') THEN '' ELSE log.case_keys END, log.from_level, "
        "log.to_level, log.given, log.taken, CASE WHEN log.verdict IS NULL THEN log.listed END, CASE WHEN problems.id IS "
        "NOT NULL THEN {} END, log.reason, "
        "log.verdict, log.own",
        shared_number, problem_number);
}
constexpr std::string_view event_tables = "FROM custody AS log LEFT JOIN problems ON problems.custody_id = log.id";

CustodyEvent to_event(const Statement& row) {
    CustodyEvent event;
    event.id = row.integer(0);
    event.kind = parse_kind(row.text(1)).value_or(CustodyKind::packed);
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
    event.reason = row.text(12);
    event.verdict = row.text(13);
    event.own = row.integer(14) != 0;
    return event;
}

constexpr std::string_view problem_columns =
    ", problems.district, problems.street, problems.community, problems.closed_at, problems.closed_by, problems.reason ";
constexpr std::string_view problem_tables = "FROM problems JOIN custody AS log ON log.id = problems.custody_id ";

Problem to_problem(const Statement& row) {
    Problem problem;
    problem.event = to_event(row);
    problem.number = row.integer(11);
    problem.district = row.text(15);
    problem.street = row.text(16);
    problem.community = row.text(17);
    if (const auto closed = row.integer_or_null(18)) problem.closed_at = to_wall(*closed);
    problem.closed_by = row.text(19);
    problem.reason = row.text(20);
    return problem;
}

constexpr std::string_view row_columns =
    "SELECT id, change, own, verdict, event, kind, at, who, bag, case_keys, from_level, to_level, given, taken, listed, "
    "stage, reason, district, street, community, since FROM custody ";

LogRow to_row(const Statement& row) {
    LogRow found{row.integer(0), row.integer_or_null(1), row.integer(2) != 0, {}, {}};
    if (!row.text(3).empty()) found.verdict = row.text(3);
    auto& told = found.told;
    told.event = row.text(4);
    told.kind = parse_kind(row.text(5)).value_or(CustodyKind::packed);
    told.at = to_wall(row.integer(6));
    told.who = row.text(7);
    told.bag = row.text(8);
    told.case_keys = case_keys_of(row.text(9));
    told.from = parse_level(row.text(10));
    told.to = parse_level(row.text(11));
    told.given = row.integer_or_null(12);
    told.taken = row.integer_or_null(13);
    told.listed = row.integer_or_null(14);
    told.stage = parse_stage(row.text(15));
    told.reason = row.text(16);
    told.district = row.text(17);
    told.street = row.text(18);
    told.community = row.text(19);
    if (const auto since = row.integer_or_null(20)) told.since = to_wall(*since);
    return found;
}

Result<std::vector<LogRow>> all_rows(Statement& statement) {
    std::vector<LogRow> found;
    for (;;) {
        const auto row = statement.step();
        if (!row) return row.error();
        if (!*row) return found;
        found.push_back(to_row(statement));
    }
}

Result<std::int64_t> insert_row(sqlite3& db, const ToldEvent& told, const LogIds& ids,
                                std::optional<std::string_view> verdict) {
    auto statement = Statement::prepare(
        db,
        "INSERT INTO custody (event, kind, at, who, bag_id, case_id, from_level, to_level, given, taken, listed, bag, "
        "case_keys, stage, reason, part_of, verdict, district, street, community, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)");
    if (!statement) return statement.error();
    const auto keys = in_one_line(told.case_keys);
    statement->bind(1, told.event).bind(2, name(told.kind)).bind(3, to_number(told.at)).bind(4, told.who);
    statement->bind(5, ids.bag_id).bind(6, ids.case_id);
    if (const auto from = to_text(told.from)) statement->bind(7, *from);
    if (const auto to = to_text(told.to)) statement->bind(8, *to);
    statement->bind(9, told.given).bind(10, told.taken).bind(11, told.listed).bind(12, told.bag).bind(13, keys);
    statement->bind(14, told.stage ? name(*told.stage) : std::string_view{}).bind(15, told.reason).bind(16, ids.part_of);
    if (verdict) statement->bind(17, *verdict);
    statement->bind(18, told.district).bind(19, told.street).bind(20, told.community);
    if (told.since) statement->bind(21, to_number(*told.since));
    if (const auto inserted = statement->run(); !inserted) return inserted.error();
    return sqlite3_last_insert_rowid(&db);
}

}  // namespace

Result<std::int64_t> insert_event(sqlite3& db, const ToldEvent& told, const LogIds& ids) {
    return insert_row(db, told, ids, std::nullopt);
}

Result<std::int64_t> insert_forbidden(sqlite3& db, const ToldEvent& told, const std::string& verdict) {
    return insert_row(db, told, {}, verdict);
}

Status number_event(sqlite3& db, std::int64_t row, std::int64_t change, bool own) {
    auto statement = Statement::prepare(db, "UPDATE custody SET change = ?2, own = ?3 WHERE id = ?1 OR part_of = ?1");
    if (!statement) return statement.error();
    return statement->bind(1, row).bind(2, change).bind(3, std::int64_t{own}).run();
}

Result<std::vector<LogRow>> rows_of_event(sqlite3& db, std::string_view event) {
    auto statement =
        Statement::prepare(db, fmt::format("{} WHERE event = ?1 ORDER BY verdict IS NOT NULL, id", row_columns));
    if (!statement) return statement.error();
    statement->bind(1, event);
    return all_rows(*statement);
}

Result<LogRow> log_row(sqlite3& db, std::int64_t id) {
    auto statement = Statement::prepare(db, fmt::format("{} WHERE id = ?1", row_columns));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, id).step();
    if (!row) return row.error();
    if (!*row) return Error{Fault::not_found, "the log of custody has no such row"};
    return to_row(*statement);
}

Result<std::vector<LogRow>> untold_rows(sqlite3& db) {
    auto statement =
        Statement::prepare(db, fmt::format("{} WHERE change IS NULL AND kind <> 'left_behind' ORDER BY id", row_columns));
    if (!statement) return statement.error();
    return all_rows(*statement);
}

Result<std::int64_t> count_untold(sqlite3& db) {
    return query_integer(db, "SELECT count(*) FROM custody WHERE change IS NULL AND kind <> 'left_behind'");
}

Result<std::optional<CustodyEvent>> find_event(sqlite3& db, std::string_view event) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} {} WHERE log.event = ?1 AND log.verdict IS NULL", event_columns(), event_tables));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, event).step();
    if (!row) return row.error();
    if (!*row) return std::optional<CustodyEvent>{};
    return std::optional{to_event(*statement)};
}

Result<std::optional<LeftAt>> left_behind_at(sqlite3& db, std::int64_t case_id) {
    auto statement = Statement::prepare(db,
                                        "SELECT from_level, to_level FROM custody WHERE case_id = ?1 AND kind = "
                                        "'left_behind' ORDER BY id DESC LIMIT 1");
    if (!statement) return statement.error();
    const auto row = statement->bind(1, case_id).step();
    if (!row) return row.error();
    if (!*row) return std::optional<LeftAt>{};
    return std::optional{LeftAt{parse_level(statement->text(0)).value_or(Level::community),
                                parse_level(statement->text(1)).value_or(Level::street)}};
}

Status each_event_of(sqlite3& db, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} {} WHERE log.at >= ?1 AND log.at < ?2 ORDER BY log.id", event_columns(), event_tables));
    if (!statement) return statement.error();
    statement->bind(1, to_number(from)).bind(2, to_number(to));
    for (;;) {
        const auto row = statement->step();
        if (!row) return row.error();
        if (!*row) return Done{};
        if (const auto used = use(to_event(*statement)); !used) return used;
    }
}

Status open_problem(sqlite3& db, std::int64_t row, const ProblemPlace& place, Wall at) {
    auto statement = Statement::prepare(
        db, "INSERT INTO problems (custody_id, opened_at, district, street, community) VALUES (?1, ?2, ?3, ?4, ?5)");
    if (!statement) return statement.error();
    statement->bind(1, row).bind(2, to_number(at)).bind(3, place.district).bind(4, place.street);
    return statement->bind(5, place.community).run();
}

Status mark_closed(sqlite3& db, std::int64_t row, std::string_view reason, std::string_view who, Wall at) {
    auto statement = Statement::prepare(
        db, "UPDATE problems SET closed_at = ?2, closed_by = ?3, reason = ?4 WHERE custody_id = ?1 AND closed_at IS NULL");
    if (!statement) return statement.error();
    return statement->bind(1, row).bind(2, to_number(at)).bind(3, who).bind(4, reason).run();
}

Result<std::optional<std::int64_t>> number_of_problem(sqlite3& db, std::int64_t row) {
    auto statement = Statement::prepare(db, fmt::format("SELECT {} {} WHERE log.id = ?1", problem_number, problem_tables));
    if (!statement) return statement.error();
    const auto found = statement->bind(1, row).step();
    if (!found) return found.error();
    return *found ? std::optional{statement->integer(0)} : std::nullopt;
}

Result<std::optional<Problem>> find_problem(sqlite3& db, std::int64_t number) {
    auto statement = Statement::prepare(
        db, fmt::format("SELECT {} {} {} WHERE {} = ?1", event_columns(), problem_columns, problem_tables, problem_number));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, number).step();
    if (!row) return row.error();
    if (!*row || number == 0) return std::optional<Problem>{};
    return std::optional{to_problem(*statement)};
}

Result<std::int64_t> row_of_problem(sqlite3& db, std::int64_t number) {
    auto statement = Statement::prepare(db, fmt::format("SELECT log.id {} WHERE {} = ?1", problem_tables, problem_number));
    if (!statement) return statement.error();
    const auto row = statement->bind(1, number).step();
    if (!row) return row.error();
    return *row ? statement->integer(0) : 0;
}

Result<std::vector<Problem>> all_problems(sqlite3& db, bool closed_too) {
    auto statement =
        Statement::prepare(db, fmt::format("SELECT {} {} {} {} ORDER BY problems.id", event_columns(), problem_columns,
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

std::string problem_name(const LogRow& row) {
    return row.verdict ? fmt::format("{} @{}", row.told.event, to_number(row.told.at)) : row.told.event;
}

}  // namespace kiosk
