#include <algorithm>
#include <ostream>
#include <random>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/ticket_table.h"
#include "kiosk/queue/order.h"
#include "kiosk/store/postgres.h"

namespace kiosk::ctl {
namespace {

struct QueueOptions {
    std::string day;  // empty: today
    std::string counter;
    std::string again;  // the number of a call whose answer was lost; empty: a new call
    bool call = false;
};

Json to_json(const Ticket& ticket, const Policy& policy) {
    Json json = {{"number", label(ticket)},
                 {"class", name(ticket.klass)},
                 {"service", ticket.service},
                 {"refusal", ticket.refusal},
                 {"issued_at", time_text(ticket.issued_at, policy)},
                 {"called_at", nullptr},
                 {"counter", ticket.counter},
                 {"on_paper", name(ticket.on_paper)},
                 {"cards", Json::array()}};
    for (const auto& card : ticket.cards)
        json["cards"].push_back(
            {{"key", card.key}, {"old_card_last4", card.last4}, {"stage", card.stage}, {"refusal", card.refusal}});
    if (ticket.called_at) json["called_at"] = time_text(*ticket.called_at, policy);
    return json;
}

std::string cards_text(const Ticket& ticket, const Policy& policy) {
    std::string text;
    for (const auto& card : ticket.cards) {
        const auto* reason = policy.refusal(card.refusal);
        text += fmt::format("      card …{}  {}  {}{}\n", card.last4, card.key, card.stage,
                            reason && !card.refusal.empty() ? fmt::format("  {}: {}", card.refusal, reason->words.en) : "");
    }
    return text;
}

std::string to_text(const Ticket& ticket, const Policy& policy) {
    auto text = fmt::format("{}  {}  {:<16} issued {}", label(ticket), name(ticket.klass), ticket.service,
                            time_text(ticket.issued_at, policy));
    if (ticket.called_at) text += fmt::format(", called {} to {}", time_text(*ticket.called_at, policy), ticket.counter);
    if (ticket.on_paper != OnPaper::yes) text += ticket.on_paper == OnPaper::no ? ", not printed" : ", perhaps printed";
    return text + '\n' + cards_text(ticket, policy);
}

// Called ones in the order of their calls, then the waiting in the order in which they will be called.
struct Queue {
    std::vector<Ticket> called, waiting;
};
Queue queue_of(std::vector<Ticket> tickets, int priorities_per_ordinary) {
    Queue queue;
    for (auto& ticket : tickets) (ticket.called_at ? queue.called : queue.waiting).push_back(std::move(ticket));
    std::ranges::stable_sort(queue.called, {}, &Ticket::called_at);
    queue.waiting = calling_order(queue.called, std::move(queue.waiting), priorities_per_ordinary);
    return queue;
}

int list(const Context& context, const Site& site, HallDesk& desk, const std::string& wanted_day) {
    const auto today = local_time(wall_now(), site.policy.utc_offset).date;
    const auto day = wanted_day.empty() ? today : *parse_iso_date(wanted_day);  // checked when it was parsed
    auto tickets = desk.tickets(site.config.site.hall, day);
    if (!tickets) return refuse(context, tickets.error().detail);
    const auto queue = queue_of(*std::move(tickets), site.policy.priorities_per_ordinary);
    if (context.json) {
        Json json = {
            {"hall", site.config.site.hall}, {"day", iso(day)}, {"called", Json::array()}, {"waiting", Json::array()}};
        for (const auto& ticket : queue.called) json["called"].push_back(to_json(ticket, site.policy));
        for (const auto& ticket : queue.waiting) json["waiting"].push_back(to_json(ticket, site.policy));
        print(context, json);
        return 0;
    }
    context.out << fmt::format("{}, {}: {} called, {} waiting\n", site.config.site.hall, iso(day), queue.called.size(),
                               queue.waiting.size());
    for (const auto& ticket : queue.called) context.out << to_text(ticket, site.policy);
    for (const auto& ticket : queue.waiting) context.out << to_text(ticket, site.policy);
    return 0;
}

std::string call_number() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}", source(), source());
}

int call(const Context& context, const Site& site, HallDesk& desk, const QueueOptions& options) {
    const auto& counter = options.counter;
    const auto number = options.again.empty() ? call_number() : options.again;
    const auto next = desk.call_next({site.config.site.hall, counter, number}, site.policy, wall_now());
    if (!next && next.error().fault == Fault::store_unreachable)
        return refuse(context, fmt::format("{}. Whether somebody was called is not known; ask once more with --again {}",
                                           next.error().detail, number));
    if (!next) return refuse(context, next.error().detail);
    if (context.json)
        print(context, to_json(*next, site.policy));
    else
        context.out << fmt::format("{}, please come to {}\n", label(*next), counter) << cards_text(*next, site.policy);
    return 0;
}

}  // namespace

// The hall's tickets: where several kiosks share a store, all of them are only there.
Result<std::unique_ptr<HallDesk>> desk_of_hall(const Site& site) {
    const auto options = ledger_options(site.config, site.policy);
    if (site.config.ledger.postgres.empty()) {
        auto local = open_ledger(options);
        if (!local) return local.error();
        return std::unique_ptr<HallDesk>(*std::move(local));
    }
    const auto local = open_local_ledger(options);
    if (!local) return local.error();
    SharedOptions shared;
    shared.line.where = site.config.ledger.postgres;
    return open_shared_desk(shared, local->key);
}

static int run_queue(const Context& context, const QueueOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto desk = desk_of_hall(*site);
    if (!desk) return refuse(context, desk.error().detail);
    return options.call ? call(context, *site, **desk, options) : list(context, *site, **desk, options.day);
}

void add_queue(Commands& commands) {
    auto& options = commands.make<QueueOptions>();
    auto* command = commands.add("queue", "the tickets of this hall", options, run_queue);
    command->add_option("--day", options.day, "of another day than today")->check(is_day);
    auto* list = command->add_subcommand("list", "who was called and who waits, in the order of calling");
    list->fallthrough();
    auto* call = command->add_subcommand("call", "call the next person by the rule of the queue");
    call->add_option("--counter", options.counter, "name of the counter that calls")->required();
    call->add_option("--again", options.again,
                     "the call of that number, whose answer was lost: the same person, not the next");
    call->fallthrough();
    call->callback([&options] { options.call = true; });
    command->require_subcommand(0, 1);
}

}  // namespace kiosk::ctl
