#include <cstdint>
#include <cstdlib>

#include "kiosk/store/conninfo.h"

// A connection string of the configuration: never more is shown than host, port, database, user and service.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto info = kiosk::parse_conninfo({reinterpret_cast<const char*>(data), size});
    if (!info) {
        if (info.error().fault != kiosk::Fault::malformed) std::abort();
        return 0;
    }
    for (const char byte : info->shown)
        if (static_cast<unsigned char>(byte) < ' ') std::abort();
    std::string harmless;
    for (const auto& [key, value] : info->words)
        if (key == "host" || key == "hostaddr" || key == "port" || key == "dbname" || key == "user" || key == "service")
            harmless += value + '\n';
    for (const auto& [key, value] : info->words) {
        const bool secret = key == "password" && value.size() > 16 && harmless.find(value) == std::string::npos;
        if (secret && info->shown.find(value) != std::string::npos) std::abort();
    }
    return 0;
}
