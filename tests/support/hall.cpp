#include "tests/support/hall.h"

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include "kiosk/intake/demo_cases.h"
#include "kiosk/intake/import_run.h"
#include "tests/support/wrong_clock.h"

namespace support {

using namespace kiosk;

namespace {

constexpr int width_mm = 338, height_mm = 600;  // of the screen: 27 inches
constexpr char hall_name[] = "测试大厅";

Wall now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

template <class T>
T or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return *std::move(result);
}

}  // namespace

std::string policy_that_never_closes() {
    auto shipped = read_file(KIOSK_SOURCE_DIR "/assets/policy/shapingba.toml");
    const auto closed = shipped.find("closed_days = [");
    shipped.erase(closed, shipped.find("]", closed) + 1 - closed);
    std::string open;
    bool in_hours = false;
    for (std::size_t at = 0; at < shipped.size();) {
        const auto end = std::min(shipped.find('\n', at), shipped.size() - 1) + 1;
        const auto line = shipped.substr(at, end - at);
        if (line.starts_with("[")) in_hours = line.starts_with("[[hours]]");
        if (!in_hours && !line.starts_with("cardless_minutes")) open += line;
        at = end;
    }
    return "cardless_minutes = 0\n" + open +
           "\n[[hours]]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]\nfrom = \"00:00\"\nto = "
           "\"24:00\"\n";
}

Devices card_lies_there() {
    Devices devices;
    devices.card_present = true;
    return devices;
}

RealHall::RealHall(screens::PixelSize largest)
    : reader(pcscd), printer(cupsd, "receipt"), glass(largest.width, largest.height) {
    if (largest != screen_) set_screen(screen_);
    write_file(dir_.path() / "policy.toml", policy_that_never_closes());
    use_ledger("ledger.db");
    rules_ = Hall::shipped();
    rules_.policy = or_throw(load_policy(dir_.file("policy.toml")));
    rules_.name = hall_name;
    ledger_ = or_throw(open_ledger({dir_.file("ledger.db"), {}, rules_.policy.utc_offset}));
    or_throw(import_csv(ledger_->local(), demo_csv(1, 50, today()), rules_.policy));
    pcscd.start();
    reader.plug();
}

RealHall::~RealHall() = default;

Date RealHall::today() const { return local_time(now(), rules_.policy.utc_offset).date; }

void RealHall::use_ledger(const std::string& name) {
    write_file(dir_.path() / "kiosk.toml", std::string("[site]\nhall = \"") + hall_name +
                                               "\"\npolicy = \"policy.toml\"\n[display]\nwidth_mm = " +
                                               std::to_string(width_mm) + "\nheight_mm = " + std::to_string(height_mm) +
                                               "\n"
                                               "[voice]\nenabled = false\n"  // a machine that tests may have no sound
                                               "[printer]\nqueue = \"receipt\"\nserver = \"" +
                                               cupsd.socket() + "\"\n[ledger]\npath = \"" + name + "\"\n");
}

void RealHall::set_clock(const std::string& when) {
    has_own_clock_ = true;
    write_file(dir_.path() / "clock.new", when + "\n");
    std::filesystem::rename(dir_.path() / "clock.new", dir_.path() / "clock");
}

void RealHall::set_screen(screens::PixelSize size) {
    glass.set_mode(size.width, size.height);
    screen_ = size;
}

float RealHall::px_per_mm() const {
    return static_cast<float>(std::max(screen_.width, screen_.height)) / std::max(width_mm, height_mm);
}

void RealHall::use_scanner(const std::string& keys, bool camera) {
    write_file(dir_.path() / "kiosk.toml", read_file(dir_.path() / "kiosk.toml") + "[scanner]\n" + keys + "\n");
    has_camera_ = camera;
}

// SDL's driver that writes down what a loudspeaker would get.
void RealHall::use_voice(const std::string& keypad) {
    auto config = read_file(dir_.path() / "kiosk.toml");
    const std::string mute = "[voice]\nenabled = false\n";
    config.replace(config.find(mute), mute.size(), "[keypad]\n" + keypad + "\n");
    write_file(dir_.path() / "kiosk.toml", config);
    has_voice_ = true;
}

void RealHall::use_store(const std::string& where) {
    write_file(dir_.path() / "kiosk.toml",
               read_file(dir_.path() / "kiosk.toml") + "postgres = \"" + where + "\"\nsync_s = 1\n");  // [ledger] comes last
}

std::map<std::string, std::string> RealHall::environment() const {
    auto environment = pcscd.environment();
    environment["DISPLAY"] = glass.display();
    environment["SDL_VIDEODRIVER"] = "x11";
    environment["RUNTIME_DIRECTORY"] = dir_.file("machine/run/kiosk");  // as under systemd
    if (has_voice_) environment["SDL_AUDIODRIVER"] = "disk";
    if (has_voice_) environment["SDL_DISKAUDIOFILE"] = dir_.file("heard.raw");
    if (has_own_clock_) environment.merge(wrong_clock({}, dir_.file("clock")));
    return environment;
}

void RealHall::open(const Devices& devices) {
    std::filesystem::create_directories(dir_.path() / "machine/run/kiosk");
    kiosk_ = std::make_unique<Child>(std::vector<std::string>{KIOSK_BINARY_DIR "/kiosk", "--config", config()},
                                     environment(), log_);
    if (!shows(Home{}, devices)) throw std::runtime_error("the kiosk did not open; its log is in " + log_);
}

int RealHall::close() {
    kiosk_->signal(SIGTERM);
    return kiosk_->wait();
}

State RealHall::state_of(const Phase& phase, const Devices& devices) const {
    State state = samples::ready();
    state.now.wall = now();
    state.phase = phase;
    state.has_camera = has_camera_;
    state.has_voice = has_voice_;
    state.devices = devices;
    return state;
}

bool RealHall::shows(const Phase& phase, const Devices& devices) { return shows(state_of(phase, devices)); }

bool RealHall::shows(const State& state) {
    HeadlessKiosk expected(rules_, screen_, state, px_per_mm());
    const auto picture = expected.pixels();
    const bool came = wait_until([&] { return glass.pixels() == picture; }, std::chrono::seconds(30));
    if (!came) {
        write_png(std::filesystem::path(KIOSK_BINARY_DIR) / "expected.png", picture);
        write_png(std::filesystem::path(KIOSK_BINARY_DIR) / "seen.png", glass.pixels());
    }
    return came;
}

void RealHall::press(const Phase& phase, std::string_view label) { press(state_of(phase), label); }

void RealHall::press(const State& state, std::string_view label) {
    const HeadlessKiosk page(rules_, screen_, state, px_per_mm());
    const auto at = page.glass().target(label).box.centre();
    glass.click(static_cast<int>(at.x), static_cast<int>(at.y));
}

CaseView RealHall::found(const std::string& key) { return or_throw(ledger_->find(ByKey{key})).at(0); }

std::vector<Ticket> RealHall::tickets() { return or_throw(ledger_->tickets(hall_name, today())); }

IssuedTicket RealHall::ticket_of(const std::string& case_key) {
    return or_throw(ledger_->ticket_of_case(case_key, {hall_name, 'A'}, rules_.policy, now())).value();
}

}  // namespace support
