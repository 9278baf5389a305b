#pragma once

#include <optional>

#include "kiosk/ledger/ticket_table.h"
#include "kiosk/store/store_sql.h"

namespace kiosk {

// Why the columns of the row cannot be a ticket of that day; nullopt: they can. A row: SELECT ticket_columns, more FROM
// kiosk.tickets.
std::optional<std::string> ticket_oddness(const PostgresRow& row, Date day);
Ticket to_ticket(const PostgresRow& row);

// The table of tickets in the shared store. take_turn() holds the row of hall and day, so that two counters cannot call at
// once.
class PostgresTickets final : public TicketTable {
public:
    explicit PostgresTickets(StoreSql& sql) : TicketTable(sql), sql_(sql) {}

    void take_turn(const std::string& hall, Date day) override;
    HallQueue queue(const std::string& hall, Date day) override;
    std::vector<Ticket> all(const std::string& hall, Date day) override;
    std::optional<Ticket> by_request(const TicketSite& site, Date day, const Hash& request) override;
    std::optional<Ticket> by_call(const std::string& hall, Date day, const Hash& call) override;
    std::optional<Ticket> by_number(const TicketSite& site, Date day, int number) override;
    std::optional<Ticket> waiting_of_case(const std::string& hall, Date day, const std::string& case_key) override;
    std::int64_t count_of(const std::string& hall, Date day, const std::string& service) override;
    int highest_number(const TicketSite& site, Date day) override;
    Ticket insert(const NewTicket& issued) override;
    void mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) override;
    bool set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) override;

private:
    template <class... Values>
    std::vector<Ticket> select(const std::string& condition, const std::string& hall, Date day, const Values&... more);
    template <class... Values>
    std::optional<Ticket> first(const std::string& condition, const std::string& hall, Date day, const Values&... more);
    std::int64_t next_change(const std::string& hall, Date day);

    StoreSql& sql_;
};

}  // namespace kiosk
