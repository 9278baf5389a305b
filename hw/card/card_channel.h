#pragma once

#include "hw/card/bytes.h"
#include "kiosk/base/result.h"

namespace hw {

// A card that is powered and answers: over PC/SC, or simulated. One thread.
class CardChannel {
public:
    virtual ~CardChannel() = default;
    virtual Bytes atr() const = 0;
    // The reply with its status word. Errors: card_removed_early, card_unresponsive, reader_silent, reader_service_gone.
    virtual kiosk::Result<Bytes> transmit(ByteView apdu) = 0;
};

}  // namespace hw
