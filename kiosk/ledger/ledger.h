#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/card/use.h"
#include "kiosk/case/case.h"
#include "kiosk/policy/policy.h"
#include "kiosk/queue/request.h"

namespace kiosk {

// How often a kind of card was read on one day.
struct CardUseCount {
    Date day;
    CardUse use = CardUse::other;
    std::int64_t count = 0;
    bool operator==(const CardUseCount&) const = default;
};

// What counters and the office ask of a whole hall: from the file of its only kiosk, or from the store that its kiosks
// share. Used by one thread. Errors: ledger_unreadable, ledger_newer, ledger_locked, disk_full, store_unreachable, those of
// a ticket or a call by a clock that cannot be right (clock_wrong); refused and malformed where said.
class HallDesk {
public:
    virtual ~HallDesk() = default;

    virtual Result<std::vector<Ticket>> tickets(const std::string& hall, Date day) = 0;  // in order of issue
    // The next ticket by the rule of the queue, marked as called; refused when none waits.
    virtual Result<Ticket> call_next(const Call& call, const Policy& policy, Wall now) = 0;
    // Of all terminals of the hall; by day, kinds that did not occur left out.
    virtual Result<std::vector<CardUseCount>> uses(const std::string& hall, Date from, Date to) = 0;
};

// Cases, tickets and counts on disk. Other processes may have the same file open. Errors: as HallDesk.
class Ledger : public HallDesk {
public:
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

    // One more card of that kind was read today.
    virtual Status count_use(CardUse use, const TicketSite& site, Wall now) = 0;

    virtual Result<std::size_t> count_cases() = 0;
    virtual Status check() = 0;  // whether all that is kept agrees with itself
};

}  // namespace kiosk
