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
    std::size_t rows = 0;                   // merged so far
    std::uint64_t bytes = 0;                // of the table's text (Table::bytes_read), for these rows
    std::size_t indexed = 0, to_index = 0;  // after the last row; 0 of 0 before
};
using ImportProgress = std::function<void(const ImportStep&)>;

struct ImportOptions {
    bool dry_run = false;  // changes nothing; the report says what would be
    bool accept_good =
        false;               // rows that are bad in themselves are left out; otherwise one of them keeps the whole file out
    bool fill_down = false;  // a blank place, day of hand-in or stage is what the row above has (ditto.h)
    // The first function hears every reason why a row is bad, in the order of lines; the second hears that there are no
    // more. Both are called after the file was read and before any row counts. An error that they return ends the import.
    // Neither is called if all rows are good; both may be empty.
    std::function<Status(const BadRow&)> rejected;
    std::function<Status()> all_rejected;
    ImportProgress progress;
};

// All rows or none; a second time the same file changes nothing. `table` as kiosk/table/import.h describes; a new case's
// promised day comes from the policy. Memory does not grow with the file, and kiosks issue tickets all the while. The
// stage of a card in a bag follows from the bag's hand-overs, so a row that contradicts them is bad. Errors: those of a
// ledger; also ledger_locked, another import is under way.
Result<ImportReport> import_from(LocalLedger& ledger, Table& table, const Policy& policy, const ImportOptions& options);
Result<ImportReport> import_from(LocalLedger& ledger, ByteSource csv, const Policy& policy, const ImportOptions& options);
Result<ImportReport> import_csv(LocalLedger& ledger, std::string_view csv, const Policy& policy);

// Takes away the rows that a broken-off import left, then checks that `bytes` more fit on the disk. Error: disk_full.
Status make_room(const LocalLedger& ledger, std::int64_t bytes);

}  // namespace kiosk
