#include <cstdlib>

#include "hw/scanner/envelope.h"

// What a scanner sends with a code: nothing is lost, and what was taken away once needs no second time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view scanned(reinterpret_cast<const char*>(data), size);
    const auto envelope = hw::opened(scanned);
    if (std::string(envelope.before).append(envelope.code).append(envelope.behind) != scanned) std::abort();
    if (envelope.before.find(envelope.identifier) == std::string_view::npos) std::abort();
    if (hw::named_characters(scanned).size() < scanned.size()) std::abort();
    return 0;
}
