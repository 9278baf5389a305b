#include "tests/support/platform.h"

#include <stdexcept>

namespace support {

TestPlatform::TestPlatform(const std::string& act, const std::string& answer)
    : program_(std::make_unique<Child>(std::vector<std::string>{KIOSK_TEST_PLATFORM, dir_.path().string(), act, answer},
                                       std::map<std::string, std::string>{}, dir_.file("log"))) {
    if (!wait_until([&] { return std::filesystem::exists(file("port")); }))
        throw std::runtime_error("the platform did not start: " + read_file(file("log")));
}

hw::ResolverOptions TestPlatform::address() const {
    hw::ResolverOptions platform;
    platform.url = "https://127.0.0.1:" + read_file(file("port")) + "/codes";
    platform.ca_file = file("authority.pem");
    platform.connect = platform.whole = std::chrono::seconds(20);
    return platform;
}

std::vector<std::string> TestPlatform::codes() const {
    std::vector<std::string> codes;
    for (int number = 1;; ++number) {
        const auto name = file("code-" + std::to_string(number));
        if (!std::filesystem::exists(name)) return codes;
        codes.push_back(read_file(name));
    }
}

std::string TestPlatform::head(int number) const { return read_file(file("head-" + std::to_string(number))); }

}  // namespace support
