#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

#include "kiosk/ledger/local_ledger.h"
#include "kiosk/table/csv_table.h"
#include "kiosk/table/import.h"

// An office's file into a ledger. One program at a time imports; kiosks go on meanwhile.
namespace kiosk {

struct ImportStep {
    std::size_t rows = 0;                   // read so far
    std::size_t indexed = 0, to_index = 0;  // after the last row; 0 of 0 before
};
using ImportProgress = std::function<void(const ImportStep&)>;

struct ImportOptions {
    bool dry_run = false;  // changes nothing; the report says what would be
    bool accept_good =
        false;               // rows that are bad in themselves are left out; otherwise one of them keeps the whole file out
    bool fill_down = false;  // a blank place, day of hand-in or stage is what the row above has (ditto.h)
    // Told every reason why a row is bad, in the order of lines, and then that there are no more, when the file is read and
    // nothing of it counts yet. An error ends the import. Neither is called if all is good; both may be empty.
    std::function<Status(const BadRow&)> rejected;
    std::function<Status()> all_rejected;
    ImportProgress progress;
};

// All rows or none; a second time the same file changes nothing. `table` as kiosk/table/import.h describes; a new case's
// promised day comes from the policy. Memory does not grow with the file, and others may issue tickets all the while. The
// stage of a card in a bag follows from its hand-overs; a row that says otherwise is bad. Errors: those of a ledger; also
// ledger_locked, another import is under way.
Result<ImportReport> import_from(LocalLedger& ledger, Table& table, const Policy& policy, const ImportOptions& options);
Result<ImportReport> import_from(LocalLedger& ledger, ByteSource csv, const Policy& policy, const ImportOptions& options);
Result<ImportReport> import_csv(LocalLedger& ledger, std::string_view csv, const Policy& policy);

// Takes away what an import that broke off has left, then sees whether `bytes` may be written. disk_full.
Status make_room(const LocalLedger& ledger, std::int64_t bytes);

}  // namespace kiosk
