#include "kiosk/site/site.h"

#include "kiosk/base/built.h"
#include "kiosk/base/clock.h"
#include "kiosk/config/key_place.h"

namespace kiosk {

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
    options.key_file = ledger_key_file(config).path;
    options.utc_offset = policy.utc_offset;
    options.built = built_at();
    options.now = wall_now();
    return options;
}

std::string time_text(Wall when, const Policy& policy) {
    const auto local = local_time(when, policy.utc_offset);
    return iso(local.date) + ' ' + clock_text(local.of_day);
}

}  // namespace kiosk
