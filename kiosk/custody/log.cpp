#include "kiosk/custody/log.h"

#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/custody/custody_fields.h"

namespace kiosk {
namespace {

// The number by which people call an event or a problem: in a shared log the store's number, otherwise this ledger's own.
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

std::string select_rows(std::string_view condition) {
    return fmt::format("SELECT id, change, own, verdict, {} FROM custody WHERE {}", fmt::join(custody_columns, ", "),
                       condition);
}

LogRow to_row(const Statement& row) {
    LogRow found{LogId{row.integer(0)}, {}, row.integer(2) != 0, {}, read_custody(row, 4)};
    if (const auto change = row.integer_or_null(1)) found.change = CustodyChange{*change};
    if (!row.text(3).empty()) found.verdict = row.text(3);
    return found;
}

LogId insert_row(Sql& sql, const CustodyRecord& record, const LogIds& ids, std::optional<std::string_view> verdict) {
    constexpr auto columns = 4 + custody_columns.size();
    const auto insert =
        fmt::format("INSERT INTO custody (bag_id, case_id, part_of, verdict, {}) VALUES ({})",
                    fmt::join(custody_columns, ", "), fmt::join(std::vector<std::string_view>(columns, "?"), ", "));
    std::apply([&](const auto&... field) { sql.run(insert, ids.bag, ids.case_id, ids.part_of, verdict, stored(field)...); },
               custody_fields(record));
    return LogId{sql.last_id()};
}

}  // namespace

LogId insert_event(Sql& sql, const CustodyRecord& record, const LogIds& ids) {
    return insert_row(sql, record, ids, std::nullopt);
}

LogId insert_forbidden(Sql& sql, const CustodyRecord& record, const std::string& verdict) {
    return insert_row(sql, record, {}, verdict);
}

void number_event(Sql& sql, LogId row, CustodyChange change, bool own) {
    sql.run("UPDATE custody SET change = ?2, own = ?3 WHERE id = ?1 OR part_of = ?1", row, change, own);
}

std::vector<LogRow> rows_of_event(Sql& sql, std::string_view event) {
    return sql.query(select_rows("event = ?1 ORDER BY verdict IS NOT NULL, id"), event).all(to_row);
}

std::vector<LogRow> unsent_rows(Sql& sql) {
    return sql.query(select_rows("change IS NULL AND kind <> 'left_behind' ORDER BY id")).all(to_row);
}

std::int64_t count_unsent(Sql& sql) {
    return sql.query("SELECT count(*) FROM custody WHERE change IS NULL AND kind <> 'left_behind'").integer();
}

std::optional<CustodyEvent> find_event(Sql& sql, std::string_view event) {
    return sql
        .query(fmt::format("SELECT {} {} WHERE log.event = ?1 AND log.verdict IS NULL", event_columns(), event_tables),
               event)
        .first(to_event);
}

std::optional<LeftAt> left_behind_at(Sql& sql, CaseId case_id) {
    return sql
        .query(
            "SELECT from_level, to_level FROM custody WHERE case_id = ?1 AND kind = 'left_behind' ORDER BY id DESC LIMIT 1",
            case_id)
        .first([](const Statement& row) {
            return LeftAt{parse_level(row.text(0)).value_or(Level::community),
                          parse_level(row.text(1)).value_or(Level::street)};
        });
}

void each_event_of(Sql& sql, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) {
    sql.query(fmt::format("SELECT {} {} WHERE log.at >= ?1 AND log.at < ?2 ORDER BY log.id", event_columns(), event_tables),
              from, to)
        .each([&](const Statement& row) { sql.take(use(to_event(row))); });
}

void open_problem(Sql& sql, LogId row, const ProblemPlace& place, Wall at) {
    sql.run("INSERT INTO problems (custody_id, opened_at, district, street, community) VALUES (?1, ?2, ?3, ?4, ?5)", row, at,
            place.district, place.street, place.community);
}

void mark_closed(Sql& sql, LogId row, std::string_view reason, std::string_view who, Wall at) {
    sql.run("UPDATE problems SET closed_at = ?2, closed_by = ?3, reason = ?4 WHERE custody_id = ?1 AND closed_at IS NULL",
            row, at, who, reason);
}

std::optional<std::int64_t> number_of_problem(Sql& sql, LogId row) {
    return sql.query(fmt::format("SELECT {} {} WHERE log.id = ?1", problem_number, problem_tables), row)
        .first(first_integer);
}

std::optional<Problem> find_problem(Sql& sql, std::int64_t number) {
    if (number == 0) return std::nullopt;
    return sql
        .query(
            fmt::format("SELECT {} {} {} WHERE {} = ?1", event_columns(), problem_columns, problem_tables, problem_number),
            number)
        .first(to_problem);
}

std::optional<LogRow> row_of_problem(Sql& sql, std::int64_t number) {
    const auto row = fmt::format("SELECT log.id {} WHERE {} = ?1", problem_tables, problem_number);
    return sql.query(select_rows(fmt::format("id = ({})", row)), number).first(to_row);
}

std::vector<Problem> all_problems(Sql& sql, bool closed_too) {
    return sql
        .query(fmt::format("SELECT {} {} {} {} ORDER BY problems.id", event_columns(), problem_columns, problem_tables,
                           closed_too ? "" : "WHERE problems.closed_at IS NULL"))
        .all(to_problem);
}

std::string problem_name(const LogRow& row) {
    return row.verdict ? fmt::format("{} @{}", row.record.event, to_number(row.record.at)) : row.record.event;
}

}  // namespace kiosk
