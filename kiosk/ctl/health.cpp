#include "kiosk/doctor/health.h"

#include <ostream>

#include <fmt/format.h>

#include "kiosk/base/replace_file.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/doctor/doctor.h"
#include "kiosk/policy/faults.h"

namespace kiosk::ctl {
namespace {

struct HealthOptions {
    std::string prometheus, html, root;
    bool at_rest = false;
};

template <class Value, class ToJson>
Json or_null(const std::optional<Value>& value, ToJson to_json) {
    return value ? Json(to_json(*value)) : Json(nullptr);
}

Json running_json(const Running& running) {
    Json troubles = Json::array();
    for (const auto& [device, fault, since] : running.troubles)
        troubles.push_back({{"device", device}, {"fault", name(fault)}, {"since", utc_text(since)}});
    return {{"version", running.version},
            {"started", utc_text(running.started)},
            {"in_visit", running.in_visit},
            {"staff_called", or_null(running.staff_called, utc_text)},
            {"faults", std::move(troubles)}};
}

Json copy_json(const Health::Copy& copy) {
    return {{"synced_at", or_null(copy.synced_at, utc_text)},
            {"outbox", copy.outbox.waiting},
            {"clashes", copy.outbox.clashes},
            {"custody_unsent", copy.unsent},
            {"cases_unpublished", copy.unpublished},
            {"disputed", copy.disputed},
            {"set_aside", copy.set_aside}};
}

Json to_json(const Health& health, const Config::Site& site) {
    Json json = {
        {"at", utc_text(health.at)},
        {"hall", site.hall},
        {"terminal", std::string(1, site.terminal)},
        {"version", health.version},
        {"ring", health.ring},
        {"kiosk", or_null(health.running, running_json)},
        {"ledger", health.ledger ? Json(health.ledger->detail) : Json("readable")},
        {"queue",
         {{"issued", health.queue.issued},
          {"ordinary_waiting", health.queue.ordinary},
          {"priority_waiting", health.queue.priority}}},
        {"copy", or_null(health.copy, copy_json)},
        {"disk",
         {{"free_bytes", health.space.room},
          {"kept_bytes", health.space.held},
          {"tickets", health.space.tickets},
          {"more_files", health.space.more_files}}},
        {"clock", {{"plausible", health.clock.ok}, {"state", health.clock.state}, {"synchronised", health.synchronised}}},
        {"last_visit", or_null(health.last_visit(), utc_text)}};
    json["last_backup"] = or_null(health.backup, [](const LastBackup& last) {
        return Json{{"at", utc_text(last.at)}, {"to", last.to}};
    });
    json["last_update"] = or_null(health.update, [](const LastUpdate& last) {
        return Json{{"at", utc_text(last.at)}, {"outcome", name(last.outcome)}, {"what", last.what}};
    });
    return json;
}

int run_health(const Context& context, const HealthOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto health = look_at_health(*site, options.root, wall_now());
    if (options.at_rest) {
        const auto busy = why_not_at_rest(health, site->policy);
        return busy ? refuse(context, *busy) : 0;
    }
    if (!options.prometheus.empty() && !replace_file(options.prometheus, metrics(health, *site)))
        return refuse(context, options.prometheus + ": cannot be written");
    if (!options.html.empty() && !replace_file(options.html, health_page(health, *site)))
        return refuse(context, options.html + ": cannot be written");
    if (context.json)
        print(context, to_json(health, site->config.site));
    else if (options.prometheus.empty() && options.html.empty())
        write(context.out, findings(health, *site));
    return 0;
}

}  // namespace

void add_health(Commands& commands) {
    auto& options = commands.make<HealthOptions>();
    auto* command = commands.add(
        "health", "how this terminal stands, at once and without asking a device: for a look, and for whoever watches many",
        options, run_health);
    command->add_option("--prometheus", options.prometheus, "write it to this file, for node-exporter's textfile collector");
    command->add_option("--html", options.html, "write it to this file as a page for a browser");
    command->add_flag("--at-rest", options.at_rest,
                      "only say whether the hall is closed and nobody stands here: else refuse, with the reason");
    command->add_option("--root", options.root,
                        "where the machine's folders lie, such as a disk of another machine; / if not given");
}

}  // namespace kiosk::ctl
