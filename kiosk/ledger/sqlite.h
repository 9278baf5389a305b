#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/ledger/ledger.h"
#include "kiosk/policy/clock_rule.h"

namespace kiosk {

inline constexpr int ledger_schema_version = 12;

struct SqliteOptions {
    std::string path;      // made, with its folder, if it is not there
    std::string key_file;  // 32 random bytes, made beside the ledger with mode 0600 on first use; empty: path + ".key"
    std::chrono::minutes utc_offset{480};      // the hall's: of the times in import files, of the days of counts
    std::chrono::milliseconds patience{5000};  // with other writers; then ledger_locked
    // Of a program that gives tickets to people: its clock is judged (clock_rule.h), and the numbers that it has issued are
    // kept beside the ledger (witness.h). nullopt: neither.
    std::optional<Wall> built = {};
    std::optional<Wall> now = {};  // a ledger that has seen no time yet begins with the day before
};

// Opens, migrates forward. Errors: ledger_newer, ledger_unreadable (damaged, not a database, key file of another
// ledger), disk_full.
class SqliteLedger;
struct LocalLedger;
Result<std::unique_ptr<SqliteLedger>> open_ledger(const SqliteOptions& options);

class SqliteLedger : public Ledger {
public:
    // The file itself, for an import into it (kiosk/intake) and for hand-overs of its bags (kiosk/custody).
    virtual LocalLedger& local() = 0;
    // Every case, in the order they came in; `use` may end it with an error. Others may write meanwhile, it sees one state.
    virtual Status each_case(const std::function<Status(const CaseView&)>& use) = 0;
    // For a kiosk that starts: reads the upper pages of the indexes, a hundredth of the file, so that its first look-ups
    // find them in memory and need the disk for two or three pages only. How many.
    virtual Result<std::size_t> warm_up() = 0;
    // Notes that a paper is about to be printed. The note stays until record_paper says what became of the paper.
    virtual Status begin_paper(const Ticket& ticket, const std::string& hall) = 0;
    // For a kiosk that starts: marks the papers whose printing began and whose outcome nobody recorded as "may have come
    // out".
    virtual Status settle_papers(const TicketSite& site) = 0;
    // What the ledger knows of the time. Only this machine's clock sets it, never an import or the store.
    virtual Result<KnownTime> known_time() = 0;
    // Remembers `now` as the latest moment, unless the ledger knows of a later one.
    virtual Status note_time(Wall now) = 0;
    // A person says that it is `now`, whatever the ledger knows. Gives the site's tickets that bear a later day; the day's
    // numbers go on after theirs.
    virtual Result<std::vector<Ticket>> correct_time(Wall now, const TicketSite& site) = 0;
    // For a kiosk at work, now and then: makes the room for tickets whole again. ledger_gone: the file is not there any
    // more, or another is in its place.
    virtual Status tend() = 0;
    virtual Status try_to_write() = 0;  // whether the disk takes anything
    // When the last round with the shared store ended, by this machine's clock; nullopt: there was none.
    virtual Result<std::optional<Wall>> synced_at() = 0;
};

}  // namespace kiosk
