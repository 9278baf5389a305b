#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/base/mailbox.h"
#include "kiosk/code/own_code.h"
#include "kiosk/loop/loop.h"
#include "kiosk/terminal/keypad.h"
#include "kiosk/terminal/setup.h"
#include "kiosk/terminal/state_file.h"
#include "kiosk/visit/visit.h"
#include "screens/page.h"

namespace hw {
class Pager;
class Resolver;
}  // namespace hw

namespace kiosk {

class Equipment;
class LedgerWorker;
class Narrator;
class Scanners;
class SyncWorker;
struct Sharing;
struct SqliteOptions;

// The terminal: the only place where window, devices, ledger and visit meet. One thread, that of its loop; the others post
// to its mailbox.
class App final : private Windowed {
public:
    static Result<std::unique_ptr<App>> open(Setup setup, bool demo);
    ~App() override;

    void run() { loop_.run(); }  // until SIGTERM, or a demo's window is closed

private:
    App(Setup setup, bool demo, std::unique_ptr<screens::Window> window);

    void begin() override;
    void take_posted() override;
    void take_key(const screens::KeyPress& key) override;
    void take_code(std::string_view code) override;
    std::optional<Steady> due() const override;
    void tick() override;
    void touched() override;
    void slid_off() override;
    void before_page() override;
    bool answers(Steady now) const override;
    Face make_page() override;
    bool draw(screens::Frame& frame) override;
    void press() override;

    Sharing share(const SqliteOptions& options);
    void handle(const Event& event);
    Date today() const;  // of the last event
    LocalTime hall_time() const;
    void compare_clocks(const CodeSeen& seen) const;
    CodeRead read(const CodeSeen& seen) const;
    void perform(const Effect& effect);
    std::unique_ptr<Narrator> open_narrator();
    void take_voice();
    template <class MakePaper>
    void print(const std::string& job, std::string title, Language language, MakePaper paper);
    void prepare_papers();
    void perform(const TellStaff& effect);
    void perform(const PrintTicket& effect);
    void perform(const PrintStatusSlip& effect);
    void perform(const PrintErrand& effect);
    void perform(const PrintNewCard& effect);
    void perform(const PrintScenarios& effect);
    static Moment now();

    const Setup setup_;
    State state_;
    Loop loop_;
    Page page_;                 // as it was made last
    screens::Pressed pressed_;  // on it
    screens::Preview preview_;  // of the camera
    Mailbox<Event> mailbox_;
    std::optional<Signer> signer_;  // of the papers' codes
    Keyring trusted_;               // the fleet's list, and that signer
    std::unique_ptr<Equipment> equipment_;
    std::unique_ptr<SyncWorker> sync_;  // nullptr: no shared store
    std::unique_ptr<LedgerWorker> ledger_;
    std::unique_ptr<Scanners> scanners_;
    std::unique_ptr<Narrator> narrator_;  // nullptr: this machine is mute
    Keypad keypad_;
    StateFile state_file_ = StateFile::of_environment();
    std::unique_ptr<hw::Resolver> resolver_;  // nullptr: none is configured
    std::unique_ptr<hw::Pager> pager_;        // likewise
};

}  // namespace kiosk
