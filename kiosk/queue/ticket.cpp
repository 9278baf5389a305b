#include "kiosk/queue/ticket.h"

#include <fmt/format.h>

namespace kiosk {

std::string label(const Ticket& ticket) { return fmt::format("{}{:03}", ticket.terminal, ticket.number); }

}  // namespace kiosk
