#pragma once

#include "kiosk/case/report.h"
#include "kiosk/ledger/database.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// Custody::report. Reads all cases once; others may write meanwhile, it sees one state.
Result<DailyReport> report_of_day(sqlite3& db, Date day, const Policy& policy);

}  // namespace kiosk
