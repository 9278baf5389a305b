#pragma once

#include <optional>

#include "kiosk/ledger/database.h"
#include "kiosk/ledger/ticket_table.h"

namespace kiosk {

// A row: SELECT ticket_columns(), more FROM tickets; `more` begins at more_ticket_columns.
std::string_view ticket_columns();
inline constexpr int more_ticket_columns = 11;
Ticket to_ticket(const Statement& row);

// Where hall, day, terminal and number are ?1 to ?4. Binds the ticket's own letter: it must live until the next reset.
Statement& bind_number(Statement& statement, const std::string& hall, const Ticket& ticket);
Result<Statement> prepare_insert_ticket(sqlite3& db);
Status insert_ticket(Statement& prepared, const NewTicket& issued);  // and nothing into the outbox

// The table of tickets in SQLite. The transaction that issues or prints a ticket also writes the outbox.
class SqliteTickets final : public TicketTable {
public:
    // `witness_of`: the ledger beside which numbers that were told are kept (witness.h); empty: none are.
    explicit SqliteTickets(sqlite3& db, std::string witness_of = {}) : db_(db), witness_of_(std::move(witness_of)) {}

    Result<std::vector<Ticket>> after(const TicketSite& site, Date day);  // the terminal's own, of later days

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
    Status begin_paper(const std::string& hall, const Ticket& ticket);
    Status settle_papers(const TicketSite& site);

private:
    Status end_paper(const std::string& hall, const Ticket& ticket);
    sqlite3& db_;
    std::string witness_of_;
    std::optional<Transaction> open_;
};

}  // namespace kiosk
