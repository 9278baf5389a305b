#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kiosk/doctor/health.h"
#include "kiosk/policy/faults.h"

// One line a sample, one HELP and TYPE a name: Prometheus' text format.
namespace kiosk {
namespace {

// Of a label: a hall may have any name.
std::string in_quotes(std::string_view text) {
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') all += '\\';
        all += c == '\n' ? ' ' : c;
    }
    return all + '"';
}

std::int64_t seconds(Wall when) { return std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()).count(); }

class Exposition {
public:
    void about(std::string_view metric, std::string_view help) {
        metric_ = fmt::format("kiosk_{}", metric);
        text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", metric_, help);
    }
    void sample(std::int64_t value, const std::string& labels = {}) {
        text_ += fmt::format("{}{} {}\n", metric_, labels.empty() ? "" : "{" + labels + "}", value);
    }
    void one(std::string_view metric, std::string_view help, std::int64_t value) {
        about(metric, help);
        sample(value);
    }
    void moment(std::string_view metric, std::string_view help, std::optional<Wall> when) {
        if (when) one(metric, help, seconds(*when));
    }
    const std::string& text() const { return text_; }

private:
    std::string metric_, text_;
};

void sample_kiosk(Exposition& out, const Health& health, const Config::Site& site) {
    out.about("info", "Which terminal this is, of which version and ring.");
    out.sample(1, fmt::format("hall={},terminal={},version={},ring={}", in_quotes(site.hall),
                              in_quotes(std::string(1, site.terminal)), in_quotes(health.version), in_quotes(health.ring)));
    out.one("at_work", "1: the kiosk runs.", health.running ? 1 : 0);
    if (!health.running) return;
    out.moment("started_timestamp_seconds", "When the kiosk was started.", health.running->started);
    out.one("in_visit", "1: somebody is before the kiosk.", health.running->in_visit ? 1 : 0);
    out.moment("staff_called_timestamp_seconds", "Since when somebody before the kiosk wants the staff.",
               health.running->staff_called);
}

// Every device always has a sample, so that a rule can wait for the fault's end.
void sample_devices(Exposition& out, const Running& running) {
    constexpr std::array devices{"reader", "printer", "scanner", "clock", "ledger"};
    out.about("device_well", "0: something is wrong with the device.");
    for (const auto* device : devices) {
        const bool well =
            std::ranges::none_of(running.troubles, [&](const Trouble& trouble) { return trouble.device == device; });
        out.sample(well ? 1 : 0, fmt::format("device={}", in_quotes(device)));
    }
    if (running.troubles.empty()) return;
    out.about("fault_since_timestamp_seconds",
              "Since when the device has this fault; paper_out is that of an empty printer.");
    for (const auto& [device, fault, since] : running.troubles)
        out.sample(seconds(since), fmt::format("device={},fault={}", in_quotes(device), in_quotes(name(fault))));
}

void sample_ledger(Exposition& out, const Health& health) {
    out.one("ledger_readable", "0: the ledger cannot be read.", health.ledger ? 0 : 1);
    if (health.ledger) return;
    out.one("tickets_today", "Tickets given today in this hall, as this terminal knows.", health.queue.issued);
    out.about("tickets_waiting", "Tickets of today that nobody has called yet.");
    out.sample(health.queue.ordinary, "class=\"ordinary\"");
    out.sample(health.queue.priority, "class=\"priority\"");
    if (!health.copy) return;
    const auto& copy = *health.copy;
    out.moment("copy_timestamp_seconds", "When this terminal was last abreast of the shared store.", copy.synced_at);
    out.about("outbox_rows", "What the shared store has not been told yet.");
    out.sample(copy.outbox.waiting, "kind=\"changes\"");
    out.sample(copy.unsent, "kind=\"custody\"");
    out.sample(copy.unpublished, "kind=\"cases\"");
    out.one("outbox_clashes", "Numbers of tickets that were given out twice.", copy.outbox.clashes);
    out.one("rows_set_aside", "Rows of the shared store that cannot be.", copy.set_aside);
    out.one("custody_disputes", "Things told by two offices that cannot both be.", copy.disputed);
}

void sample_machine(Exposition& out, const Health& health) {
    out.one("disk_free_bytes", "Room for the ledger on its disk.", health.space.room);
    out.one("disk_tickets", "How many tickets surely fit, with what is kept for them.", health.space.tickets);
    out.one("clock_plausible", "0: the clock says a time that cannot be.", health.clock.ok ? 1 : 0);
    out.one("clock_synchronised", "1: a time server keeps the clock.", health.synchronised ? 1 : 0);
    out.moment("last_visit_timestamp_seconds", "When the last visit ended, or the last ticket was given.",
               health.last_visit());
    out.moment("last_backup_timestamp_seconds", "When the ledger was last backed up to where it should be.",
               health.backup ? std::optional{health.backup->at} : std::nullopt);
    if (!health.update) return;
    out.about("update_outcome", "1: how the last look for updates ended.");
    for (const auto outcome : {UpdateOutcome::current, UpdateOutcome::updated, UpdateOutcome::undone, UpdateOutcome::failed})
        out.sample(health.update->outcome == outcome ? 1 : 0, fmt::format("outcome={}", in_quotes(name(outcome))));
    out.moment("last_update_timestamp_seconds", "When updates were last looked for.", health.update->at);
}

}  // namespace

std::string metrics(const Health& health, const Site& site) {
    Exposition out;
    sample_kiosk(out, health, site.config.site);
    if (health.running) sample_devices(out, *health.running);
    sample_ledger(out, health);
    sample_machine(out, health);
    return out.text();
}

}  // namespace kiosk
