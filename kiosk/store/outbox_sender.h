#pragma once

#include <cstddef>
#include <set>

#include "kiosk/ledger/outbox.h"
#include "kiosk/queue/request.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

struct Sender {
    sqlite3& db;
    PostgresConnection& line;
    TicketSite own;                // whose rows the login may send; others stay where they are
    std::set<OutboxSeq>& refused;  // rows that the store has refused on this line; they are not sent again
};
struct Sent {
    std::size_t rows = 0, sent = 0, clashes = 0;
    std::size_t odd = 0;   // refused by the store, for the first time
    OutboxSeq last_seq{};  // where to go on; rows == 0: the outbox is empty
};
// Sends the next rows of the outbox after `after` in one transaction of the store, then deletes them from the outbox. After
// a break between the two, the next round sends the same rows again, which changes nothing. If the store refuses one of the
// rows, each row is sent in a transaction of its own, and the refused rows stay in the outbox, set aside (set_aside.h).
Result<Sent> send_some(const Sender& sender, OutboxSeq after);

}  // namespace kiosk
