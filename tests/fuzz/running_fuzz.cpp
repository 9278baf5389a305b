#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/health/deeds.h"
#include "kiosk/health/running.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view toml(reinterpret_cast<const char*>(data), size);
    static_cast<void>(kiosk::parse_last_backup(toml, "last.toml"));
    static_cast<void>(kiosk::parse_last_update(toml, "last.toml"));
    static_cast<void>(kiosk::ring_of(toml));
    const auto running = kiosk::parse_running(toml, "state.toml");
    if (running && running->pid < 1) std::abort();
    return 0;
}
