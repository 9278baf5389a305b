#pragma once

#include <cstdint>
#include <string>

#include "kiosk/case/custody.h"
#include "kiosk/custody/target.h"
#include "kiosk/custody/told_event.h"

// Events that another office told, done again in this ledger. Within a transaction.
namespace kiosk {

// By the rules and the log alone: what the cases say now may be younger. Errors: refused, not_found, malformed; something
// may have been written then.
Result<std::int64_t> enact(const CustodyTarget& target, const ToldEvent& told);
// What the rules forbid and was told all the same: a row with a verdict, and a problem.
Result<std::int64_t> keep_forbidden(const CustodyTarget& target, const ToldEvent& told, const std::string& verdict);
std::string told_otherwise(const CustodyEvent& first);  // the verdict on a hand-over with other counts

}  // namespace kiosk
