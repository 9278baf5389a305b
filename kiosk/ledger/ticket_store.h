#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/ledger/ledger.h"

namespace kiosk {

// The table of tickets; what it says of the queue is kiosk/queue's. Every change is one transaction.
Result<TicketAnswer> issue_ticket(sqlite3& db, const HashKey& key, const TicketRequest& request, const TicketSite& site,
                                  const Policy& policy, Wall now);
Result<std::optional<IssuedTicket>> waiting_ticket_of_case(sqlite3& db, const std::string& case_key, const std::string& hall,
                                                           const Policy& policy, Wall now);
Result<std::optional<IssuedTicket>> ticket_by_number(sqlite3& db, const std::string& hall, Date day, char terminal,
                                                     int number, const Policy& policy, Wall now);
Status record_paper_of(sqlite3& db, const Ticket& ticket, const std::string& hall, OnPaper on_paper);
Result<std::vector<Ticket>> tickets_of_day(sqlite3& db, const std::string& hall, Date day);  // in order of issue
Result<Ticket> call_next_ticket(sqlite3& db, const std::string& hall, const std::string& counter, const Policy& policy,
                                Wall now);

}  // namespace kiosk
