#pragma once

#include <optional>
#include <vector>

#include "hw/resolver/resolver.h"
#include "kiosk/code/foreign.h"
#include "kiosk/config/config.h"

namespace kiosk {

// [resolver] of the configuration, as the parts of the program take it.
std::optional<hw::ResolverOptions> resolver_options(const Config::Resolver& config);  // nullopt: none is configured
std::vector<ForeignCode> forwarded_codes(const Config::Resolver& config);

}  // namespace kiosk
