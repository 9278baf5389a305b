#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/postgres_connection.h"
#include "kiosk/queue/ticket.h"

// Tickets of a hall on their way between its ledgers and the shared store.
namespace kiosk {

struct SharedTicket {
    Ticket ticket;
    std::string case_key;  // may be empty
    Hash request{};
    std::int64_t call_order = 0;  // 0: not called
    std::int64_t change = 0;
};
// In the order of their changes.
Result<std::vector<SharedTicket>> changed_tickets(PostgresConnection& line, const std::string& hall, Date day,
                                                  std::int64_t after, int most);

struct CopiedTickets {
    std::size_t news = 0;
    std::vector<Ticket> clashes;  // of which this ledger has another one
};
// Takes them over, and remembers that they were, up to the last: one transaction. A call, and paper that came out, count
// wherever they are known of.
Result<CopiedTickets> copy_tickets(sqlite3& db, const std::string& hall, Date day, const std::vector<SharedTicket>& page);

// A ticket as this ledger has it.
Result<SharedTicket> ticket_to_tell(sqlite3& db, const std::string& hall, std::int64_t day, const std::string& terminal,
                                    std::int64_t number);  // not_found

}  // namespace kiosk
