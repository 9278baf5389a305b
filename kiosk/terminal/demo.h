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
#include "kiosk/terminal/equipment.h"

namespace kiosk {

struct Setup;

// What `kiosk --demo` has in place of a hall: made-up cases in a ledger of its own, cards that are tapped by a button or
// a letter, a printer whose papers land in a folder. All of it lies in ~/.cache/kiosk-demo and is made anew at each start.
class Demo final : public Equipment {
public:
    // Changes a terminal's setup into that of a demo: it is shown at any hour, and its window may be closed.
    static void prepare(Setup& setup);

    // `screenshot` writes what is on the glass to a file. `config` and `policy` outlive it.
    Demo(const Config& config, const Policy& policy, std::function<void(const std::string& path)> screenshot);
    ~Demo() override;

    SqliteOptions ledger() const override;
    std::string code_key() const override { return ledger().path + ".code-key"; }
    std::function<Status(SqliteLedger&)> first_cases() const override;
    bool shares_ledger() const override { return false; }
    bool has_camera() const override { return true; }
    void open(const EventSink& sink) override;
    hw::Printer& printer() override { return real_printer_ ? *real_printer_ : *printer_; }
    void attend() override {
        real_reader_->attend();
        printer().attend();
    }
    hw::Scanner* scanner() override { return scanner_.get(); }
    // Papers of this hall to hold up, and others' codes.
    void know(const Signer& signer, const HallId& hall, Date today) override;
    const std::vector<std::string>& strip() const override { return labels_; }
    void press(std::size_t button) override;
    bool take(const screens::KeyPress& key) override;

private:
    struct Button {
        std::string label;
        std::function<void()> press;
    };
    void add(std::string label, std::function<void()> press);
    void add_card(const std::string& file);
    void add_code(std::string label, const std::string& bytes);
    void toggle(hw::FakePrinter::Condition condition);
    void add_switches();

    const Config& config_;
    const Policy& policy_;
    std::function<void(const std::string&)> screenshot_;
    std::filesystem::path folder_;
    std::unique_ptr<hw::FakeReader> reader_;
    std::unique_ptr<hw::FakePrinter> printer_;
    std::unique_ptr<hw::FakeScanner> scanner_;
    std::unique_ptr<hw::Reader> real_reader_;    // one that is plugged in beside the simulated one
    std::unique_ptr<hw::Printer> real_printer_;  // nullptr: none is configured
    std::vector<Button> buttons_;
    std::vector<std::string> labels_;
    bool plugged_ = true;
    int screenshots_ = 0;
};

}  // namespace kiosk
