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

// The bags, what is or was in them, and the stages of the cases in them: one statement each. What may follow what the rules
// tell (rules.h).
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
Status set_stage_in(sqlite3& db, std::int64_t bag_id, Stage stage, Wall at);  // of all cases in it that are not further
Status set_stage(sqlite3& db, std::int64_t case_id, Stage stage, Wall at, std::string_view refusal);

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
