#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>
#include <vector>

#include "hw/printer/printer.h"
#include "kiosk/base/device_state.h"
#include "kiosk/base/mailbox.h"

namespace hw {

// A printer that is not there, yet behaves: for the demo, and for tests that want no CUPS. Like the real one it makes
// the PDF on its own thread and reports the outcome later. What it "prints" lies in a diary, and in a folder if it has one.
class FakePrinter final : public Printer {
public:
    enum class Condition : std::uint8_t {
        well,
        paper_out,
        cover_open,
        off,
        forgetful,  // prints, but nobody learns whether it did
    };
    struct Sheet {
        std::string job, title, pdf;
    };

    // `folder`: each page is written there as NNN-TITLE.pdf; empty: nowhere.
    explicit FakePrinter(PrinterSink sink, std::filesystem::path folder = {});

    void print(PrintJob job) override;
    void set(Condition condition);  // from any thread: pull the paper, put it back
    Condition condition() const { return condition_; }
    std::vector<Sheet> printed() const;  // oldest first

private:
    void run(const std::stop_token& stop);
    void print_now(const PrintJob& job);
    void keep(Sheet sheet);
    void report_state();

    const PrinterSink sink_;
    const std::filesystem::path folder_;
    std::atomic<Condition> condition_ = Condition::well;
    mutable std::mutex mutex_;
    std::vector<Sheet> printed_;
    kiosk::DeviceState<PrinterReady, PrinterFailed> state_;
    kiosk::Mailbox<PrintJob> jobs_;
    std::jthread thread_;  // last: it uses all the others
};

}  // namespace hw
