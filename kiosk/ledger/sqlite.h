#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/case/custody.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/policy/clock_rule.h"
#include "kiosk/table/csv_table.h"
#include "kiosk/table/import.h"

namespace kiosk {

inline constexpr int ledger_schema_version = 10;

struct SqliteOptions {
    std::string path;      // made, with its folder, if it is not there
    std::string key_file;  // 32 random bytes, made beside the ledger with mode 0600 on first use; empty: path + ".key"
    std::chrono::minutes utc_offset{480};      // the hall's: of the times in import files, of the days of counts
    std::chrono::milliseconds patience{5000};  // with other writers; then ledger_locked
    // Of a program that gives tickets to people: its clock is judged (clock_rule.h), and the numbers that it has told are
    // kept beside the ledger (witness.h). nullopt: neither.
    std::optional<Wall> built = {};
    std::optional<Wall> now = {};  // a ledger that has seen no time yet begins with the day before
};

// Opens, migrates forward. Errors: ledger_newer, ledger_unreadable (damaged, not a database, key file of another
// ledger), disk_full.
class SqliteLedger;
Result<std::unique_ptr<SqliteLedger>> open_ledger(const SqliteOptions& options);

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

class SqliteLedger : public Ledger, public Custody {
public:
    // All rows or none; a second time the same file changes nothing. `table` as kiosk/ledger/import.h describes; a new
    // case's promised day comes from the policy. Memory does not grow with the file, and others may issue tickets all the
    // while. Errors: also ledger_locked, another import is under way. The stage of a card in a bag follows from its
    // hand-overs; a row that says otherwise is bad.
    virtual Result<ImportReport> import_from(Table& table, const Policy& policy, const ImportOptions& options) = 0;
    // Every case, in the order they came in; `use` may end it with an error. Others may write meanwhile, it sees one state.
    virtual Status each_case(const std::function<Status(const CaseView&)>& use) = 0;
    // For a kiosk that starts: reads the upper pages of the indexes, a hundredth of the file, so that its first look-ups
    // find them in memory and need the disk for two or three pages only. How many.
    virtual Result<std::size_t> warm_up() = 0;
    // A paper is about to be printed; kept until record_paper says what became of it.
    virtual Status begin_paper(const Ticket& ticket, const std::string& hall) = 0;
    // For a kiosk that starts: the papers that this terminal began, and nobody knows what became of, may have come out.
    virtual Status settle_papers(const TicketSite& site) = 0;
    // What it knows of the time. Only this machine's clock tells it, never what is imported or comes from the store.
    virtual Result<KnownTime> known_time() = 0;
    // It is `now`, as far as anybody can tell; nothing if the ledger knows of a later time.
    virtual Status note_time(Wall now) = 0;
    // A person says that it is `now`, whatever the ledger knows. Gives the site's tickets that bear a later day; the day's
    // numbers go on after theirs.
    virtual Result<std::vector<Ticket>> correct_time(Wall now, const TicketSite& site) = 0;
    // For a kiosk at work, now and then: makes the room for tickets whole again. ledger_gone: the file is not there any
    // more, or another is in its place.
    virtual Status tend() = 0;
    virtual Status try_to_write() = 0;  // whether the disk takes anything
    // Takes away what an import that broke off has left, then sees whether `bytes` may be written. disk_full.
    virtual Status make_room(std::int64_t bytes) = 0;
    // When it was last abreast with the shared store, by this machine's clock; nullopt: never.
    virtual Result<std::optional<Wall>> synced_at() = 0;
    Result<ImportReport> import_from(ByteSource csv, const Policy& policy, const ImportOptions& options) {
        CsvTable table(std::move(csv));
        return import_from(table, policy, options);
    }
    Result<ImportReport> import_csv(std::string_view csv, const Policy& policy) {
        return import_from(from_memory(csv), policy, {});
    }
};

}  // namespace kiosk
