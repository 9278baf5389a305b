#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/ledger/ticket_table.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {

// Why the columns of the row cannot be a ticket of that day; nullopt: they can. A row: SELECT ticket_columns, more FROM
// kiosk.tickets.
std::optional<std::string> ticket_oddness(const PostgresRow& row, Date day);
Ticket to_ticket(const PostgresRow& row);

// The tickets of the shared store, for counters. take_turn() holds the row of hall and day, so that two counters cannot call
// at once.
class PostgresTickets final : public CallTable {
public:
    explicit PostgresTickets(StoreSql& sql) : CallTable(sql), sql_(sql) {}

    std::vector<Ticket> all(const std::string& hall, Date day);  // in order of arrival, with their cards
    void take_turn(const std::string& hall, Date day) override;
    HallQueue queue(const std::string& hall, Date day) override;
    std::optional<Ticket> by_call(const std::string& hall, Date day, const Hash& call) override;
    void mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) override;
    std::vector<TicketCard> cards_of(const std::string& hall, const Ticket& ticket) override;

private:
    template <class... Values>
    std::vector<Ticket> select(const std::string& condition, const std::string& hall, Date day, const Values&... more);

    // To those tickets of that day that they are of; `number`: of this number only.
    void add_cards(std::span<Ticket> tickets, const std::string& hall, Date day, std::optional<int> number);

    StoreSql& sql_;
};

}  // namespace kiosk
