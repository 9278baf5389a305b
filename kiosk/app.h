#pragma once

#include <memory>
#include <optional>
#include <string>

#include "hw/printer/printer.h"
#include "hw/reader/reader.h"
#include "hw/resolver/resolver.h"
#include "hw/scanner/wedge_gate.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/code/own_code.h"
#include "kiosk/config.h"
#include "kiosk/ledger_worker.h"
#include "kiosk/policy/faults.h"
#include "kiosk/scanners.h"
#include "kiosk/sync_worker.h"
#include "kiosk/visit/visit.h"
#include "screens/glass/stage.h"
#include "screens/glass/window.h"
#include "screens/page.h"

namespace kiosk {

class Demo;

// All that is read before anything is opened.
struct Setup {
    Config config;
    Policy policy;
    Catalog words;
    FaultCatalog faults;
    Keyring trusted;  // the fleet's list of those whose codes are believed
    bool demo = false;
    std::optional<screens::PixelSize> windowed;
};
Result<Setup> load_setup(const std::string& config_path);

// The loop: the only place where window, devices, ledger and visit meet. One thread; the others post to its mailbox.
class App {
public:
    static Result<std::unique_ptr<App>> open(Setup setup);
    ~App();

    int run();  // until SIGTERM, or a demo's window is closed; the exit code

private:
    using KeyGate = hw::WedgeGate<screens::KeyPress>;

    App(Setup setup, std::unique_ptr<screens::Window> window);

    void start_devices();
    Sharing share(const SqliteOptions& options);
    void take(const screens::WindowEvent& event);
    void take(const screens::KeyPress& key);
    void take(const screens::KeyStroke& stroke);
    void take(const KeyGate::Out& typed);
    void take(const std::variant<Intent, screens::DemoPress>& pressed);
    void handle(const Event& event);
    LocalTime hall_time() const;
    void compare_clocks(const CodeSeen& seen) const;
    CodeRead read(const CodeSeen& seen) const;
    void look();
    void perform(const Effect& effect);
    void perform(const PrintTicket& effect);
    void perform(const PrintStatusSlip& effect);
    void show();
    void screenshot(const std::string& path);
    std::optional<Steady> next_wake() const;
    static Moment now();

    const Setup setup_;
    State state_;
    std::unique_ptr<screens::Window> window_;
    screens::Stage stage_;
    screens::Preview preview_;  // of the camera
    KeyGate keys_;
    Mailbox<Event> mailbox_;
    std::optional<Signer> signer_;      // of the papers' codes
    Keyring trusted_;                   // the fleet's list, and that signer
    std::unique_ptr<Demo> demo_;        // nullptr: real devices
    std::unique_ptr<SyncWorker> sync_;  // nullptr: no shared store
    std::unique_ptr<LedgerWorker> ledger_;
    std::unique_ptr<hw::Reader> reader_;
    std::unique_ptr<hw::Printer> printer_;
    std::unique_ptr<Scanners> scanners_;
    std::unique_ptr<hw::Resolver> resolver_;  // nullptr: none is configured
    bool closing_ = false;
};

}  // namespace kiosk
