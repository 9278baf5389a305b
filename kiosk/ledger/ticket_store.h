#pragma once

#include <optional>

#include "kiosk/ledger/sql.h"
#include "kiosk/ledger/ticket_table.h"

namespace kiosk {

// A row: SELECT ticket_columns, more FROM tickets; `more` begins at more_ticket_columns.
Ticket to_ticket(const Statement& row);

void insert_ticket(Sql& sql, const NewTicket& issued);  // and nothing into the outbox
// Those that the ledger knows, and that are not the ticket's already.
void tie_cases(Sql& sql, const std::string& hall, const Ticket& ticket, const std::vector<std::string>& case_keys);

// The table of tickets in SQLite. What issues or prints a ticket also writes the outbox, so it belongs into a transaction.
class SqliteTickets final : public TicketTable {
public:
    // `witness_of`: the ledger beside which issued numbers are kept (witness.h); empty: none are.
    explicit SqliteTickets(Sql& sql, std::string witness_of = {})
        : TicketTable(sql), sql_(sql), witness_of_(std::move(witness_of)) {}

    std::vector<Ticket> all(const std::string& hall, Date day);   // in order of issue, with their cards
    std::vector<Ticket> after(const TicketSite& site, Date day);  // the terminal's own, of later days

    void take_turn(const std::string&, Date) override {}  // the whole file has one writer
    HallQueue queue(const std::string& hall, Date day) override;
    std::optional<Ticket> by_request(const TicketSite& site, Date day, const Hash& request) override;
    std::optional<Ticket> by_call(const std::string& hall, Date day, const Hash& call) override;
    std::optional<Ticket> by_number(const TicketSite& site, Date day, int number) override;
    std::optional<Ticket> by_case(const std::string& hall, Date day, const std::string& case_key) override;
    std::int64_t count_of(const std::string& hall, Date day, const std::string& service) override;
    int highest_number(const TicketSite& site, Date day) override;
    Ticket insert(const NewTicket& issued) override;
    void mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) override;
    std::vector<TicketCard> cards_of(const std::string& hall, const Ticket& ticket) override;
    void add_cases(const std::string& hall, const Ticket& ticket, const std::vector<std::string>& case_keys) override;
    bool set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) override;
    void begin_paper(const std::string& hall, const Ticket& ticket);
    void settle_papers(const TicketSite& site);

private:
    void end_paper(const std::string& hall, const Ticket& ticket);
    Sql& sql_;
    std::string witness_of_;
};

}  // namespace kiosk
