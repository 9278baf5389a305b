#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "hw/reader/reader_event.h"
#include "kiosk/card/directory.h"

namespace hw {

// A card reader that reports what happens to it: ReaderReady, ReaderFailed, CardInserted, CardIdentified, CardFailed,
// CardRemoved. It starts with ReaderReady or ReaderFailed, and goes on until it is destroyed, which takes no longer
// than a moment even when the daemon hangs. CardInserted may come again without CardRemoved: the same place is read anew.
class Reader {
public:
    virtual ~Reader() = default;
    virtual void attend() {}  // somebody is there: make sure at once that it still works. From any thread; never waits
};

// Between two questions to a daemon that has nothing to report, whether it is still there.
constexpr std::chrono::milliseconds usual_silence{120'000};

// The PC/SC driver. `name_part`: part of the reader's name, byte by byte; empty: any reader but SAM slots. A configured
// reader that is not there is reader_absent, whatever else is plugged in: that may be a clerk's. Of several devices that
// fit, the one with a card is read, one at a time. The slots of one device are one place for a person: different cards in
// them are several_cards, one card that shows in two of them is one card, one that does not answer does not count. The
// socket of the daemon comes from PCSCLITE_CSOCK_NAME, if that is set.
// A daemon or driver that hangs is reported within 3 s of a question: reader_service_gone, reader_silent while a card is
// read, reader_busy if another program has that card. Each card and attend() are questions; else one is asked after
// `silence`. A daemon that dies is reported at once, and one that refuses us again and again is reader_forbidden.
// `other_cities`: applications that only cards of those cities have, to call them by name.
std::unique_ptr<Reader> open_pcsc_reader(std::string name_part, ReaderSink sink,
                                         std::vector<kiosk::CityApplication> other_cities = {},
                                         std::chrono::milliseconds silence = usual_silence);

}  // namespace hw
