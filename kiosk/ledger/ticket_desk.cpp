#include "kiosk/ledger/ticket_desk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/queue/order.h"

namespace kiosk {
namespace {

constexpr int last_number = 999;
constexpr std::array<std::string_view, 3> paper_names = {"no", "yes", "unknown"};

// A transaction of the table; rolled back unless committed.
class Turn {
public:
    static Result<std::unique_ptr<Turn>> begin(TicketTable& table, const std::string& hall, Date day) {
        auto turn = std::unique_ptr<Turn>(new Turn(table));
        if (const auto begun = table.begin(hall, day); !begun) return begun.error();
        return turn;
    }
    ~Turn() {
        if (!done_) table_.roll_back();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Status commit() {
        const auto committed = table_.commit();
        done_ = static_cast<bool>(committed);
        return committed;
    }

private:
    explicit Turn(TicketTable& table) : table_(table) {}
    TicketTable& table_;
    bool done_ = false;
};

Result<IssuedTicket> with_place(TicketTable& table, Ticket ticket, const std::string& hall, const Policy& policy, Wall now,
                                bool before) {
    if (ticket.called_at) return IssuedTicket{std::move(ticket), {0, WaitRange{}}, before};  // the wait is over
    auto queue = table.queue(hall, ticket.day);
    if (!queue) return queue.error();
    const auto place = place_of(ticket, queue->called, std::move(queue->waiting), policy.priorities_per_ordinary, now);
    return IssuedTicket{std::move(ticket), place, before};
}

Result<std::optional<IssuedTicket>> with_place(TicketTable& table, Result<std::optional<Ticket>> found,
                                               const std::string& hall, const Policy& policy, Wall now) {
    if (!found) return found.error();
    if (!*found) return std::optional<IssuedTicket>{};
    auto issued = with_place(table, **std::move(found), hall, policy, now, true);
    if (!issued) return issued.error();
    return std::optional{*std::move(issued)};
}

Status check(const TicketRequest& request, const TicketSite& site, const Policy& policy) {
    if (!policy.service(request.service))
        return Error{Fault::refused, "ticket: the policy has no service of this name: " + request.service};
    if (request.idempotency.empty()) return Error{Fault::refused, "ticket: the request carries no idempotency key"};
    if (site.terminal < 'A' || site.terminal > 'Z') return Error{Fault::refused, "ticket: a terminal is a letter A to Z"};
    return Done{};
}

Result<bool> limit_reached(TicketTable& table, const Service& service, const std::string& hall, Date day) {
    if (service.daily_limit <= 0) return false;
    const auto count = table.count_of(hall, day, service.id);
    if (!count) return count.error();
    return *count >= service.daily_limit;
}

// The next number of the terminal's series, which goes on where it was, whatever the clock did in between; nullopt: all
// given out.
Result<std::optional<int>> free_number(TicketTable& table, const TicketRequest& request, const TicketSite& site,
                                       const Policy& policy, Date day) {
    const auto full = limit_reached(table, *policy.service(request.service), site.hall, day);
    if (!full) return full.error();
    const auto highest = table.highest_number(site, day);
    if (!highest) return highest.error();
    if (*full || *highest >= last_number) return std::optional<int>{};
    return std::optional{*highest + 1};
}

Result<Ticket> first_of(TicketTable& table, const std::string& hall, Date day, const Policy& policy) {
    auto queue = table.queue(hall, day);
    if (!queue) return queue.error();
    auto order = calling_order(queue->called, std::move(queue->waiting), policy.priorities_per_ordinary);
    if (order.empty()) return Error{Fault::refused, "call: nobody is waiting in " + hall};
    return std::move(order.front());
}

}  // namespace

std::string_view name(OnPaper on_paper) { return paper_names[static_cast<std::size_t>(on_paper)]; }

OnPaper parse_paper(std::string_view name) {
    const auto found = std::ranges::find(paper_names, name);
    return found == paper_names.end() ? OnPaper::unknown : static_cast<OnPaper>(found - paper_names.begin());
}

std::string_view name(TicketClass klass) { return klass == TicketClass::priority ? "priority" : "ordinary"; }

TicketClass parse_class(std::string_view name) { return name == "priority" ? TicketClass::priority : TicketClass::ordinary; }

Result<TicketAnswer> issue_ticket(TicketTable& table, const HashKey& key, const TicketRequest& request,
                                  const TicketSite& site, const Policy& policy, Wall now) {
    if (const auto good = check(request, site, policy); !good) return good.error();
    const auto local = local_time(now, policy.utc_offset);
    const auto hash = keyed_hash(key, HashOf::request, request.idempotency);

    const auto turn = Turn::begin(table, site.hall, local.date);
    if (!turn) return turn.error();
    auto before = with_place(table, table.by_request(site, local.date, hash), site.hall, policy, now);
    if (!before) return before.error();
    if (*before) return TicketAnswer{**std::move(before)};
    if (!policy.is_open(local)) return TicketAnswer{NoTicket::closed};
    const auto number = free_number(table, request, site, policy, local.date);
    if (!number) return number.error();
    if (!*number) return TicketAnswer{NoTicket::all_given_out};

    const Ticket wanted{
        site.terminal, **number, request.service, request.klass, request.refusal, local.date, now, {}, {}, {}};
    auto ticket = table.insert({wanted, site.hall, request.case_key, hash});
    if (!ticket) return ticket.error();
    auto issued = with_place(table, *std::move(ticket), site.hall, policy, now, false);
    if (!issued) return issued.error();
    if (const auto committed = (*turn)->commit(); !committed) return committed.error();
    return TicketAnswer{*std::move(issued)};
}

Result<Ticket> call_next_ticket(TicketTable& table, const HashKey& key, const Call& call, const Policy& policy, Wall now) {
    if (call.counter.empty()) return Error{Fault::refused, "call: the counter has no name"};
    if (const auto odd = oddness(call.counter, longest_code))
        return Error{Fault::refused, "call: the counter's name " + *odd};
    const auto day = local_time(now, policy.utc_offset).date;
    std::optional<Hash> hash;
    if (!call.idempotency.empty()) hash = keyed_hash(key, HashOf::call, call.counter + '\n' + call.idempotency);

    const auto turn = Turn::begin(table, call.hall, day);
    if (!turn) return turn.error();
    if (hash) {
        auto before = table.by_call(call.hall, day, *hash);
        if (!before) return before.error();
        if (*before) return **std::move(before);
    }
    auto next = first_of(table, call.hall, day, policy);
    if (!next) return next.error();
    next->called_at = now;
    next->counter = call.counter;
    if (const auto marked = table.mark_called(call.hall, *next, hash); !marked) return marked.error();
    if (const auto committed = (*turn)->commit(); !committed) return committed.error();
    return next;
}

Result<std::optional<IssuedTicket>> waiting_ticket_of_case(TicketTable& table, const std::string& case_key,
                                                           const std::string& hall, const Policy& policy, Wall now) {
    const auto day = local_time(now, policy.utc_offset).date;
    return with_place(table, table.waiting_of_case(hall, day, case_key), hall, policy, now);
}

Result<std::optional<IssuedTicket>> ticket_by_number(TicketTable& table, const TicketSite& site, Date day, int number,
                                                     const Policy& policy, Wall now) {
    return with_place(table, table.by_number(site, day, number), site.hall, policy, now);
}

Status record_paper_of(TicketTable& table, const Ticket& ticket, const std::string& hall, OnPaper on_paper) {
    const auto turn = Turn::begin(table, hall, ticket.day);
    if (!turn) return turn.error();
    const auto known = table.set_paper(hall, ticket, on_paper);
    if (!known) return known.error();
    if (!*known)
        return Error{Fault::refused,
                     fmt::format("ticket {} of {}: was never issued in {}", label(ticket), iso(ticket.day), hall)};
    return (*turn)->commit();
}

}  // namespace kiosk
