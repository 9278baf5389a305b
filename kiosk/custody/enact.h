#pragma once

#include <string>

#include "kiosk/case/custody.h"
#include "kiosk/custody/custody_record.h"
#include "kiosk/custody/log.h"

// Enacts events of other offices in this ledger. Within a transaction.
namespace kiosk {

// Does what the event says and returns its row in the log. Only the rules and the log decide, since the stages of the cases
// may be younger than the event. Fails: refused, not_found, malformed; a part may have been written by then.
LogId enact(Sql& sql, const CustodyRecord& record);
// Keeps an event that the rules forbid: a row of the log with a verdict, and a problem for people to clear up.
LogId keep_forbidden(Sql& sql, const CustodyRecord& record, const std::string& verdict);
std::string counted_otherwise(const CustodyEvent& first);  // the verdict on a hand-over with other counts

}  // namespace kiosk
