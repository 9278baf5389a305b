#include "hw/card/tunion.h"
#include "tests/fuzz/fuzzed_card.h"

// A T-Union application that is selected already; what it said to that takes the place of the ATR.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedCard channel(hw::ByteView(data, size));
    hw::Dialogue dialogue(channel);
    const auto card = hw::read_tunion(dialogue, channel.atr());
    static_cast<void>(hw::read_passenger(dialogue));
    require(dialogue.apdus() <= hw::dialogue_limit::commands);
    if (!card) return 0;
    require(card->number.is_tunion() && !card->second && !card->passenger);
    require(!card->valid_from || card->valid_from->ok());
    require(!card->valid_until || card->valid_until->ok());
    return 0;
}
