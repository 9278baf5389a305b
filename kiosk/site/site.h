#pragma once

#include <string>

#include "kiosk/base/result.h"
#include "kiosk/config/config.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// A terminal as its files say: what most programs need before they do anything.
struct Site {
    Config config;
    Policy policy;
};
Result<Site> load_site(const std::string& config_path);
SqliteOptions ledger_options(const Config& config, const Policy& policy);

std::string time_text(Wall when, const Policy& policy);  // "2026-11-01 09:30", hall time

}  // namespace kiosk
