#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"
#include "kiosk/ledger/told_event.h"

// The tables of custody, one statement each; what may follow what is custody_run's.
namespace kiosk {

struct StoredBag {
    std::int64_t id = 0;
    Bag bag;
};
Result<std::optional<StoredBag>> find_bag(sqlite3& db, std::string_view number);
Result<StoredBag> insert_bag(sqlite3& db, const Bag& bag, Wall begun_at);
Status move_bag(sqlite3& db, const StoredBag& stored);  // to where it is at now

Status put_in(sqlite3& db, std::int64_t bag_id, std::int64_t case_id);
Status take_out(sqlite3& db, std::int64_t case_id);                             // of the bag that it is in
Result<std::vector<std::string>> refused_in(sqlite3& db, std::int64_t bag_id);  // keys that an import has refused meanwhile
Status take_all_out(sqlite3& db, std::int64_t bag_id);
Result<std::optional<std::string>> bag_of_case(sqlite3& db, std::int64_t case_id);  // that it is in: number
Result<std::vector<std::int64_t>> packed_cases(sqlite3& db, std::int64_t bag_id);   // in it now or before, by id

// Of a card that is in no bag: the one in which it came home; nullopt: it did not.
Result<std::optional<std::string>> came_home_in(sqlite3& db, std::int64_t case_id);
// The hand-over at which it stayed behind, the last one; nullopt: it never did.
struct LeftAt {
    Level from = Level::community, to = Level::street;
};
Result<std::optional<LeftAt>> left_behind_at(sqlite3& db, std::int64_t case_id);

Status set_stage_in(sqlite3& db, std::int64_t bag_id, Stage stage, Wall at);  // of all cases in it that are not further
Status set_stage(sqlite3& db, std::int64_t case_id, Stage stage, Wall at, std::string_view refusal);

// One row of the log. An event that the rules forbid has a verdict and no ids; it may stand there beside the one of its
// name.
struct LogRow {
    std::int64_t id = 0;
    std::optional<std::int64_t> change;  // its number in the shared log; nullopt: not told
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

// What import may do to a case that is in a bag.
class BagRule {
public:
    static Result<BagRule> open(sqlite3& db);
    // Why its stage may not become `to`; nullopt: it may.
    Result<std::optional<std::string>> forbids(std::int64_t case_id, Stage to);

private:
    explicit BagRule(Statement find) : find_(std::move(find)) {}
    Statement find_;
};

}  // namespace kiosk
