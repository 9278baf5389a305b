#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/custody.h"
#include "kiosk/ledger/database.h"

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
Status take_out(sqlite3& db, std::int64_t case_id);         // of the bag that it is in
Status take_refused_out(sqlite3& db, std::int64_t bag_id);  // cases that an import has refused while they were in it
Status take_all_out(sqlite3& db, std::int64_t bag_id);
Result<std::optional<std::string>> bag_of_case(sqlite3& db, std::int64_t case_id);  // that it is in: number
Result<std::vector<std::int64_t>> packed_cases(sqlite3& db, std::int64_t bag_id);   // in it now or before, by id

Status set_stage_in(sqlite3& db, std::int64_t bag_id, Stage stage, Wall at);  // of all cases in it
Status set_stage(sqlite3& db, std::int64_t case_id, Stage stage, Wall at, std::string_view refusal);

struct NewEvent {
    std::string event;  // says what happened in one word; the same again is refused
    CustodyKind kind = CustodyKind::packed;
    Wall at{};
    std::string who;
    std::optional<std::int64_t> bag_id, case_id;
    std::optional<Level> from, to;
    std::optional<std::int64_t> given, taken, listed;
};
Result<std::int64_t> insert_event(sqlite3& db, const NewEvent& event);  // its id
Result<std::optional<CustodyEvent>> find_event(sqlite3& db, std::string_view event);
Status each_event_of(sqlite3& db, Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use);

Result<std::int64_t> open_problem(sqlite3& db, std::int64_t event_id, Wall at);  // its number
Status mark_closed(sqlite3& db, std::int64_t number, std::string_view reason, std::string_view who, Wall at);
Result<std::optional<Problem>> find_problem(sqlite3& db, std::int64_t number);
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

// Whether the tables agree with each other and with the stages of the cases: every case in one place at the most, no
// mismatch without its problem, every bag where its last hand-over left it. ledger_unreadable.
Status check_custody(sqlite3& db);

}  // namespace kiosk
