#pragma once

#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ticket_table.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// Issues and calls tickets, whichever table keeps them. The order of calling is decided in kiosk/queue. A change belongs
// into one transaction of the table's session, which fails (refused) when a request cannot be; what is returned then means
// nothing.
TicketAnswer issue_ticket(TicketTable& table, const HashKey& key, const TicketRequest& request, const TicketSite& site,
                          const Policy& policy, Wall now);
Ticket call_next_ticket(CallTable& table, const HashKey& key, const Call& call, const Policy& policy, Wall now);
std::optional<IssuedTicket> waiting_ticket_of_case(TicketTable& table, const std::string& case_key, const std::string& hall,
                                                   const Policy& policy, Wall now);
std::optional<IssuedTicket> ticket_by_number(TicketTable& table, const TicketSite& site, Date day, int number,
                                             const Policy& policy, Wall now);
void record_paper_of(TicketTable& table, const Ticket& ticket, const std::string& hall, OnPaper on_paper);

}  // namespace kiosk
