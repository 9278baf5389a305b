#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto catalog = kiosk::Catalog::parse(bytes);
    if (!catalog) return 0;
    if (catalog->size() > size / 16) std::abort();  // more words than descriptors fit into the file
    const kiosk::Words words(*catalog, kiosk::Language::chinese);
    if (words("A sentence that no catalog has").empty()) std::abort();
    return 0;
}
