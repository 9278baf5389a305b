#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/ledger/sqlite.h"
#include "tests/support/card_events.h"
#include "tests/support/cups.h"
#include "tests/support/pages.h"
#include "tests/support/pcscd.h"
#include "tests/support/xvfb.h"

namespace support {

// Of the demo: a card, and its case that came back for want of a portrait.
constexpr char returned_card[] = "old-02", returned_case[] = "DEMO-00002";

kiosk::Devices card_lies_there();

// The shipped policy, of a hall that never closes: the tests run at any hour. Nobody is asked for whom a second ticket is.
std::string policy_that_never_closes();

// A hall with one kiosk, all of it real: the program in a window, pcscd with a reader, cupsd with a printer, a ledger
// with the demo's cases. What a person does is done at the glass and at the reader.
class RealHall {
public:
    static constexpr screens::PixelSize usual_screen{1080, 1920};
    // `largest`: what the screen may become while the kiosk runs.
    explicit RealHall(screens::PixelSize largest = usual_screen);
    ~RealHall();

    // Starts the kiosk; its first page stands when this returns. Throws if another page comes.
    void open(const kiosk::Devices& devices = {});
    void use_ledger(const std::string& name);                // another file in the hall's folder, from the next opening on
    void set_clock(const std::string& when);                 // of the kiosk, as wrong_clock takes it; "+0": it is right
    void use_scanner(const std::string& keys, bool camera);  // lines of [scanner], from the next opening on
    void use_voice(
        const std::string& keypad);  // lines of [keypad]; from the next opening on. What is heard lies in heard.raw
    void use_store(const std::string& where);                   // that kiosks share; from the next opening on
    void use_log(std::string path) { log_ = std::move(path); }  // from the next opening on
    void set_screen(screens::PixelSize size);                   // another resolution, or turned
    int close();                                                // SIGTERM; the exit code
    void kill() { kiosk_.reset(); }                             // SIGKILL, as a power cut would
    pid_t pid() const { return kiosk_->pid(); }
    bool running() { return kiosk_ && kiosk_->running(); }
    std::string log() const { return read_file(log_); }
    std::string config() const { return dir_.file("kiosk.toml"); }
    std::map<std::string, std::string> environment() const;

    // The page that stands on the glass is, pixel by pixel, the one of that phase. False: it did not come in time.
    bool shows(const kiosk::Phase& phase, const kiosk::Devices& devices = {});
    bool shows(const kiosk::State& state);
    void press(const kiosk::Phase& phase, std::string_view label);  // a finger on the button's place on that page
    void press(const kiosk::State& state, std::string_view label);
    kiosk::State state_of(const kiosk::Phase& phase, const kiosk::Devices& devices = {}) const;

    kiosk::SqliteLedger& ledger() { return *ledger_; }  // the kiosk's file, opened a second time
    kiosk::CaseView found(const std::string& key);
    std::vector<kiosk::Ticket> tickets();  // of today
    kiosk::IssuedTicket ticket_of(const std::string& case_key);
    const Hall& rules() const { return rules_; }

    std::string file(const std::string& name) const { return dir_.file(name); }

    Pcscd pcscd;
    SimReader reader;
    Cupsd cupsd;
    SimulatedPrinter printer;
    Xvfb glass;

private:
    kiosk::Date today() const;
    float px_per_mm() const;

    TempDir dir_;
    screens::PixelSize screen_ = usual_screen;
    std::string log_ = dir_.file("kiosk.log");
    Hall rules_;
    bool has_camera_ = false, has_voice_ = false, has_own_clock_ = false;
    std::unique_ptr<kiosk::SqliteLedger> ledger_;
    std::unique_ptr<Child> kiosk_;
};

}  // namespace support
