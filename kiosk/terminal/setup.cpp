#include "kiosk/terminal/setup.h"

#include "kiosk/base/assets.h"
#include "kiosk/base/first_error.h"

namespace kiosk {

Result<Setup> load_setup(const std::string& config_path) {
    FirstError all;
    Setup setup;
    setup.config = all.take(load_config(config_path));
    if (!all.failed()) setup.policy = all.take(load_policy(policy_path(setup.config)));
    setup.words = all.take(Catalog::load(words_path()));
    setup.faults = all.take(FaultCatalog::load(asset_path("faults.toml")));
    setup.trusted = all.take(Keyring::load(setup.config.codes.trusted));
    return all.result(std::move(setup));
}

}  // namespace kiosk
