#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/queue/ticket.h"
#include "kiosk/store/store_sql.h"

// Tickets of a hall on their way between its ledgers and the shared store.
namespace kiosk {

enum class TicketChange : std::int64_t {};  // grows with every change of the tickets of a hall and day

struct SharedTicket {
    Ticket ticket;
    std::vector<std::string> case_keys;
    Hash request{};
    std::int64_t call_order = 0;  // 0: not called
    TicketChange change{};
};
struct TicketPage {
    std::vector<SharedTicket> tickets;  // in the order of their changes
    std::vector<SetAside> odd;          // rows that cannot be tickets of that day; not among them
    TicketChange change{};              // up to which the page goes
    bool more = false;
};
// Rows with ticket_columns, call order, cases, request, change and login. Each row becomes a ticket, or an odd row.
TicketPage to_ticket_page(const PostgresRows& rows, const std::string& hall, Date day);
TicketPage changed_tickets(StoreSql& store, const std::string& hall, Date day, TicketChange after, int most);

struct CopiedTickets {
    std::size_t news = 0;
    std::vector<Ticket> clashes;  // of which this ledger has another one
    std::size_t odd = 0;          // that were not known to be odd
};
// Writes the tickets and the number of the last change into the ledger in one transaction. A call and a paper that came out
// count if either side knows of them, and so does a case that the ticket is for. This terminal's own tickets stay as the
// ledger has them, and another ticket of the same number is a clash. A ticket of another terminal is taken as the store has
// it, since only that terminal can send it.
Result<CopiedTickets> copy_tickets(sqlite3& db, const TicketSite& own, Date day, const TicketPage& page);

// The ticket that a row of the outbox names, in this ledger; nullopt: it is not there any more.
std::optional<SharedTicket> ticket_to_send(Sql& sql, const OutboxRow& row);

}  // namespace kiosk
