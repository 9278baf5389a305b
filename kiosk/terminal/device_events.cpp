#include "kiosk/terminal/device_events.h"

#include "kiosk/base/overloaded.h"

namespace kiosk {

Event visit_event(hw::ReaderEvent event) {
    return std::visit(overloaded{[](hw::ReaderReady) -> Event { return ReaderReady{}; },
                                 [](hw::ReaderFailed failed) -> Event { return ReaderFailed{failed.fault}; },
                                 [](hw::CardInserted) -> Event { return CardInserted{}; },
                                 [](hw::CardIdentified found) -> Event { return CardIdentified{std::move(found.card)}; },
                                 [](hw::CardFailed failed) -> Event { return CardFailed{failed.fault}; },
                                 [](hw::CardRemoved) -> Event { return CardRemoved{}; }},
                      std::move(event));
}

Event visit_event(hw::ScannerEvent event) {
    return std::visit(overloaded{[](hw::ScannerReady) -> Event { return ScannerReady{}; },
                                 [](hw::ScannerFailed failed) -> Event { return ScannerFailed{failed.fault}; },
                                 [](hw::CodeSeen seen) -> Event {
                                     return CodeSeen{std::move(seen.bytes), seen.asker};
                                 },
                                 [](hw::CodeTrouble trouble) -> Event { return CodeTrouble{trouble.obstacle}; }},
                      std::move(event));
}

Event visit_event(hw::PrinterEvent event) {
    return std::visit(overloaded{[](hw::PrinterReady) -> Event { return PrinterReady{}; },
                                 [](hw::PrinterFailed failed) -> Event { return PrinterFailed{failed.fault}; },
                                 [](hw::PrintFinished end) -> Event {
                                     return PrintFinished{std::move(end.job), end.outcome, end.fault};
                                 }},
                      std::move(event));
}

Event visit_event(hw::CodeResolved event) {
    return CodeResolved{event.query, std::move(event.answer), std::move(event.detail)};
}

}  // namespace kiosk
