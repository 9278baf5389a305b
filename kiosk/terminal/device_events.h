#pragma once

#include <utility>

#include "hw/printer/printer_event.h"
#include "hw/reader/reader_event.h"
#include "hw/resolver/resolver.h"
#include "hw/scanner/scanner_event.h"
#include "kiosk/visit/event.h"

// Devices know nothing of visits, and visits nothing of devices: here what a device reports becomes an event of the visit.
namespace kiosk {

Event visit_event(hw::ReaderEvent event);
Event visit_event(hw::ScannerEvent event);
Event visit_event(hw::PrinterEvent event);
Event visit_event(hw::CodeResolved event);

// Any driver's sink that leads to the visit's.
inline auto device_sink(EventSink sink) {
    return [sink = std::move(sink)](auto event) { sink(visit_event(std::move(event))); };
}

}  // namespace kiosk
