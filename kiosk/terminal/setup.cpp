#include "kiosk/terminal/setup.h"

#include <fmt/format.h>

#include "kiosk/base/assets.h"
#include "kiosk/base/first_error.h"
#include "screens/glass/input.h"

namespace kiosk {
namespace {

Status check_key_names(const Config::Keypad& keypad) {
    for (const auto& [key, names] : keypad.keys)
        for (const auto& one : names)
            if (!screens::is_key_name(one))
                return Error{Fault::refused, fmt::format("[keypad] {}: no key is called \"{}\"; `kioskctl keypad learn` "
                                                         "shows what a key is called",
                                                         name(key), one)};
    return Done{};
}

}  // namespace

Result<Setup> load_setup(const std::string& config_path) {
    FirstError all;
    Setup setup;
    setup.config = all.take(load_config(config_path));
    if (const auto known = check_key_names(setup.config.keypad); !known) all.fail(known.error());
    if (!all.failed()) setup.policy = all.take(load_policy(policy_path(setup.config)));
    setup.words = all.take(Catalog::load(words_path()));
    setup.faults = all.take(FaultCatalog::load(asset_path("faults.toml")));
    setup.trusted = all.take(Keyring::load(setup.config.codes.trusted));
    return all.result(std::move(setup));
}

}  // namespace kiosk
