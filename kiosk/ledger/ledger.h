#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/card/use.h"
#include "kiosk/ledger/case.h"
#include "kiosk/policy/policy.h"
#include "kiosk/queue/ticket.h"

namespace kiosk {

struct TicketRequest {
    std::string service;
    TicketClass klass = TicketClass::ordinary;
    std::string refusal;   // of a priority ticket
    std::string case_key;  // the case it is for; empty: none
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

// How often a kind of card was read on one day.
struct CardUseCount {
    Date day;
    CardUse use = CardUse::other;
    std::int64_t count = 0;
    bool operator==(const CardUseCount&) const = default;
};

// Cases, tickets and counts on disk. Used by one thread; other processes may have the same file open.
// A ticket or a call by a clock that cannot be right: clock_wrong.
// Errors: ledger_unreadable, ledger_newer, ledger_locked, disk_full, store_unreachable; refused and malformed where said.
class Ledger {
public:
    virtual ~Ledger() = default;

    // All cases that fit, newest hand-in first; none is not an error. ByTyping can fit several people.
    virtual Result<std::vector<CaseView>> find(const CaseQuery& query) = 0;

    // One transaction; committed when it returns. A request that got its ticket earlier the same day gets that
    // one, even after closing.
    virtual Result<TicketAnswer> issue(const TicketRequest& request, const TicketSite& site, const Policy& policy,
                                       Wall now) = 0;

    // The ticket that was issued for this case today and not yet called; nullopt: none.
    virtual Result<std::optional<IssuedTicket>> ticket_of_case(const std::string& case_key, const TicketSite& site,
                                                               const Policy& policy, Wall now) = 0;
    // A ticket by its number, called or not; nullopt: never issued.
    virtual Result<std::optional<IssuedTicket>> find_ticket(const std::string& hall, Date day, char terminal, int number,
                                                            const Policy& policy, Wall now) = 0;
    // What became of its paper. A ticket that is not known: refused.
    virtual Status record_paper(const Ticket& ticket, const std::string& hall, OnPaper on_paper) = 0;

    virtual Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) = 0;  // in order of issue
    // The next ticket by the rule of the queue, marked as called; refused when none waits.
    virtual Result<Ticket> call_next(const Call& call, const Policy& policy, Wall now) = 0;

    // One more card of that kind was read today.
    virtual Status count_use(CardUse use, const TicketSite& site, Wall now) = 0;
    // Of all terminals of the hall; by day, kinds that did not occur left out.
    virtual Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) = 0;

    virtual Result<std::size_t> count_cases() = 0;
    virtual Status check() = 0;  // whether all that is kept agrees with itself
};

// One row of an import file that cannot be taken.
struct BadRow {
    std::size_t line = 0;  // of the file, from 1; the header is line 1
    std::string column;    // header as the file writes it; empty: the row as a whole
    std::string reason;    // names no personal data
    bool operator==(const BadRow&) const = default;
};
// What an import did not take for rows, and what it took though something is missing: to be told.
struct PassedOver {
    std::vector<std::size_t> lines;  // titles, sums, signatures, numbers without anything: the first hundred of them
    std::size_t count = 0;           // all of them
    std::size_t without_place = 0;   // rows that leave out, at their end, a place that others name
};
struct ImportReport {
    std::size_t rows = 0, added = 0, updated = 0, unchanged = 0;
    PassedOver passed_over;
    std::vector<BadRow> bad;                // the first thousand reasons, by line
    std::size_t reasons = 0, bad_rows = 0;  // all of them
    bool taken = false;                     // the ledger now has it; false also when nothing was to be changed
};

}  // namespace kiosk
