#include <cstdlib>
#include <vector>

#include "hw/card/identify.h"
#include "kiosk/base/utf8.h"
#include "kiosk/card/card.h"
#include "tests/fuzz/fuzzed_card.h"

namespace {

const std::vector<kiosk::CityApplication> cities{{"PAY.SZT", {"深圳", "Shenzhen"}}, {"AP1.WHCTC", {"武汉", "Wuhan"}}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedCard card(hw::ByteView(data, size));
    const auto found = hw::identify(card, cities);
    if (found.apdus > hw::dialogue_limit::commands) std::abort();  // it ends, whatever the card says
    if (!found.card) return 0;
    if (const auto* social = std::get_if<kiosk::SocialCard>(&*found.card)) {
        if (social->generation < 1 || social->generation > 3) std::abort();
        if (social->holder && !kiosk::is_utf8(social->holder->name)) std::abort();
    }
    if (const auto* transit = std::get_if<kiosk::TransitCard>(&*found.card)) {
        if (transit->second && !transit->number.is_tunion()) std::abort();
    }
    if (const auto* elsewhere = std::get_if<kiosk::ElsewhereCard>(&*found.card)) {
        if (elsewhere->place.en.empty()) std::abort();
    }
    return 0;
}
