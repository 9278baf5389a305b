#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "hw/printer/job_watch.h"
#include "hw/printer/printer_event.h"
#include "kiosk/base/pdf.h"
#include "kiosk/base/result.h"

namespace hw {

struct PrintJob {
    // On its own page, or on one that the printer has instead.
    using Make = std::function<kiosk::Result<kiosk::Pdf>(const std::optional<kiosk::PaperPage>& page)>;

    std::string id;     // our own, unique over restarts: CUPS may use a job number twice
    std::string title;  // no personal data
    Make pdf;           // called on the printer's thread
};

// A printer that reports PrinterReady, PrinterFailed, and one PrintFinished for every job.
class Printer {
public:
    virtual ~Printer() = default;
    // All of these return at once, from any thread.
    virtual void print(PrintJob job) = 0;
    virtual void attend() {}                                 // somebody is there: look at once at how it does
    virtual void prepare(std::function<void()> /*what*/) {}  // what the first job would wait for else; on its thread
};

// The CUPS driver, on a thread of its own. A job says itself all that a queue could decide otherwise (medium, scaling,
// banner, copies …): it never comes out smaller, elsewhere or with something before it. Jobs are printed one after the
// other, whatever was last reported of the printer: CUPS learns that paper is back only by printing. A job that CUPS calls
// done is "printed"; how far that is from paper depends on the queue's backend. While nobody is there it looks at the queue
// every two minutes only. `queue`: CUPS queue, empty: the default one.
// `server`: socket path or host:port, empty: libcups' own choice. The destructor takes a moment even when cupsd hangs; what
// it interrupts is not reported.
std::unique_ptr<Printer> open_cups_printer(std::string queue, std::string server, PrinterSink sink, Patience patience = {});

}  // namespace hw
