#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/hash.h"
#include "kiosk/queue/request.h"

namespace kiosk {

struct NewTicket {
    Ticket ticket;
    std::string hall;
    std::string case_key;  // empty: none
    Hash request{};
};

struct HallQueue {
    std::vector<Ticket> called;   // in the order of calling; of a long day the last 64 at least
    std::vector<Ticket> waiting;  // in any order
};

// Where tickets are kept. A table knows rows and no rules: the rules are in ticket_desk.h, for every kind of ledger.
class TicketTable {
public:
    virtual ~TicketTable() = default;

    // From begin() to commit() nobody else issues or calls in that hall on that day. roll_back() undoes what was not
    // committed, if anything.
    virtual Status begin(const std::string& hall, Date day) = 0;
    virtual Status commit() = 0;
    virtual void roll_back() = 0;

    virtual Result<HallQueue> queue(const std::string& hall, Date day) = 0;
    virtual Result<std::vector<Ticket>> all(const std::string& hall, Date day) = 0;  // in order of issue
    // Of several (while the line was down two terminals may have issued one each) the terminal's own, else the first.
    virtual Result<std::optional<Ticket>> by_request(const TicketSite& site, Date day, const Hash& request) = 0;
    virtual Result<std::optional<Ticket>> by_call(const std::string& hall, Date day, const Hash& call) = 0;
    virtual Result<std::optional<Ticket>> by_number(const TicketSite& site, Date day, int number) = 0;
    virtual Result<std::optional<Ticket>> waiting_of_case(const std::string& hall, Date day,
                                                          const std::string& case_key) = 0;
    virtual Result<std::int64_t> count_of(const std::string& hall, Date day, const std::string& service) = 0;
    virtual Result<int> highest_number(const TicketSite& site, Date day) = 0;  // 0: none yet

    virtual Result<Ticket> insert(const NewTicket& issued) = 0;  // with its order of arrival
    virtual Status mark_called(const std::string& hall, const Ticket& ticket, const std::optional<Hash>& call) = 0;
    virtual Result<bool> set_paper(const std::string& hall, const Ticket& ticket, OnPaper on_paper) = 0;  // false: unknown
};

std::string_view name(OnPaper on_paper);  // as stored
OnPaper parse_paper(std::string_view name);
std::string_view name(TicketClass klass);
TicketClass parse_class(std::string_view name);

}  // namespace kiosk
