#pragma once

#include <vector>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/ledger.h"

namespace kiosk {

// The table of card uses: one row for each hall, terminal, day and kind.
Status count_card_use(sqlite3& db, CardUse use, const TicketSite& site, Date day);
Result<std::vector<CardUseCount>> card_uses_of(sqlite3& db, const std::string& hall, Date from, Date to);

}  // namespace kiosk
