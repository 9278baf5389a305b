#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/sql.h"

// The bags, the cards that are or were in them, and the stages of the cases of those cards. Each function is one SQL
// statement and checks nothing: whether a change is allowed is decided in rules.h.
namespace kiosk {

enum class BagId : std::int64_t {};  // of a row; people call a bag by its number

struct StoredBag {
    BagId id{};
    Bag bag;
};
std::optional<StoredBag> find_bag(Sql& sql, std::string_view number);
StoredBag insert_bag(Sql& sql, const Bag& bag, Wall begun_at);
void move_bag(Sql& sql, const StoredBag& stored);  // to where it is at now

void put_in(Sql& sql, BagId bag, CaseId case_id);
void take_out(Sql& sql, CaseId case_id);                   // of the bag that it is in
std::vector<std::string> refused_in(Sql& sql, BagId bag);  // keys that an import has refused meanwhile
void take_all_out(Sql& sql, BagId bag);
std::optional<std::string> bag_of_case(Sql& sql, CaseId case_id);  // that it is in: number
std::vector<CaseId> packed_cases(Sql& sql, BagId bag);             // in it now or before, by id

// The number of the bag in which a card came home that is in no bag now; nullopt: the card did not come home in a bag.
std::optional<std::string> came_home_in(Sql& sql, CaseId case_id);
void set_stage_in(Sql& sql, BagId bag, Stage stage, Wall at);  // of all cases in it that are not further
void set_stage(Sql& sql, CaseId case_id, Stage stage, Wall at, std::string_view refusal);

// What an import may change in a case whose card is in a bag: why its stage may not become `to`; nullopt: it may.
std::optional<std::string> forbidden_by_bag(Sql& sql, CaseId case_id, Stage to);

}  // namespace kiosk
