#include "kiosk/code/base45.h"

#include <cstdlib>

// Text as base45, and bytes in it: each has one spelling.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto bytes = kiosk::from_base45(text); bytes && kiosk::to_base45(*bytes) != text) std::abort();
    const auto bytes = kiosk::from_base45(kiosk::to_base45({data, size}));
    if (!bytes || !std::equal(bytes->begin(), bytes->end(), data, data + size)) std::abort();
    return 0;
}
