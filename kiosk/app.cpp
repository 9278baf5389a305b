#include "kiosk/app.h"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <random>

#include "kiosk/base/assets.h"
#include "kiosk/base/built.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/base/wipe.h"
#include "kiosk/demo.h"
#include "kiosk/device_events.h"
#include "kiosk/heap.h"
#include "kiosk/key_place.h"
#include "kiosk/log.h"
#include "kiosk/paper/papers.h"
#include "kiosk/platform.h"

namespace kiosk {
namespace {

std::string random_session() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}", source(), source());
}

// A demo is shown at any hour.
Setup prepared(Setup setup) {
    if (!setup.demo) return setup;
    setup.policy.closed_days.clear();
    setup.policy.hours.clear();
    for (unsigned day = 0; day < 7; ++day)
        setup.policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::hours{24}});
    return setup;
}

// Without its key the terminal signs with one that nobody knows: its codes are worth nothing, but its papers are. No folder
// is made for it but the ledger's: that of a medium that is not there would get a new key.
Signer load_signer(const std::string& path, const std::string& ledger) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(ledger).parent_path(), ignored);
    const auto key = read_or_make_secret(path, Fault::refused);
    if (key) return Signer(*key);
    spdlog::error("codes: {}", key.error().detail);
    return Signer(random_secret());
}

}  // namespace

Result<Setup> load_setup(const std::string& config_path) {
    auto config = load_config(config_path);
    if (!config) return config.error();
    auto policy = load_policy(policy_path(*config));
    if (!policy) return policy.error();
    auto words = Catalog::load(words_path());
    if (!words) return words.error();
    auto faults = FaultCatalog::load(asset_path("faults.toml"));
    if (!faults) return faults.error();
    auto trusted = Keyring::load(config->codes.trusted);
    if (!trusted) return trusted.error();
    Setup setup;
    setup.trusted = *std::move(trusted);
    setup.config = *std::move(config);
    setup.policy = *std::move(policy);
    setup.words = *std::move(words);
    setup.faults = *std::move(faults);
    return setup;
}

Result<std::unique_ptr<App>> App::open(Setup setup) {
    const auto& display = setup.config.display;
    auto window = screens::Window::open({.title = "kiosk",
                                         .windowed = setup.windowed,
                                         .width_mm = display.width_mm,
                                         .height_mm = display.height_mm,
                                         .closable = setup.demo,
                                         .strokes = setup.config.scanner.wedge});
    if (!window) return window.error();
    return std::unique_ptr<App>(new App(std::move(setup), *std::move(window)));
}

App::App(Setup setup, std::unique_ptr<screens::Window> window)
    : setup_(prepared(std::move(setup))),
      window_(std::move(window)),
      stage_(window_->size(), window_->px_per_mm()),
      mailbox_([this] { window_->wake(); }) {
    state_.session = random_session();
    state_.hall = hall_id(setup_.config.site.hall);
    state_.forwarded = forwarded_codes(setup_.config.resolver);
    state_.has_camera = setup_.demo || !setup_.config.scanner.camera.empty();
    state_.known_time = KnownTime{built_at(), {}};
    state_.now = now();
    state_.last_touch = state_.now.steady;
}

App::~App() = default;

Moment App::now() { return {wall_now(), std::chrono::steady_clock::now()}; }

int App::run() {
    give_large_blocks_back();
    show();  // the first page stands before the first device is asked
    start_devices();
    while (!closing_) {
        const auto wake = next_wake();
        for (const auto& event : window_->wait(wake)) take(event);
        take(keys_.pass(now().steady));
        for (const auto& event : mailbox_.take_all()) handle(event);
        if (const auto due = next_tick(state_, setup_.policy); due && now().steady >= *due) handle(Tick{});
        const auto busy_since = now().steady;
        look();
        show();
        wipe_stack();
        keys_.away(now().steady - busy_since);
    }
    spdlog::info("closed");
    return 0;
}

