#include "kiosk/code/foreign.h"

#include <cstdlib>
#include <string>

// What somebody else's code is told to be does not depend on what lies behind its bytes, and a code for paying is text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view seen(reinterpret_cast<const char*>(data), size);
    const std::string alone(seen);  // with nothing behind it but its own end
    const auto kind = kiosk::recognise(seen);
    if (kind != kiosk::recognise(alone)) std::abort();
    const bool digits = seen.find_first_not_of("0123456789 \r\n\t") == std::string_view::npos;
    if (kind == kiosk::ForeignCode::payment && !digits) std::abort();
    const bool bus = kind == kiosk::ForeignCode::bus || kind == kiosk::ForeignCode::bus_local;
    if (bus && (size < 32 || digits)) std::abort();
    return 0;
}
