#include <cstdlib>

#include "hw/card/identify.h"
#include "hw/card/simulated_card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto card = hw::SimulatedCard::parse(hw::as_text(hw::ByteView(data, size)), "fuzz");
    if (!card) {
        if (card.error().detail.find("fuzz:") != 0) std::abort();  // each error names its line
        return 0;
    }
    card->reset();
    static_cast<void>(hw::identify(*card));
    return 0;
}
