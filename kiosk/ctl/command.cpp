#include "kiosk/ctl/command.h"

#include <iostream>

namespace kiosk::ctl {

int refuse(const Context& context, const std::string& reason) {
    context.err << context.program << ": " << reason << '\n';
    return 1;
}

void print(const Context& context, const Json& value) { context.out << value.dump(2) << '\n'; }

Result<Site> load_site(const std::string& config_path) {
    auto config = load_config(config_path);
    if (!config) return config.error();
    auto policy = load_policy(policy_path(*config));
    if (!policy) return policy.error();
    return Site{*std::move(config), *std::move(policy)};
}

SqliteOptions ledger_options(const Config& config, const Policy& policy) {
    SqliteOptions options;
    options.path = config.ledger.path;
    options.key_file = config.ledger.key_file;
    options.utc_offset = policy.utc_offset;
    return options;
}

Result<std::unique_ptr<SqliteLedger>> open_ledger_of(const Site& site) {
    return open_ledger(ledger_options(site.config, site.policy));
}

std::string is_day(const std::string& text) {
    return parse_iso_date(text) ? std::string{} : "must be a day such as 2026-11-01";
}

std::string time_text(Wall when, const Policy& policy) {
    const auto local = local_time(when, policy.utc_offset);
    return iso(local.date) + ' ' + clock_text(local.of_day);
}

}  // namespace kiosk::ctl
