#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "kiosk/base/first_error.h"
#include "kiosk/ledger/hash.h"
#include "kiosk/queue/request.h"

namespace kiosk {

struct NewTicket {
    Ticket ticket;
    std::string hall;
    std::vector<std::string> case_keys;
    Hash request{};
};

struct HallQueue {                // the tickets without their cards
    std::vector<Ticket> called;   // in the order of calling; of a long day the last 64 at least
    std::vector<Ticket> waiting;  // in any order
};

// Where tickets are called, within one session with a database that keeps its first error (kiosk/base/first_error.h). A
// table knows rows and no rules: the rules are in ticket_desk.h, for every kind of ledger.
class CallTable {
public:
    explicit CallTable(FirstError& session) : session_(session) {}
    virtual ~CallTable() = default;
    CallTable(const CallTable&) = delete;
    CallTable& operator=(const CallTable&) = delete;

    void fail(Error why) { session_.fail(std::move(why)); }
    bool failed() const { return session_.failed(); }

    // From here to the end of the transaction nobody else issues or calls in that hall on that day.
    virtual void take_turn(const std::string& hall, Date day) = 0;
    virtual HallQueue queue(const std::string& hall, Date day) = 0;
    virtual std::optional<Ticket> by_call(const std::string& hall, Date day, const Hash& call) = 0;
    virtual void mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) = 0;
    virtual std::vector<TicketCard> cards_of(const std::string& hall, const Ticket& ticket) = 0;

private:
    FirstError& session_;
};

// Where tickets are issued, too.
class TicketTable : public CallTable {
public:
    using CallTable::CallTable;

    // Of several (while the line was down two terminals may have issued one each) the terminal's own, else the first.
    virtual std::optional<Ticket> by_request(const TicketSite& site, Date day, const Hash& request) = 0;
    virtual std::optional<Ticket> by_number(const TicketSite& site, Date day, int number) = 0;
    // The latest that waits, else the latest that was called.
    virtual std::optional<Ticket> by_case(const std::string& hall, Date day, const std::string& case_key) = 0;
    virtual std::int64_t count_of(const std::string& hall, Date day, const std::string& service) = 0;
    virtual int highest_number(const TicketSite& site, Date day) = 0;  // 0: none yet

    virtual Ticket insert(const NewTicket& issued) = 0;  // with its order of arrival
    virtual void add_cases(const std::string& hall, const Ticket& ticket, const std::vector<std::string>& case_keys) = 0;
    virtual bool set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) = 0;  // false: unknown
};

// The fields of a ticket beside their columns, which bear the same names in every kind of ledger.
inline constexpr std::string_view ticket_columns =
    "terminal, number, service, class, refusal, day, issued_at, called_at, counter, on_paper, arrived";
inline constexpr int more_ticket_columns = 11;  // where a row's further columns begin
template <class Kept>                           // Ticket or const Ticket
auto ticket_fields(Kept& ticket) {
    return std::tie(ticket.terminal, ticket.number, ticket.service, ticket.klass, ticket.refusal, ticket.day,
                    ticket.issued_at, ticket.called_at, ticket.counter, ticket.on_paper, ticket.arrived);
}

std::string_view name(OnPaper on_paper);  // as stored
OnPaper parse_paper(std::string_view name);
std::string_view name(TicketClass klass);
TicketClass parse_class(std::string_view name);

}  // namespace kiosk
