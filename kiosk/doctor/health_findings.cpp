#include <fmt/format.h>

#include "kiosk/base/assets.h"
#include "kiosk/doctor/health.h"
#include "kiosk/policy/faults.h"

namespace kiosk {
namespace {

constexpr std::chrono::hours longest_without_backup{50};  // one may be missed where a hall is closed for a day

std::string since(Wall when, Wall now) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(now - when).count();
    if (minutes < 120) return fmt::format("{} min", minutes);
    return minutes < 48 * 60 ? fmt::format("{} h", minutes / 60) : fmt::format("{} days", minutes / 60 / 24);
}

Finding kiosk_finding(const Health& health, const Site& site) {
    const auto what = fmt::format("version {}{}", health.version, health.ring.empty() ? "" : ", ring " + health.ring);
    if (!health.running) return wrong("kiosk", what + ": not at work", "systemctl status kiosk, journalctl -u kiosk");
    const auto& running = *health.running;
    if (running.version != health.version)
        return wrong("kiosk", fmt::format("{}, but version {} is at work", what, running.version),
                     "systemctl restart kiosk");
    return good("kiosk", fmt::format("{}, at work since {}, {}", what, time_text(running.started, site.policy),
                                     running.in_visit ? "somebody is before it" : "nobody is before it"));
}

void add_devices(std::vector<Finding>& all, const Health& health, const Site& site) {
    if (!health.running) return;
    const auto catalog = FaultCatalog::load(asset_path("faults.toml"));
    for (const auto& [device, fault, since_when] : health.running->troubles) {
        const auto words = catalog ? catalog->words(fault) : FaultWords{};
        all.push_back(wrong(device,
                            fmt::format("{} ({}), since {}, for {}", name(fault), words.log,
                                        time_text(since_when, site.policy), since(since_when, health.at)),
                            words.staff.en));
    }
    if (health.running->troubles.empty()) all.push_back(good("devices", "nothing is wrong with any"));
    if (const auto called = health.running->staff_called)
        all.push_back(
            wrong("staff", "somebody before the kiosk has called them for " + since(*called, health.at), "go there"));
}

Finding copy_finding(const Health::Copy& copy, Wall now, int stale_min) {
    const auto words =
        fmt::format("{}; {} changes to tell, {} told twice, {} events of custody and {} cases to tell, {} rows set aside",
                    copy.synced_at ? "abreast " + since(*copy.synced_at, now) + " ago" : "never abreast yet",
                    copy.outbox.waiting, copy.outbox.clashes, copy.unsent, copy.unpublished, copy.set_aside);
    const bool old = !copy.synced_at || now - *copy.synced_at > std::chrono::minutes{stale_min};
    if (old || copy.outbox.clashes > 0 || copy.set_aside > 0 || copy.disputed > 0)
        return wrong("shared store", words, "kioskctl doctor says more");
    return good("shared store", words);
}

Finding backup_finding(const Health& health, const Site& site) {
    if (!health.backup) return wrong("backup", "none that is known", "systemctl status kiosk-backup");
    const auto words = fmt::format("{}, to {}", time_text(health.backup->at, site.policy), health.backup->to);
    if (health.at - health.backup->at <= longest_without_backup) return good("backup", words);
    return wrong("backup", words + ", " + since(health.backup->at, health.at) + " ago", "systemctl status kiosk-backup");
}

Finding update_finding(const LastUpdate& update, const Site& site) {
    const auto words = fmt::format("{}: {}{}{}", time_text(update.at, site.policy), name(update.outcome),
                                   update.what.empty() ? "" : ", ", update.what);
    const bool well = update.outcome == UpdateOutcome::current || update.outcome == UpdateOutcome::updated;
    return well ? good("update", words) : wrong("update", words, "journalctl -u kiosk-update");
}

}  // namespace

std::vector<Finding> findings(const Health& health, const Site& site) {
    std::vector<Finding> all{kiosk_finding(health, site)};
    add_devices(all, health, site);
    const auto visit = health.last_visit();
    all.push_back(good("last visit", visit ? time_text(*visit, site.policy) : "none that is known"));
    all.push_back(health.ledger
                      ? wrong("ledger", health.ledger->detail)
                      : good("queue", fmt::format("{} wait, and {} with priority, of {} tickets today",
                                                  health.queue.ordinary, health.queue.priority, health.queue.issued)));
    if (health.copy) all.push_back(copy_finding(*health.copy, health.at, site.config.ledger.stale_min));
    all.push_back(judge_space(health.space, site.config.ledger.path));
    all.push_back({"clock", health.clock.ok, health.clock.state, health.clock.remedy});
    all.push_back(backup_finding(health, site));
    if (health.update) all.push_back(update_finding(*health.update, site));
    return all;
}

}  // namespace kiosk
