#include "hw/card/storage_card.h"
#include "tests/fuzz/fuzzed_card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto atr = hw::parse_storage_atr(hw::ByteView(data, size));
    if (!atr) return 0;
    require(size >= 15);
    require(!atr->chip().empty());
    require(atr->may_have_processor() + atr->is_resident_id() + atr->is_phone() <= 1);
    return 0;
}
