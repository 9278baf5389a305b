#pragma once

#include "kiosk/case/report.h"
#include "kiosk/ledger/database.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// Makes Custody::report, of what the ledger has set aside (kiosk/ledger/case_days.h). Other programs may write meanwhile;
// the report shows one state of the ledger.
Result<DailyReport> report_of_day(sqlite3& db, Date day, const Policy& policy);
// The same, by a look at every case.
Result<DailyReport> report_counted_anew(sqlite3& db, Date day, const Policy& policy);

}  // namespace kiosk
