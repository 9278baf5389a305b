#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hw/printer/fake_printer.h"
#include "hw/reader/fake_reader.h"
#include "hw/scanner/fake_scanner.h"
#include "kiosk/code/own_code.h"
#include "kiosk/ledger/sqlite.h"
#include "kiosk/policy/policy.h"
#include "kiosk/visit/event.h"
#include "screens/glass/input.h"

namespace kiosk {

// What `kiosk --demo` has in place of a hall: made-up cases in a ledger of its own, cards that are tapped by a button or
// a letter, a printer whose papers land in a folder. All of it lies in ~/.cache/kiosk-demo and is made anew at each start.
class Demo {
public:
    // `screenshot` writes what is on the glass to a file.
    Demo(const EventSink& sink, std::function<void(const std::string& path)> screenshot);
    ~Demo();

    SqliteOptions ledger_options(const Policy& policy) const;
    std::function<Status(SqliteLedger&)> prepare_ledger(const Policy& policy) const;
    hw::Printer& printer() { return *printer_; }
    hw::Scanner& scanner() { return *scanner_; }  // in place of a camera
    // Papers of this hall to hold up, and others' codes.
    void add_codes(const Signer& signer, const HallId& hall, Date today);
    // A real reader may be plugged in beside the simulated one; that none is there is no fault in a demo.
    static hw::ReaderSink unless_failed(hw::ReaderSink sink);

    const std::vector<std::string>& labels() const { return labels_; }  // of its buttons
    void press(std::size_t button);
    bool take(const screens::KeyPress& key);  // letters press the strip's buttons; true: it was one

private:
    struct Button {
        std::string label;
        std::function<void()> press;
    };
    void add(std::string label, std::function<void()> press);
    void add_card(const std::string& file);
    void add_code(std::string label, const std::string& bytes);
    void toggle(hw::FakePrinter::Condition condition);
    void add_switches(std::function<void(const std::string&)> screenshot);

    std::filesystem::path folder_;
    std::unique_ptr<hw::FakeReader> reader_;
    std::unique_ptr<hw::FakePrinter> printer_;
    std::unique_ptr<hw::FakeScanner> scanner_;
    std::vector<Button> buttons_;
    std::vector<std::string> labels_;
    bool plugged_ = true;
    int screenshots_ = 0;
};

}  // namespace kiosk
