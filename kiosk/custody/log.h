#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/custody/bags.h"
#include "kiosk/custody/custody_record.h"
#include "kiosk/ledger/sql.h"

// The log of custody and the problems of its events. Each function is one SQL statement. A row of the log is written once;
// afterwards only its number in the shared log changes (kiosk/store/custody_share.h says how offices share their logs).
namespace kiosk {

enum class LogId : std::int64_t {};          // of a row of the log, in this ledger only
enum class CustodyChange : std::int64_t {};  // the number of an event in the shared log

// One row of the log. An event that the rules forbid has a verdict and no ids; the row of an allowed event with the same
// name may stand beside it.
struct LogRow {
    LogId id{};
    std::optional<CustodyChange> change;  // nullopt: the event is not sent yet
    bool own = true;
    std::optional<std::string> verdict;
    CustodyRecord record;
};
struct LogIds {
    std::optional<BagId> bag;
    std::optional<CaseId> case_id;
    std::optional<LogId> part_of = {};  // the row that this one is sent with
};
LogId insert_event(Sql& sql, const CustodyRecord& record, const LogIds& ids);
LogId insert_forbidden(Sql& sql, const CustodyRecord& record, const std::string& verdict);
void number_event(Sql& sql, LogId row, CustodyChange change, bool own);  // and its parts
std::vector<LogRow> rows_of_event(Sql& sql, std::string_view event);     // the one that was done first
std::vector<LogRow> unsent_rows(Sql& sql);                               // in their order; not the parts
std::int64_t count_unsent(Sql& sql);
std::optional<CustodyEvent> find_event(Sql& sql, std::string_view event);  // the one that was done
// The last hand-over at which the card of a case stayed behind; nullopt: it never did.
struct LeftAt {
    Level from = Level::community, to = Level::street;
};
std::optional<LeftAt> left_behind_at(Sql& sql, CaseId case_id);
void each_event_of(Sql& sql, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use);

struct ProblemPlace {
    std::string district, street, community;
};
void open_problem(Sql& sql, LogId row, const ProblemPlace& place, Wall at);
void mark_closed(Sql& sql, LogId row, std::string_view reason, std::string_view who, Wall at);
std::optional<std::int64_t> number_of_problem(Sql& sql, LogId row);  // nullopt: it has none
std::optional<Problem> find_problem(Sql& sql, std::int64_t number);
std::optional<LogRow> row_of_problem(Sql& sql, std::int64_t number);
std::vector<Problem> all_problems(Sql& sql, bool closed_too);

// How closings name the event whose problem they close.
std::string problem_name(const LogRow& row);

}  // namespace kiosk
