#pragma once

#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/custody_record.h"
#include "kiosk/custody/log.h"

// Writes the consequences of an event that the rules allow: bags, stages, problems and the event's row. Within a
// transaction.
namespace kiosk {

// Adds to a hand-over what the ledger has in the bag: how many cards, and which of them an import has refused at the maker.
CustodyRecord with_list(Sql& sql, const StoredBag& stored, CustodyRecord record);

// Each function writes one kind of event and returns the event's row in the log. The rules must have allowed the event.
LogId write_packing(Sql& sql, const CustodyRecord& record, const std::vector<StoredCase>& cases, const Bag& bag);
LogId write_hand_over(Sql& sql, const CustodyRecord& record, StoredBag stored);
LogId write_refusal(Sql& sql, const CustodyRecord& record, const StoredCase& stored);
LogId write_hand_out(Sql& sql, const CustodyRecord& record, const StoredCase& stored);

}  // namespace kiosk
