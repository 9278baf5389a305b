#include "kiosk/doctor/health.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/base/clock.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/set_aside.h"
#include "kiosk/ledger/sql.h"
#include "kiosk/store/sync_state.h"

namespace kiosk {
namespace {

constexpr std::size_t largest_note = 64 * 1024;
constexpr std::chrono::minutes before_opening{30};

template <class Record>
std::optional<Record> read_note(const std::string& path, Result<Record> (*parse)(std::string_view, const std::string&)) {
    const auto text = read_regular_file(path, largest_note);
    if (!text) return std::nullopt;
    auto record = parse(*text, path);
    return record ? std::optional{*std::move(record)} : std::nullopt;
}

std::optional<Running> kiosk_at_work(const std::string& root) {
    auto running = read_note(root + running_file, parse_running);
    const bool lives = running && (::kill(running->pid, 0) == 0 || errno == EPERM);
    return lives ? running : std::nullopt;
}

std::string ring_here(const std::string& root) {
    const auto sources = read_regular_file(root + repository_file, largest_note);
    return sources ? ring_of(*sources) : "";
}

Result<Health::Queue> look_at_queue(SqliteLedger& ledger, const Config::Site& site, Date today) {
    const auto tickets = ledger.tickets(site.hall, today);
    if (!tickets) return tickets.error();
    Health::Queue queue;
    for (const auto& ticket : *tickets) {
        ++queue.issued;
        if (ticket.terminal == site.terminal) queue.last = ticket.issued_at;
        if (ticket.called_at) continue;
        ++(ticket.klass == TicketClass::priority ? queue.priority : queue.ordinary);
    }
    return queue;
}

Result<Health::Copy> look_at_copy(sqlite3& db) {
    const auto state = sync_state(db);
    if (!state) return state.error();
    Sql sql(db);
    const auto aside = static_cast<std::int64_t>(rows_set_aside(sql).size());
    return sql.result(
        Health::Copy{state->synced_at, state->outbox, state->unsent, state->unpublished, state->disputed, aside});
}

// A ledger that is not there is not made.
Status look_into_ledger(Health& health, const Site& site) {
    const auto options = ledger_options(site.config, site.policy);
    std::error_code code;
    if (!std::filesystem::exists(options.path, code))
        return Error{Fault::ledger_gone, "ledger " + options.path + ": is not there"};
    const auto ledger = open_ledger(options);
    if (!ledger) return ledger.error();
    const auto queue = look_at_queue(**ledger, site.config.site, local_time(health.at, site.policy.utc_offset).date);
    if (!queue) return queue.error();
    health.queue = *queue;
    if (site.config.ledger.postgres.empty()) return Done{};
    const auto copy = look_at_copy((*ledger)->local().db());
    if (!copy) return copy.error();
    health.copy = *copy;
    return Done{};
}

}  // namespace

std::optional<Wall> Health::last_visit() const { return std::max(running ? running->last_visit : std::nullopt, queue.last); }

Health look_at_health(const Site& site, const std::string& root, Wall now) {
    Health health;
    health.at = now;
    health.version = KIOSK_VERSION;
    health.ring = ring_here(root);
    health.running = kiosk_at_work(root);
    if (const auto looked = look_into_ledger(health, site); !looked) health.ledger = looked.error();
    health.space = look_at_space(site.config.ledger.path);
    health.clock = look_at_clock(site.config, site.policy, now);
    health.synchronised = kept_by_time_server();
    health.backup = read_note(root + backup_file, parse_last_backup);
    health.update = read_note(root + update_file, parse_last_update);
    return health;
}

std::optional<std::string> why_not_at_rest(const Health& health, const Policy& policy) {
    if (health.running && health.running->in_visit) return "somebody stands before the kiosk";
    if (!health.clock.ok) return "nobody knows whether the hall is open: " + health.clock.state;
    const auto now = local_time(health.at, policy.utc_offset);
    if (policy.is_open(now)) return "the hall is open";
    if (policy.is_open(local_time(health.at + before_opening, policy.utc_offset)))
        return fmt::format("the hall opens within {} minutes", before_opening.count());
    return std::nullopt;
}

}  // namespace kiosk
