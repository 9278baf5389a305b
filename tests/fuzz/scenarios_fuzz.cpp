#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

#include "kiosk/policy/scenarios.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view toml(reinterpret_cast<const char*>(data), size);
    const auto scenarios = kiosk::parse_scenarios(toml, "fuzz.toml");
    if (!scenarios) {
        require(scenarios.error().detail.starts_with("fuzz.toml:"));  // every refusal names its place
        return 0;
    }
    std::set<int> numbers;
    for (const auto& group : scenarios->groups) {
        require(!group.scenarios.empty());
        bool works = true;
        for (const auto& one : group.scenarios) {
            require(works || !one.works);  // what works stands first
            works = one.works;
            require(!one.words.zh.empty() && !one.offices.empty() && !(one.works && one.by));
            for (const int number : one.plan) require(numbers.insert(number).second);
        }
    }
    require(!numbers.empty() && *numbers.rbegin() == static_cast<int>(numbers.size()));  // no gap
    return 0;
}
