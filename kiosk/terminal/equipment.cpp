#include "kiosk/terminal/equipment.h"

#include "kiosk/base/built.h"
#include "kiosk/config/key_place.h"
#include "kiosk/terminal/device_events.h"

namespace kiosk {
namespace {

class HallEquipment final : public Equipment {
public:
    HallEquipment(const Config& config, const Policy& policy) : config_(config), policy_(policy) {}

    SqliteOptions ledger() const override {
        SqliteOptions options{config_.ledger.path, ledger_key_file(config_).path, policy_.utc_offset};
        options.built = built_at();
        return options;
    }
    std::string code_key() const override { return code_key_file(config_).path; }
    std::function<Status(SqliteLedger&)> first_cases() const override { return nullptr; }
    bool shares_ledger() const override { return !config_.ledger.postgres.empty(); }
    bool has_camera() const override { return !config_.scanner.camera.empty(); }

    void open(const EventSink& sink) override {
        reader_ = hw::open_pcsc_reader(config_.reader.name, device_sink(sink), policy_.directory.applications());
        printer_ = hw::open_cups_printer(config_.printer.queue, config_.printer.server, device_sink(sink));
    }
    hw::Printer& printer() override { return *printer_; }
    void attend() override {
        reader_->attend();
        printer_->attend();
    }
    hw::Scanner* scanner() override { return nullptr; }
    void know(const Signer&, const HallId&, Date) override {}

    const std::vector<std::string>& strip() const override { return strip_; }
    void press(std::size_t) override {}
    bool take(const screens::KeyPress&) override { return false; }

private:
    const Config& config_;
    const Policy& policy_;
    const std::vector<std::string> strip_;
    std::unique_ptr<hw::Reader> reader_;
    std::unique_ptr<hw::Printer> printer_;
};

}  // namespace

std::unique_ptr<Equipment> equipment_of_hall(const Config& config, const Policy& policy) {
    return std::make_unique<HallEquipment>(config, policy);
}

}  // namespace kiosk
