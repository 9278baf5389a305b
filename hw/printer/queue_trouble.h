#pragma once

#include <string>
#include <vector>

#include "kiosk/base/pdf.h"

namespace hw {

// One thing that is to be said of a queue.
struct QueueFinding {
    bool ok = false;
    std::string state;   // what is there, or what is wrong
    std::string remedy;  // the next step; beside something good: a hint
};

struct QueueReport {
    std::string queue;  // the configured one, or the default
    int dpi = 0;        // 0: not known
    std::vector<QueueFinding> findings;
};

// What becomes of `ticket` on that queue: driver, paper, size, copies, and what keeps CUPS from taking it. Asks CUPS, prints
// nothing. Queue and server as open_cups_printer takes them.
QueueReport look_at_queue(const std::string& queue, const std::string& server, const kiosk::Pdf& ticket);

}  // namespace hw
