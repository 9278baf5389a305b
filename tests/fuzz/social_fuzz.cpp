#include <algorithm>

#include "hw/card/social_card.h"
#include "kiosk/base/utf8.h"
#include "tests/fuzz/fuzzed_card.h"

namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }
}  // namespace

// The records of a social card that is selected already; what it said to that takes the place of the ATR.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedCard channel(hw::ByteView(data, size));
    hw::Dialogue dialogue(channel);
    const auto found = hw::read_social_card(dialogue, channel.atr());
    if (!found) return 0;
    const auto& card = found->card;
    require(card.generation >= 1 && card.generation <= 3);
    require(card.area.size() <= 6 && std::ranges::all_of(card.area, is_digit));
    require(std::ranges::all_of(card.number, is_alphanumeric));
    require(!card.expires || card.expires->ok());
    const auto holder = hw::read_holder(dialogue, *found);
    if (!holder) return 0;
    require(holder->id_number.size() == 18 || holder->id_number.size() == 15);
    require(kiosk::is_utf8(holder->name));
    return 0;
}
