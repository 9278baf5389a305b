#include "kiosk/config/config.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/base/assets.h"
#include "kiosk/config/settings.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/store/conninfo.h"

namespace kiosk::ctl {
namespace {

struct ConfigOptions {
    std::string key;  // empty: where this machine differs
};

// What is shown may be sent to somebody: a connection string can hold a password.
std::string for_people(const std::string& key, const std::string& value) {
    if (key != "ledger.postgres" || value.empty()) return value;
    const auto store = parse_conninfo(value);
    return store ? store->shown : store.error().detail;
}

int run_config(const Context& context, const ConfigOptions& options) {
    const auto config = load_config(context.config_path);
    if (!config) return refuse(context, config.error().detail);
    if (!options.key.empty()) {
        const auto all = settings(*config);
        const auto found = std::ranges::find(all, options.key, &Setting::key);
        if (found == all.end())
            return refuse(context,
                          fmt::format("kiosk.toml has no key {}; one is called backup.to, for instance", options.key));
        if (context.json)
            print(context, {{found->key, found->value}});
        else
            context.out << found->value << '\n';
        return 0;
    }
    Json list = Json::array();
    for (const auto& [key, shipped, here] : differences(with_city({}, asset_path("city")), *config)) {
        const auto before = for_people(key, shipped), now = for_people(key, here);
        list.push_back({{"key", key}, {"shipped", before}, {"here", now}});
        if (!context.json) context.out << fmt::format("{:<24}\"{}\" -> \"{}\"\n", key, before, now);
    }
    if (context.json) print(context, list);
    return 0;
}

}  // namespace

void add_config(Commands& commands) {
    auto& options = commands.make<ConfigOptions>();
    auto* command =
        commands.add("config", "what kiosk.toml says, with what the city's package brought", options, run_config);
    command->add_subcommand("diff", "where this machine differs from what program and city bring")->fallthrough();
    auto* get = command->add_subcommand("get", "the value of one key, as scripts want it");
    get->fallthrough();
    get->add_option("KEY", options.key, "section and key, such as backup.to")->required();
    command->require_subcommand(1);
}

}  // namespace kiosk::ctl
