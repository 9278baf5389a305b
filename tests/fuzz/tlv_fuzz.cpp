#include <cstdlib>

#include "hw/card/tlv.h"

// The first byte chooses the tag.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const hw::ByteView bytes(data + 1, size - 1);
    const auto value = hw::find_tlv(bytes, data[0] % 2 == 0 ? 0x9F0C : data[0]);
    if (!value) return 0;
    const bool within = value->data() >= bytes.data() && value->data() + value->size() <= bytes.data() + bytes.size();
    if (!within && !value->empty()) std::abort();
    return 0;
}