void App::start_devices() {
    const EventSink sink = [this](Event event) { mailbox_.post(std::move(event)); };
    const auto devices = device_sink(sink);
    const auto& config = setup_.config;
    const TicketSite site{config.site.hall, config.site.terminal};
    if (setup_.demo) demo_ = std::make_unique<Demo>(sink, [this](const std::string& path) { screenshot(path); });
    auto options = demo_ ? demo_->ledger_options(setup_.policy)
                         : SqliteOptions{config.ledger.path, ledger_key_file(config).path, setup_.policy.utc_offset};
    options.built = built_at();
    signer_ = load_signer(demo_ ? options.path + ".code-key" : code_key_file(config).path, options.path);
    trusted_ = setup_.trusted;
    trusted_.trust_terminal(config.site.terminal, signer_->public_key());
    ledger_ = std::make_unique<LedgerWorker>(options, site, setup_.policy, sink,
                                             demo_ ? demo_->prepare_ledger(setup_.policy) : nullptr, share(options));
    if (demo_) demo_->add_codes(*signer_, state_.hall, local_time(state_.now.wall, setup_.policy.utc_offset).date);
    scanners_ = std::make_unique<Scanners>(
        config.scanner, devices, [this] { window_->wake(); }, demo_ ? &demo_->scanner() : nullptr);
    scanners_->wish(code_wish(state_), state_.visit);
    if (const auto platform = platform_of(config.resolver)) resolver_ = hw::open_https_resolver(*platform, devices);
    const auto other_cities = setup_.policy.directory.applications();
    if (demo_) {
        reader_ = hw::open_pcsc_reader(config.reader.name, demo_->unless_failed(devices), other_cities);
        if (!config.printer.queue.empty())
            printer_ = hw::open_cups_printer(config.printer.queue, config.printer.server, devices);
    } else {
        reader_ = hw::open_pcsc_reader(config.reader.name, devices, other_cities);
        printer_ = hw::open_cups_printer(config.printer.queue, config.printer.server, devices);
    }
}

Sharing App::share(const SqliteOptions& options) {
    const auto& config = setup_.config;
    if (demo_ || config.ledger.postgres.empty()) return {};
    const std::chrono::seconds interval{config.ledger.sync_s};
    sync_ = std::make_unique<SyncWorker>(
        SyncOptions{options, {config.ledger.postgres}, config.site.hall, config.site.terminal}, interval);
    return {[this] { sync_->poke(); }, std::chrono::minutes{config.ledger.stale_min}};
}

void App::take(const screens::WindowEvent& event) {
    std::visit(overloaded{[this](const screens::PointerEvent& pointer) { stage_.pointer(pointer); },
                          [this](const screens::KeyPress& key) { take(key); },
                          [this](const screens::KeyStroke& stroke) { take(stroke); },
                          [this](const screens::Resized&) { stage_.resize(window_->size(), window_->px_per_mm()); },
                          [this](const screens::CloseAsked&) { closing_ = true; }},
               event);
}

void App::take(const screens::KeyPress& key) {
    if (!demo_ || !demo_->take(key)) stage_.key(key);
}

void App::take(const screens::KeyStroke& stroke) {
    const auto text = stroke.character == 0 ? std::string{} : std::string(1, stroke.character);
    take(keys_.type(text, stroke.press, stroke.when, stroke.repeat));
}

void App::take(const KeyGate::Out& typed) {
    if (typed.code) scanners_->typed(*typed.code);
    for (const auto& key : typed.keys) take(key);
}

void App::look() {
    if (code_wish(state_) != CodeWish::asked || state_.devices.scanner) return preview_.forget();
    if (auto seen = scanners_->new_picture()) preview_.see(seen->width, seen->height, std::move(seen->pixels));
}

// Not that of the last event: that may have been yesterday's.
LocalTime App::hall_time() const {
    const auto wall = state_.devices.clock ? state_.now.wall : now().wall;
    return local_time(wall, setup_.policy.utc_offset);
}

// A paper of tomorrow: one of two terminals has a wrong clock.
void App::compare_clocks(const CodeSeen& seen) const {
    const auto here = hall_time();
    const auto early = code_of_tomorrow(seen.bytes.view(), trusted_, here.date);
    if (!early) return;
    spdlog::warn(
        "code: the clock of {} said {} when it made it, the clock of this terminal says {} {}; one of them is wrong", *early,
        iso(plus_days(here.date, 1)), iso(here.date), clock_text(here.of_day));
}

