#pragma once

#include <optional>

#include "kiosk/ledger/ticket_table.h"
#include "kiosk/store/postgres_connection.h"

namespace kiosk {

// A row: SELECT shared_ticket_columns(), more FROM kiosk.tickets; `more` begins at more_shared_ticket_columns.
std::string_view shared_ticket_columns();
inline constexpr int more_shared_ticket_columns = 11;
// Why these columns cannot be a ticket of that day; nullopt: they can.
std::optional<std::string> ticket_oddness(const PostgresRows& rows, int row, Date day);
Ticket to_ticket(const PostgresRows& rows, int row);

// The table of tickets in the shared store. begin() holds the row of hall and day, so that two counters cannot call at once.
class PostgresTickets final : public TicketTable {
public:
    explicit PostgresTickets(PostgresConnection& line) : line_(line) {}

    Status begin(const std::string& hall, Date day) override;
    Status commit() override;
    void roll_back() override { open_.reset(); }
    Result<HallQueue> queue(const std::string& hall, Date day) override;
    Result<std::vector<Ticket>> all(const std::string& hall, Date day) override;
    Result<std::optional<Ticket>> by_request(const TicketSite& site, Date day, const Hash& request) override;
    Result<std::optional<Ticket>> by_call(const std::string& hall, Date day, const Hash& call) override;
    Result<std::optional<Ticket>> by_number(const TicketSite& site, Date day, int number) override;
    Result<std::optional<Ticket>> waiting_of_case(const std::string& hall, Date day, const std::string& case_key) override;
    Result<std::int64_t> count_of(const std::string& hall, Date day, const std::string& service) override;
    Result<int> highest_number(const TicketSite& site, Date day) override;
    Result<Ticket> insert(const NewTicket& issued) override;
    Status mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) override;
    Result<bool> set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) override;

private:
    Result<std::vector<Ticket>> select(const std::string& condition, const std::string& hall, Date day,
                                       std::vector<Parameter> more = {});
    Result<std::optional<Ticket>> first(const std::string& condition, const std::string& hall, Date day,
                                        std::vector<Parameter> more);
    Result<std::int64_t> next_change(const std::string& hall, Date day);

    PostgresConnection& line_;
    std::optional<PostgresTransaction> open_;
};

}  // namespace kiosk
