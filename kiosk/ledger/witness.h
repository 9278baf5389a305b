#pragma once

#include <string>

#include "kiosk/queue/request.h"

// The last number that a terminal has told anybody, in a small file beside the ledger that bears another name: where the
// ledger is deleted, or put back to an old state, the day's numbers go on all the same. `.ledger.db.A.told` for ledger.db.
namespace kiosk {

struct LastNumber {
    Date day{};
    int number = 0;  // 0: none is known
    bool operator==(const LastNumber&) const = default;
};
LastNumber last_told(const std::string& ledger_path, const TicketSite& site);
// Keeps the higher one of a day. Where that fails the ledger still knows.
void note_told(const std::string& ledger_path, const TicketSite& site, const LastNumber& last);

bool has_witness(const std::string& ledger_path, const TicketSite& site);

}  // namespace kiosk
