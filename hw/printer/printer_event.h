#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "kiosk/base/fault.h"
#include "kiosk/base/print_outcome.h"

namespace hw {

struct PrinterReady {};
struct PrinterFailed {  // until PrinterReady
    kiosk::Fault fault;
};
struct PrintFinished {
    std::string job;  // PrintJob::id
    kiosk::PrintOutcome outcome;
    std::optional<kiosk::Fault> fault;
};

using PrinterEvent = std::variant<PrinterReady, PrinterFailed, PrintFinished>;

// Called on the printer's own thread; it never blocks.
using PrinterSink = std::function<void(PrinterEvent)>;

}  // namespace hw
