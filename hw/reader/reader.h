#pragma once

#include <memory>
#include <string>

#include "kiosk/visit/event.h"

namespace hw {

// A card reader that tells what happens to it: ReaderReady, ReaderFailed, CardInserted, CardIdentified, CardFailed,
// CardRemoved. It starts with ReaderReady or ReaderFailed, and goes on until it is destroyed, which takes no longer
// than a moment even when the daemon hangs.
class Reader {
public:
    virtual ~Reader() = default;
};

// The PC/SC driver. `name_part`: part of the reader's name; empty: any reader but SAM slots. Of several that fit, the one
// with a card is read, one card at a time. The socket of the daemon comes from PCSCLITE_CSOCK_NAME, if that is set.
std::unique_ptr<Reader> open_pcsc_reader(std::string name_part, kiosk::EventSink sink);

}  // namespace hw
