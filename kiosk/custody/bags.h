#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/database.h"

// The bags, the cards that are or were in them, and the stages of the cases of those cards. Each function is one SQL
// statement and checks nothing: whether a change is allowed is decided in rules.h.
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

// The number of the bag in which a card came home that is in no bag now; nullopt: the card did not come home in a bag.
Result<std::optional<std::string>> came_home_in(sqlite3& db, std::int64_t case_id);
Status set_stage_in(sqlite3& db, std::int64_t bag_id, Stage stage, Wall at);  // of all cases in it that are not further
Status set_stage(sqlite3& db, std::int64_t case_id, Stage stage, Wall at, std::string_view refusal);

// What an import may change in a case whose card is in a bag.
class BagRule {
public:
    static Result<BagRule> open(sqlite3& db);
    // Why the stage of the case may not become `to`; nullopt: the change is allowed.
    Result<std::optional<std::string>> forbids(std::int64_t case_id, Stage to);

private:
    explicit BagRule(Statement find) : find_(std::move(find)) {}
    Statement find_;
};

}  // namespace kiosk
