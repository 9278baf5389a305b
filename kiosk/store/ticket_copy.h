#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ledger.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/queue/ticket.h"
#include "kiosk/store/postgres_connection.h"

// Tickets of a hall on their way between its ledgers and the shared store.
namespace kiosk {

struct SharedTicket {
    Ticket ticket;
    std::string case_key;  // may be empty
    Hash request{};
    std::int64_t call_order = 0;  // 0: not called
    std::int64_t change = 0;
};
struct TicketPage {
    std::vector<SharedTicket> tickets;  // in the order of their changes
    std::vector<SetAside> odd;          // rows that cannot be tickets of that day; not among them
    std::int64_t change = 0;            // up to which the page goes
    bool more = false;
};
// Rows with shared_ticket_columns(), call order, case, request, change and login. Each row becomes a ticket, or an odd row.
TicketPage to_ticket_page(const PostgresRows& rows, const std::string& hall, Date day);
Result<TicketPage> changed_tickets(PostgresConnection& line, const std::string& hall, Date day, std::int64_t after,
                                   int most);

struct CopiedTickets {
    std::size_t news = 0;
    std::vector<Ticket> clashes;  // of which this ledger has another one
    std::size_t odd = 0;          // that were not known to be odd
};
// Writes the tickets and the number of the last change into the ledger in one transaction. A call and a paper that came out
// count if either side knows of them. This terminal's own tickets stay as the ledger has them, and another ticket of the
// same number is a clash. A ticket of another terminal is taken as the store has it, since only that terminal can tell it.
Result<CopiedTickets> copy_tickets(sqlite3& db, const TicketSite& own, Date day, const TicketPage& page);

// The ticket of that number in this ledger.
Result<SharedTicket> ticket_to_tell(sqlite3& db, const std::string& hall, std::int64_t day, const std::string& terminal,
                                    std::int64_t number);  // not_found

}  // namespace kiosk
