#include "kiosk/site/resolver_config.h"

#include <algorithm>

namespace kiosk {

std::optional<hw::ResolverOptions> resolver_options(const Config::Resolver& config) {
    if (config.url.empty()) return std::nullopt;
    hw::ResolverOptions platform{config.url, config.ca_file, config.certificate, config.key, config.token_file};
    platform.whole = std::chrono::seconds(config.timeout_s);
    platform.connect = std::min(platform.connect, platform.whole);
    return platform;
}

std::vector<ForeignCode> forwarded_codes(const Config::Resolver& config) {
    std::vector<ForeignCode> codes;
    if (config.url.empty()) return codes;
    const auto add = [&](const char* name, std::initializer_list<ForeignCode> kinds) {
        if (std::ranges::count(config.codes, name) > 0) codes.insert(codes.end(), kinds);
    };
    add("opaque", {ForeignCode::opaque});
    add("bus", {ForeignCode::bus, ForeignCode::bus_local});
    add("web_address", {ForeignCode::web_address});
    return codes;
}

}  // namespace kiosk
