#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "kiosk/base/code_obstacle.h"
#include "kiosk/base/fault.h"
#include "kiosk/base/private_bytes.h"

namespace hw {

struct ScannerReady {};  // it is there and answers
struct ScannerFailed {   // until ScannerReady
    kiosk::Fault fault;  // scanner_absent, scanner_silent
};
struct CodeSeen {               // only while a code is wanted; the same one once for an asker
    kiosk::PrivateBytes bytes;  // exactly as coded: maybe no text
    int asker = 0;              // who wanted it, see Scanner::want
};
struct CodeTrouble {                              // when it changes, a few times a second at most
    std::optional<kiosk::CodeObstacle> obstacle;  // nullopt: it is gone
};

using ScannerEvent = std::variant<ScannerReady, ScannerFailed, CodeSeen, CodeTrouble>;

// Called on the scanner's own thread; it never blocks.
using ScannerSink = std::function<void(ScannerEvent)>;

}  // namespace hw
