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

IssuedTicket with_place(TicketTable& table, Ticket ticket, const std::string& hall, const Policy& policy, Wall now,
                        bool before) {
    if (ticket.called_at) return {std::move(ticket), {0, WaitRange{}}, before};  // the wait is over
    auto queue = table.queue(hall, ticket.day);
    const auto place = place_of(ticket, queue.called, std::move(queue.waiting), policy.priorities_per_ordinary, now);
    return {std::move(ticket), place, before};
}

std::optional<IssuedTicket> with_place(TicketTable& table, const std::optional<Ticket>& found, const std::string& hall,
                                       const Policy& policy, Wall now) {
    return found ? std::optional{with_place(table, *found, hall, policy, now, true)} : std::nullopt;
}

void check(TicketTable& table, const TicketRequest& request, const TicketSite& site, const Policy& policy) {
    if (!policy.service(request.service))
        table.fail({Fault::refused, "ticket: the policy has no service of this name: " + request.service});
    if (request.idempotency.empty()) table.fail({Fault::refused, "ticket: the request carries no idempotency key"});
    if (site.terminal < 'A' || site.terminal > 'Z') table.fail({Fault::refused, "ticket: a terminal is a letter A to Z"});
}

bool limit_reached(TicketTable& table, const Service& service, const std::string& hall, Date day) {
    return service.daily_limit > 0 && table.count_of(hall, day, service.id) >= service.daily_limit;
}

// The next number of the terminal's series, which continues after its last number whatever the clock did in between;
// nullopt: all numbers are given out.
std::optional<int> free_number(TicketTable& table, const TicketRequest& request, const TicketSite& site,
                               const Policy& policy, Date day) {
    if (limit_reached(table, *policy.service(request.service), site.hall, day)) return std::nullopt;
    const int highest = table.highest_number(site, day);
    return highest < last_number ? std::optional{highest + 1} : std::nullopt;
}

Ticket first_of(CallTable& table, const std::string& hall, Date day, const Policy& policy) {
    auto queue = table.queue(hall, day);
    auto order = calling_order(queue.called, std::move(queue.waiting), policy.priorities_per_ordinary);
    if (!order.empty()) return std::move(order.front());
    table.fail({Fault::refused, "call: nobody is waiting in " + hall});
    return {};
}

}  // namespace

std::string_view name(OnPaper on_paper) { return paper_names[static_cast<std::size_t>(on_paper)]; }

OnPaper parse_paper(std::string_view name) {
    const auto found = std::ranges::find(paper_names, name);
    return found == paper_names.end() ? OnPaper::unknown : static_cast<OnPaper>(found - paper_names.begin());
}

std::string_view name(TicketClass klass) { return klass == TicketClass::priority ? "priority" : "ordinary"; }

TicketClass parse_class(std::string_view name) { return name == "priority" ? TicketClass::priority : TicketClass::ordinary; }

TicketAnswer issue_ticket(TicketTable& table, const HashKey& key, const TicketRequest& request, const TicketSite& site,
                          const Policy& policy, Wall now) {
    check(table, request, site, policy);
    if (table.failed()) return NoTicket::closed;
    const auto local = local_time(now, policy.utc_offset);
    const auto hash = keyed_hash(key, HashOf::request, request.idempotency);

    table.take_turn(site.hall, local.date);
    if (auto before = with_place(table, table.by_request(site, local.date, hash), site.hall, policy, now)) return *before;
    if (!policy.is_open(local)) return NoTicket::closed;
    const auto number = free_number(table, request, site, policy, local.date);
    if (!number) return NoTicket::all_given_out;

    const Ticket wanted{
        site.terminal, *number, request.service, request.klass, request.refusal, local.date, now, {}, {}, {}};
    return with_place(table, table.insert({wanted, site.hall, request.case_key, hash}), site.hall, policy, now, false);
}

Ticket call_next_ticket(CallTable& table, const HashKey& key, const Call& call, const Policy& policy, Wall now) {
    if (call.counter.empty()) table.fail({Fault::refused, "call: the counter has no name"});
    if (const auto odd = oddness(call.counter, longest_code))
        table.fail({Fault::refused, "call: the counter's name " + *odd});
    const auto day = local_time(now, policy.utc_offset).date;
    std::optional<Hash> hash;
    if (!call.idempotency.empty()) hash = keyed_hash(key, HashOf::call, call.counter + '\n' + call.idempotency);

    table.take_turn(call.hall, day);
    if (auto before = hash ? table.by_call(call.hall, day, *hash) : std::nullopt) return *std::move(before);
    auto next = first_of(table, call.hall, day, policy);
    next.called_at = now;
    next.counter = call.counter;
    table.mark_called(call.hall, next, hash);
    return next;
}

std::optional<IssuedTicket> waiting_ticket_of_case(TicketTable& table, const std::string& case_key, const std::string& hall,
                                                   const Policy& policy, Wall now) {
    const auto day = local_time(now, policy.utc_offset).date;
    return with_place(table, table.waiting_of_case(hall, day, case_key), hall, policy, now);
}

std::optional<IssuedTicket> ticket_by_number(TicketTable& table, const TicketSite& site, Date day, int number,
                                             const Policy& policy, Wall now) {
    return with_place(table, table.by_number(site, day, number), site.hall, policy, now);
}

void record_paper_of(TicketTable& table, const Ticket& ticket, const std::string& hall, OnPaper on_paper) {
    table.take_turn(hall, ticket.day);
    if (!table.set_paper(hall, ticket, on_paper))
        table.fail(
            {Fault::refused, fmt::format("ticket {} of {}: was never issued in {}", label(ticket), iso(ticket.day), hall)});
}

}  // namespace kiosk
