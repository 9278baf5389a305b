#pragma once

#include "kiosk/ledger/local_ledger.h"

namespace kiosk {

// Whether the file is sound and its tables agree with each other: every case can be found, every ticket's case is there,
// every card is in at most one place, which is where its bag is, every mismatch has its problem, every bag is where its last
// hand-over left it. Reads the whole file. Errors: ledger_unreadable, with what is wrong and what to do.
Status check_ledger(const LocalLedger& ledger);

}  // namespace kiosk
