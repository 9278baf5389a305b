#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"

namespace kiosk {

enum class TicketClass : std::uint8_t { ordinary, priority };

// Whether its paper came out. `no` until the printer said something.
enum class OnPaper : std::uint8_t { no, yes, unknown };

// A card that a ticket is for.
struct TicketCard {
    std::string key;      // of its case, as on the receipt
    std::string last4;    // of its number; may be empty
    std::string refusal;  // RefusalReason::code
    std::string stage;    // of its case, by name: "served" once it needs no counter any more
    bool operator==(const TicketCard&) const = default;
};

struct Ticket {
    char terminal = 'A';  // each terminal numbers for itself, so no two can clash
    int number = 0;       // 1 to 999 on its day, both classes in one series
    std::string service;  // Service::id
    TicketClass klass = TicketClass::ordinary;
    std::string refusal;  // RefusalReason::code of a priority ticket; else empty
    Date day{};           // hall calendar
    Wall issued_at{};
    std::optional<Wall> called_at;
    std::string counter;  // who called it; empty: still waiting
    OnPaper on_paper = OnPaper::no;
    std::int64_t arrived = 0;         // its order among the hall's tickets in the shared store; 0: it is not there
    std::vector<TicketCard> cards{};  // that came back, and which one counter looks after one after another; may be empty
    bool operator==(const Ticket&) const = default;
};

std::string label(const Ticket& ticket);  // "A017": what is shown, printed and called

// How long people have waited and will wait.
struct WaitRange {
    std::chrono::minutes from{0}, to{0};
    bool operator==(const WaitRange&) const = default;
};

// A ticket's place in the queue.
struct QueuePlace {
    int people_ahead = 0;
    std::optional<WaitRange> wait;  // nullopt: unknown, nobody is being called
    bool operator==(const QueuePlace&) const = default;
};

}  // namespace kiosk
