#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "kiosk/custody/log.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/postgres_connection.h"

// The log of custody that offices share
//
// What is written. Each office keeps a log of its own (kiosk/custody/log.h); a row is one event: a bag was packed, a bag was
// handed over, a card was refused, a card was handed out, a problem was closed. The store keeps one log for all offices. A
// row of the store has a number, and no two rows share one. A row of an office's log gets that number when the store has the
// event; a row without a number is "unsent".
//
// In which order. An office that adds to the store's log must have read all rows before. So the store's log is one sequence,
// and every office enacts it in the same order by the same rules. Therefore all offices come to the same bags and stages. An
// office that works while the line is down enacts its own events at once and records how each change is undone. When it
// fetches the events of others, one transaction of the ledger undoes the unsent events, enacts the fetched ones, and enacts
// the unsent ones again. An event that the rules forbid by then stays in the log with a verdict and becomes a problem.
//
// Where the line, or the program, may die:
//  - before the store commits what it is sent: neither side has a number. The next round sends the same events again.
//  - after the store has committed, before the ledger has: the store has the events, the ledger still calls them unsent. The
//    next round fetches them, finds the same events in its own log, and only writes their numbers beside them.
//  - while the answer to the commit is on its way: the office cannot know which of the two it was (SendOutcome::unreached),
//  and
//    the next round learns it by fetching.
//  - between two fetched pages: each page is one transaction that also holds the number of its last row, so the next round
//    begins behind it.
//  - the store was put back or exchanged: forget_custody_numbers makes all rows unsent, and they are sent once more.
namespace kiosk {

struct CustodyPage {
    std::size_t events = 0;
    bool more = false;
    std::optional<CustodyChange> unknown_case = {};  // the page ends before this event, which names a case that is not here
};
// Enacts the next page of the store's log in one transaction, which also holds the number of the page's last event. An event
// that names a case which this ledger lacks ends the page, unless its number is at most `anyway`: then the event is
// forbidden and becomes a problem.
Result<CustodyPage> fetch_custody(LocalLedger& local, PostgresConnection& line, CustodyChange anyway);

enum class SendOutcome : std::uint8_t {
    sent,
    behind,       // others have sent something since; nothing was sent
    unpublished,  // an event names cases that the store does not have yet; nothing was sent
    unreached,    // the line died before the store's answer, so the store may have the events or not; `why`
};
struct CustodySent {
    SendOutcome how = SendOutcome::sent;
    std::optional<Error> why = {};
};
// Sends all unsent events in one transaction of the store and writes their numbers into the ledger. The caller holds a
// transaction of the ledger, which commits after the store's. The other order would leave events in the ledger as sent that
// the store may refuse. Tickets wait for the ledger meanwhile, so the patience with the store is short.
CustodySent send_custody(Sql& sql, PostgresConnection& line);

void forget_custody_numbers(Sql& sql);  // all events are unsent again: for a store that has none of them
Result<bool> may_share_custody(PostgresConnection& line);

}  // namespace kiosk
