#include "hw/card/city_union.h"
#include "hw/card/foreign_card.h"
#include "tests/fuzz/fuzzed_card.h"

namespace {

void check(const std::optional<kiosk::TransitCard>& card) {
    if (!card) return;
    require(!card->number.is_tunion() && !card->second && !card->passenger);
    require(card->city.size() <= 4);
    require(!card->valid_from || card->valid_from->ok());
    require(!card->valid_until || card->valid_until->ok());
}

}  // namespace

// A City-Union application that is selected already; what it said to that takes the place of the ATR. Then Chongqing's and
// Beijing's own files, from the same answers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedCard channel(hw::ByteView(data, size));
    hw::Dialogue dialogue(channel);
    const auto found = hw::read_city_union(dialogue, channel.atr());
    check(found.card);
    require(found.city.empty() || found.city.size() == 4);
    FuzzedCard nameless(hw::ByteView(data, size));
    hw::Dialogue by_file(nameless);
    check(hw::read_city_union_by_file(by_file).card);
    FuzzedCard in_a_phone(hw::ByteView(data, size));
    hw::Dialogue with_phone(in_a_phone);
    check(hw::read_chongqing_master_file(with_phone));
    FuzzedCard of_beijing(hw::ByteView(data, size));
    hw::Dialogue with_beijing(of_beijing);
    check(hw::read_beijing(with_beijing));
    return 0;
}
