#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/policy/directory_file.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view toml(reinterpret_cast<const char*>(data), size);
    const auto directory = kiosk::parse_directory(toml, "fuzz.toml");
    if (!directory) {
        require(directory.error().detail.starts_with("fuzz.toml:"));  // every refusal names its place
        return 0;
    }
    for (const auto& application : directory->applications()) {
        require(application.name.size() >= 5 && application.name.size() <= 16);
        require(!application.place.zh.empty() && !application.place.en.empty());
    }
    for (const auto& origin : directory->origins) {
        for (const auto& area : origin.areas) require(directory->of_area(area) == &origin);
        for (const auto& beginning : origin.numbers_19) {
            const auto number = kiosk::CardNumber::parse(beginning + std::string(19 - beginning.size(), '0'));
            require(number && directory->of({*number, {}, "", {}, {}, {}}));
        }
    }
    return 0;
}
