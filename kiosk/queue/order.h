#pragma once

#include <span>
#include <vector>

#include "kiosk/queue/ticket.h"

namespace kiosk {

// The rule of the queue: priority tickets first, in the order they were issued, but after every
// `priorities_per_ordinary` of them one ordinary ticket, so that the wait of an ordinary ticket is bounded.
// `called` are the day's called tickets in the order of calling; `waiting` those not yet called, in any order.
// Returns `waiting` in the order in which they will be called if nobody else comes.
std::vector<Ticket> calling_order(std::span<const Ticket> called, std::vector<Ticket> waiting, int priorities_per_ordinary);

// Where `mine` stands. The wait is a range from the pace of the last calls (five at the most); unknown when
// nobody was called within the last 30 minutes, or fewer than two were.
QueuePlace place_of(const Ticket& mine, std::span<const Ticket> called, std::vector<Ticket> waiting,
                    int priorities_per_ordinary, Wall now);

}  // namespace kiosk
