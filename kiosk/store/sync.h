#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/store/case_copy.h"
#include "kiosk/store/custody_share.h"
#include "kiosk/store/postgres_cases.h"
#include "kiosk/store/postgres_connection.h"
#include "kiosk/store/ticket_copy.h"

namespace kiosk {

struct SyncOptions {
    SqliteOptions local;
    PostgresOptions shared;
    std::string hall;
    char terminal = 'A';  // whose tickets and counts are sent; those of others came from the store
    TicketSite site() const { return {hall, terminal}; }
};

// What one round has done.
struct SyncReport {
    std::size_t cases = 0, tickets = 0;  // that came
    std::size_t sent = 0;                // of the outbox
    std::size_t clashes = 0;             // tickets that the store has otherwise, see store_clash
    std::size_t custody = 0;             // events of custody that came or were sent; of an office only
    std::size_t odd = 0;                 // rows that cannot be, set aside for the first time, either way (set_aside.h)
    std::string why_unsent = {};  // why nothing is sent, and what to do: a standby, or the login speaks for nobody here
    bool begun_anew = false;      // the store is another one, or was put back to an earlier state
    bool operator==(const SyncReport&) const = default;
};

struct PublishReport {
    std::size_t cases = 0;    // new and changed ones of this ledger
    std::size_t copied = 0;   // that others have brought in before
    std::size_t odd = 0;      // cases that no store would take, left out and set aside
    std::size_t custody = 0;  // events of custody that came or were sent
    bool operator==(const PublishReport&) const = default;
};

// The rounds of a ledger with the shared store
//
// The ledger works without the store, and no ticket waits for a round longer than for one small transaction. A round is:
//  1. Connect, and compare the store's identity and the hash key with those that the ledger remembers. Another store, or one
//     that was put back, makes the ledger begin anew: one transaction fills the outbox with all that this terminal ever did
//     and sets every cursor to zero.
//  2. Send the outbox: tickets, papers, counts of use. A row of the outbox names what has changed; the round sends how that
//     thing stands now. The row goes away after the store has committed.
//  3. Fetch the cases behind the cursor `case_change`, page by page, or in bulk when all of many cases are new.
//  4. Fetch the tickets of this hall, day by day, each day behind a cursor of its own.
//  5. Write down the time of the round: "as of" on the page of a ticket.
//  6. An office also exchanges the log of custody (custody_share.h).
//
// Where the line, or the program, may die:
//  - while sending: the row is still in the outbox and the next round sends it again. The key of a ticket, a paper or a
//    count is its own, so the store holds it once however often it is sent. A ticket that the store has otherwise is a
//    clash: it stays in the outbox with a mark, and a fault names it.
//  - while fetching: a page and the cursor behind it are one transaction of the ledger, so a page is there as a whole or not
//    at all, and the next round begins behind the last whole page. A bulk that was cut off is taken away or made up by the
//    next start.
//  - a line that has been idle may be dead without notice: the round is then done once more on a new line.
//
// Used by one thread, with connections of its own.
class Sync {
public:
    explicit Sync(SyncOptions options) : options_(std::move(options)) {}
    Sync(SyncOptions options, LocalLedger own) : options_(std::move(options)), local_(std::move(own)) {}

    // Errors: store_unreachable, ledger_locked, those of a ledger and of check_store. A clash is no error of the round.
    Result<SyncReport> round(Wall now);
    // For an office: fetches cases, exchanges custody, then brings in its own cases in one transaction, except those that
    // no store would take. Other offices wait for that transaction.
    Result<PublishReport> publish(Wall now);

    // For an office's hand-overs (office.h). Exchanges the events of the others and those that wait here; then what
    // follows can be sent at once. refused: this user is no office's. With cases too where all of them are to be seen.
    Status share_custody(bool cases_too = false);
    // Within a transaction of the ledger, after share_custody.
    CustodySent send_custody_now(Sql& sql) { return send_custody(sql, *line_); }
    Status bring_cases();                   // those that no office has brought in yet
    LocalLedger& own() { return *local_; }  // that it was made with
    const LocalLedger& own() const { return *local_; }

private:
    Result<SyncReport> one_round(Wall now);
    Status connect();
    Status begin_anew(const Hash& store);
    Result<bool> office();
    Status exchange_custody(std::size_t& count);
    Result<std::size_t> fetch_all_custody();
    Result<SendOutcome> send_all_custody(std::size_t& count);
    template <class Work>
    auto again_if_lost(Work work);
    Status bring(PublishReport& report, bool custody);
    Status begin_line();
    Error held_up(Error error);
    Status send_outbox(SyncReport& report);
    Status fetch_cases(std::size_t& count, Whose whose);
    Result<std::optional<CasePage>> fetch_many_cases(std::size_t& count, CaseChange cursor, CaseChange last, Whose whose);
    Status fetch_cases_set_aside(Whose whose);
    void keep_aside(Sql& sql, const std::vector<OddCase>& odd);
    Status fetch_stages_of_bags();
    Status fetch_tickets(SyncReport& report, Wall now);
    Status fetch_day(Date day, TicketChange after, SyncReport& report);
    Status remember_time(Wall now);
    sqlite3& db() const { return local_->db(); }

    SyncOptions options_;
    std::optional<LocalLedger> local_;
    std::optional<PostgresConnection> line_;
    Hash store_{};  // the mark of the one that the line leads to
    bool begun_anew_ = false;
    std::optional<bool> office_;   // of this line
    std::set<OutboxSeq> refused_;  // rows of the outbox that the store refused on this line
    std::size_t odd_ = 0;          // in this round
    bool try_aside_again_ = false;
};

// The rounds of a terminal, for a program that loads the rest of this room when it is first wanted.
using Rounds = std::function<Result<SyncReport>(Wall now)>;
Rounds open_rounds(SyncOptions options);

}  // namespace kiosk
