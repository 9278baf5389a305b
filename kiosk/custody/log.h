#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/custody/told_event.h"
#include "kiosk/ledger/database.h"

// The log of custody and the problems of its events. Each function is one SQL statement. A row of the log is written once;
// afterwards only its number in the shared log changes (kiosk/store/custody_share.h says how offices share their logs).
namespace kiosk {

// One row of the log. An event that the rules forbid has a verdict and no ids; the row of an allowed event with the same
// name may stand beside it.
struct LogRow {
    std::int64_t id = 0;
    std::optional<std::int64_t> change;  // number in the shared log; nullopt: the event is untold
    bool own = true;
    std::optional<std::string> verdict;
    ToldEvent told;
};
struct LogIds {
    std::optional<std::int64_t> bag_id, case_id, part_of = {};  // part_of: the row that this one is told with
};
Result<std::int64_t> insert_event(sqlite3& db, const ToldEvent& told, const LogIds& ids);  // its row
Result<std::int64_t> insert_forbidden(sqlite3& db, const ToldEvent& told, const std::string& verdict);
Status number_event(sqlite3& db, std::int64_t row, std::int64_t change, bool own);  // and its parts
Result<std::vector<LogRow>> rows_of_event(sqlite3& db, std::string_view event);     // the one that was done first
Result<LogRow> log_row(sqlite3& db, std::int64_t id);
Result<std::vector<LogRow>> untold_rows(sqlite3& db);  // in their order; not the parts
Result<std::int64_t> count_untold(sqlite3& db);
Result<std::optional<CustodyEvent>> find_event(sqlite3& db, std::string_view event);  // the one that was done
// The last hand-over at which the card of a case stayed behind; nullopt: it never did.
struct LeftAt {
    Level from = Level::community, to = Level::street;
};
Result<std::optional<LeftAt>> left_behind_at(sqlite3& db, std::int64_t case_id);
Status each_event_of(sqlite3& db, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use);

struct ProblemPlace {
    std::string district, street, community;
};
Status open_problem(sqlite3& db, std::int64_t row, const ProblemPlace& place, Wall at);
Status mark_closed(sqlite3& db, std::int64_t row, std::string_view reason, std::string_view who, Wall at);
Result<std::optional<std::int64_t>> number_of_problem(sqlite3& db, std::int64_t row);  // nullopt: it has none
Result<std::optional<Problem>> find_problem(sqlite3& db, std::int64_t number);
Result<std::int64_t> row_of_problem(sqlite3& db, std::int64_t number);
Result<std::vector<Problem>> all_problems(sqlite3& db, bool closed_too);

// How closings name the event whose problem they close.
std::string problem_name(const LogRow& row);

}  // namespace kiosk
