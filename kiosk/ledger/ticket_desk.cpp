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
    ticket.cards = table.cards_of(hall, ticket);
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

// The cases of a request, by what they have on that day.
struct CasesAsked {
    std::vector<std::string> free;  // without a ticket
    std::optional<Ticket> waiting;  // which those may join: the terminal's own, as no other may add to it
    std::optional<Ticket> other;    // another one that some of them have
};
CasesAsked cases_asked(TicketTable& table, const TicketRequest& request, const TicketSite& site, Date day) {
    CasesAsked asked;
    for (const auto& key : request.case_keys) {
        auto ticket = table.by_case(site.hall, day, key);
        if (!ticket) {
            if (std::ranges::count(asked.free, key) == 0) asked.free.push_back(key);
            continue;
        }
        const bool soon_enough = ticket->klass == TicketClass::priority || request.klass == TicketClass::ordinary;
        const bool joinable = !ticket->called_at && ticket->terminal == site.terminal && soon_enough;
        auto& place = joinable ? asked.waiting : asked.other;
        if (!place || (place->called_at && !ticket->called_at)) place = std::move(ticket);
    }
    return asked;
}

// The ticket that a request of such cases gets without a new one; nullopt: it needs one, for those that are free.
std::optional<Ticket> ticket_they_have(TicketTable& table, const CasesAsked& asked, const TicketSite& site,
                                       const Policy& policy) {
    if (asked.free.empty()) return asked.waiting ? asked.waiting : asked.other;
    if (!asked.waiting) return std::nullopt;
    const auto cards = table.cards_of(site.hall, *asked.waiting).size() + asked.free.size();
    if (cards > static_cast<std::size_t>(policy.errand_cards)) return std::nullopt;
    table.add_cases(site.hall, *asked.waiting, asked.free);
    return asked.waiting;
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
    const auto asked = cases_asked(table, request, site, local.date);
    if (auto theirs = with_place(table, ticket_they_have(table, asked, site, policy), site.hall, policy, now))
        return *theirs;
    if (!policy.is_open(local)) return NoTicket::closed;
    const auto number = free_number(table, request, site, policy, local.date);
    if (!number) return NoTicket::all_given_out;

    const Ticket wanted{
        site.terminal, *number, request.service, request.klass, request.refusal, local.date, now, {}, {}, {}};
    return with_place(table, table.insert({wanted, site.hall, asked.free, hash}), site.hall, policy, now, false);
}

Ticket call_next_ticket(CallTable& table, const HashKey& key, const Call& call, const Policy& policy, Wall now) {
    if (call.counter.empty()) table.fail({Fault::refused, "call: the counter has no name"});
    if (const auto odd = oddness(call.counter, longest_code))
        table.fail({Fault::refused, "call: the counter's name " + *odd});
    const auto day = local_time(now, policy.utc_offset).date;
    std::optional<Hash> hash;
    if (!call.idempotency.empty()) hash = keyed_hash(key, HashOf::call, call.counter + '\n' + call.idempotency);

    table.take_turn(call.hall, day);
    if (auto before = hash ? table.by_call(call.hall, day, *hash) : std::nullopt) {
        before->cards = table.cards_of(call.hall, *before);
        return *std::move(before);
    }
    auto next = first_of(table, call.hall, day, policy);
    next.called_at = now;
    next.counter = call.counter;
    table.mark_called(call.hall, next, hash);
    next.cards = table.cards_of(call.hall, next);
    return next;
}

std::optional<IssuedTicket> waiting_ticket_of_case(TicketTable& table, const std::string& case_key, const std::string& hall,
                                                   const Policy& policy, Wall now) {
    const auto day = local_time(now, policy.utc_offset).date;
    auto found = table.by_case(hall, day, case_key);
    if (found && found->called_at) found.reset();
    return with_place(table, found, hall, policy, now);
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
