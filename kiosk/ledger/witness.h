#pragma once

#include <string>

#include "kiosk/queue/request.h"

// The last number that a terminal has issued, in a small file of its own beside the ledger. So the numbers
// of the day go on when the ledger is deleted or put back to an old state. `.ledger.db.A.told` for ledger.db.
namespace kiosk {

struct LastNumber {
    Date day{};
    int number = 0;  // 0: none is known
    bool operator==(const LastNumber&) const = default;
};
LastNumber last_issued(const std::string& ledger_path, const TicketSite& site);
// Writes the number down if it is higher than that of the same day. A failure is no error, since the ledger has the number
// too.
void note_issued(const std::string& ledger_path, const TicketSite& site, const LastNumber& last);

bool has_witness(const std::string& ledger_path, const TicketSite& site);

}  // namespace kiosk