CodeRead App::read(const CodeSeen& seen) const {
    return std::visit(overloaded{[&](const NotOurs&) {
                                     return CodeRead{recognise(seen.bytes.view()), seen.bytes, seen.visit};
                                 },
                                 [&](const auto& ours) {
                                     return CodeRead{ours, {}, seen.visit};
                                 }},
                      read_scanned(seen.bytes.view(), trusted_, hall_time().date));
}

void App::handle(const Event& event) {
    if (const auto* seen = std::get_if<CodeSeen>(&event)) {
        compare_clocks(*seen);
        return handle(read(*seen));
    }
    const State before = state_;
    auto turn = visit(std::move(state_), event, setup_.policy, now());
    log_turn(before, event, turn, setup_.faults);
    replace_wiped(state_, std::move(turn.state));
    for (const auto& effect : turn.effects) perform(effect);
    scanners_->wish(code_wish(state_), state_.visit);
    if (resolver_ && !std::holds_alternative<AskingPlatform>(state_.phase)) resolver_->stop();
}

void App::perform(const Effect& effect) {
    std::visit(overloaded{[this](const PrintTicket& e) { perform(e); }, [this](const PrintStatusSlip& e) { perform(e); },
                          [this](const ResolveCode& e) {
                              resolver_->ask({e.query, e.code});
                          },
                          [this](const auto& question) { ledger_->ask(question); }},
               effect);
}

void App::perform(const PrintTicket& effect) {
    auto& printer = printer_ ? *printer_ : demo_->printer();
    printer.print({effect.job, "ticket " + label(effect.issued.ticket), [this, effect](const auto& page) {
                       const Words tr(setup_.words, effect.language);
                       return to_pdf(ticket_paper(effect.issued.ticket, effect.issued.place,
                                                  {setup_.config.site.hall, *signer_}, setup_.policy, tr, effect.again),
                                     page);
                   }});
}

void App::perform(const PrintStatusSlip& effect) {
    auto& printer = printer_ ? *printer_ : demo_->printer();
    const auto today = local_time(state_.now.wall, setup_.policy.utc_offset).date;
    printer.print(
        {effect.job, "status slip", [this, effect, today](const auto& page) {
             const Words tr(setup_.words, effect.language);
             return to_pdf(status_slip(effect.found, {setup_.config.site.hall, *signer_}, setup_.policy, tr, today), page);
         }});
}

// Logic first, pixels once: a press changes the page before anything is painted.
void App::show() {
    screens::Pressed pressed;
    do {
        pressed.reset();
        const Words words(setup_.words, state_.language);
        Page page = page_of(state_, {setup_.policy, setup_.faults, words, setup_.config.site.hall});
        if (demo_) page.demo = demo_->labels();
        stage_.pass({state_.phase.index(), words, now().steady}, [&](screens::Frame& frame) {
            if (auto press = screens::draw_page(frame, page, &preview_))
                pressed = std::move(press);  // one picture, several draws
        });
        if (pressed) take(*pressed);
    } while (pressed || !stage_.settled());
    stage_.repaint(window_->canvas(), [this](const std::vector<screens::Rows>& rows) { window_->put(rows); });
    if (const auto presented = window_->present(); !presented) spdlog::error("window: {}", presented.error().detail);
}

void App::take(const std::variant<Intent, screens::DemoPress>& pressed) {
    std::visit(overloaded{[this](const Intent& intent) { handle(intent); },
                          [this](const screens::DemoPress& press) { demo_->press(press.button); }},
               pressed);
}

void App::screenshot(const std::string& path) {
    if (const auto taken = window_->screenshot(path); !taken) return spdlog::error("screenshot: {}", taken.error().detail);
    spdlog::info("screenshot: {}", path);
}

std::optional<Steady> App::next_wake() const {
    const auto tick = next_tick(state_, setup_.policy);
    const auto redraw = stage_.next_redraw(now().steady);
    std::optional<Steady> next;
    for (const auto& due : {tick, redraw, keys_.due()})
        if (due && (!next || *due < *next)) next = due;
    return next;
}

}  // namespace kiosk
