#pragma once

#include <functional>
#include <variant>

#include "kiosk/base/fault.h"
#include "kiosk/card/card.h"

namespace hw {

struct ReaderReady {};   // a reader is there and answers
struct ReaderFailed {    // until ReaderReady
    kiosk::Fault fault;  // reader_absent, reader_service_gone, reader_forbidden, reader_silent, reader_busy
};
struct CardInserted {};  // something lies on the reader; it is being read
struct CardIdentified {  // follows CardInserted
    kiosk::Card card;
};
struct CardFailed {      // likewise: it could not be read
    kiosk::Fault fault;  // card_unresponsive, card_endless, card_removed_early, reader_busy, several_cards
};
struct CardRemoved {};

using ReaderEvent = std::variant<ReaderReady, ReaderFailed, CardInserted, CardIdentified, CardFailed, CardRemoved>;

// Called on the reader's own thread; it never blocks.
using ReaderSink = std::function<void(ReaderEvent)>;

}  // namespace hw
