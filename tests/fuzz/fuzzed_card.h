#pragma once

#include <cstdlib>

#include "hw/card/apdu.h"

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

inline void require(bool holds) {
    if (!holds) std::abort();
}
