#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/code/payload.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view payload(reinterpret_cast<const char*>(data), size);
    const auto code = kiosk::parse_payload(payload);
    if (code && kiosk::to_payload(*code) != payload) std::abort();  // one spelling each
    const kiosk::OwnCode key = kiosk::CaseCode{std::string(payload.substr(0, 64))};
    if (!payload.empty() && kiosk::parse_payload(kiosk::to_payload(key)) != key) std::abort();  // any key can be carried
    return 0;
}
