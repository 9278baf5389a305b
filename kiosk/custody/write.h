#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/target.h"
#include "kiosk/custody/told_event.h"

// Writes the consequences of an event that the rules allow: bags, stages, problems and the event's row. Within a
// transaction.
namespace kiosk {

// Adds to a hand-over what the ledger has in the bag: how many cards, and which of them an import has refused at the maker.
Result<ToldEvent> with_list(sqlite3& db, const StoredBag& stored, ToldEvent told);

// Each function writes one kind of event and returns the event's row in the log. The rules must have allowed the event.
Result<std::int64_t> write_packing(sqlite3& db, const ToldEvent& told, const std::vector<StoredCase>& cases, const Bag& bag);
Result<std::int64_t> write_hand_over(const CustodyTarget& target, const ToldEvent& told, StoredBag stored);
Result<std::int64_t> write_refusal(sqlite3& db, const ToldEvent& told, const StoredCase& stored);
Result<std::int64_t> write_hand_out(sqlite3& db, const ToldEvent& told, const StoredCase& stored);

}  // namespace kiosk
