#include <cstdlib>

#include "hw/reader/apdu.h"
#include "hw/reader/identify.h"
#include "kiosk/base/utf8.h"
#include "kiosk/card/card.h"

namespace {

// A card whose answers are the fuzzer's: each begins with its size, the first one is the ATR. Then it is gone.
class FuzzedCard final : public hw::CardChannel {
public:
    explicit FuzzedCard(hw::ByteView script) : rest_(script), atr_(next()) {}
    hw::Bytes atr() const override { return atr_; }
    kiosk::Result<hw::Bytes> transmit(hw::ByteView apdu) override {
        if (!hw::only_reads(apdu)) std::abort();  // whatever the card says
        if (rest_.empty()) return kiosk::Error{kiosk::Fault::card_removed_early, "end of the script"};
        return next();
    }

private:
    hw::Bytes next() {
        if (rest_.empty()) return {};
        const hw::ByteView piece = hw::part(rest_, 1, rest_[0]);
        rest_ = rest_.subspan(1 + piece.size());
        return {piece.begin(), piece.end()};
    }
    hw::ByteView rest_;
    hw::Bytes atr_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedCard card(hw::ByteView(data, size));
    const auto found = hw::identify(card);
    if (found.apdus > 400) std::abort();  // it ends, whatever the card says
    if (!found.card) return 0;
    if (const auto* social = std::get_if<kiosk::SocialCard>(&*found.card)) {
        if (social->generation < 1 || social->generation > 3) std::abort();
        if (social->holder && !kiosk::is_utf8(social->holder->name)) std::abort();
    }
    if (const auto* transit = std::get_if<kiosk::TransitCard>(&*found.card)) {
        if (transit->second && !transit->number.is_tunion()) std::abort();
    }
    return 0;
}
