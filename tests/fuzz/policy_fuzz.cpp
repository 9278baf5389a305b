#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/policy/faults.h"
#include "kiosk/policy/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view toml(reinterpret_cast<const char*>(data), size);
    const auto faults = kiosk::FaultCatalog::parse(toml, "fuzz.toml");
    if (!faults && !faults.error().detail.starts_with("fuzz.toml:")) std::abort();
    const auto policy = kiosk::parse_policy(toml, "fuzz.toml");
    if (!policy) {
        if (!policy.error().detail.starts_with("fuzz.toml:")) std::abort();  // every refusal names its place
        return 0;
    }
    if (!policy->service(policy->priority_service) || !policy->refusal("no such code")) std::abort();
    const kiosk::LocalTime at{kiosk::Date{std::chrono::year{2026}, std::chrono::month{5}, std::chrono::day{4}}, {}};
    const auto opening = policy->next_opening(at);
    if (opening && !policy->is_open(*opening)) std::abort();
    return 0;
}
