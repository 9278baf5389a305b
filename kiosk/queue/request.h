#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/queue/ticket.h"

// What is asked of the ticket desk, and what it answers.
namespace kiosk {

struct TicketRequest {
    std::string service;
    TicketClass klass = TicketClass::ordinary;
    std::string refusal;  // of a priority ticket
    // The cases that it is for, empty: none. A case that has a ticket on that day gets no other one; those that have none
    // join a ticket of the same terminal that one of the others waits with.
    std::vector<std::string> case_keys;
    // The same request again gives the same ticket: a second press, a second tap of the same card, a print
    // that failed. Hashed before it is stored.
    std::string idempotency;
    bool operator==(const TicketRequest&) const = default;
};

struct IssuedTicket {
    Ticket ticket;
    QueuePlace place;
    bool issued_before = false;  // the request was known: this is the ticket it got then
    bool operator==(const IssuedTicket&) const = default;
};

// Why there is no ticket although the ledger works.
enum class NoTicket : std::uint8_t { closed, all_given_out };
using TicketAnswer = std::variant<IssuedTicket, NoTicket>;

// A counter that calls the next person.
struct Call {
    std::string hall, counter;
    // The same call again calls the same person: an answer that was lost on its way. Hashed before it is stored; empty:
    // always the next one.
    std::string idempotency = {};
};

struct TicketSite {
    std::string hall;
    char terminal = 'A';
};

}  // namespace kiosk
