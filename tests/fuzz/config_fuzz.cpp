#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/config/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view toml(reinterpret_cast<const char*>(data), size);
    const auto config = kiosk::parse_config(toml, "/etc/kiosk/fuzz.toml");
    if (!config) {
        if (!config.error().detail.starts_with("/etc/kiosk/fuzz.toml:")) std::abort();  // every refusal names its place
        return 0;
    }
    if (config->site.terminal < 'A' || config->site.terminal > 'Z') std::abort();
    if (config->display.width_mm < 0 || config->display.height_mm < 0) std::abort();
    if (config->ledger.path.front() != '/') std::abort();
    return 0;
}
