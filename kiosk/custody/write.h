#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/target.h"
#include "kiosk/custody/told_event.h"

// What comes of an event that the rules allow: bags, stages, problems and the event's own row. Within a transaction.
namespace kiosk {

// What the ledger has in the bag when it is handed over: how many, and which an import has refused at the maker.
Result<ToldEvent> with_list(sqlite3& db, const StoredBag& stored, ToldEvent told);

// Each into the tables; its row in the log. What is told fits.
Result<std::int64_t> write_packing(sqlite3& db, const ToldEvent& told, const std::vector<StoredCase>& cases, const Bag& bag);
Result<std::int64_t> write_hand_over(const CustodyTarget& target, const ToldEvent& told, StoredBag stored);
Result<std::int64_t> write_refusal(sqlite3& db, const ToldEvent& told, const StoredCase& stored);
Result<std::int64_t> write_hand_out(sqlite3& db, const ToldEvent& told, const StoredCase& stored);

}  // namespace kiosk
