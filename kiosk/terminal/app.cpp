#include "kiosk/terminal/app.h"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <random>

#include "hw/resolver/pager.h"
#include "hw/resolver/resolver.h"
#include "hw/speech/spoken_speech.h"
#include "kiosk/base/built.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/base/wipe.h"
#include "kiosk/loop/heap.h"
#include "kiosk/paper/papers.h"
#include "kiosk/site/resolver_config.h"
#include "kiosk/terminal/demo.h"
#include "kiosk/terminal/device_events.h"
#include "kiosk/terminal/ledger_worker.h"
#include "kiosk/terminal/log.h"
#include "kiosk/terminal/narrator.h"
#include "kiosk/terminal/scanners.h"
#include "kiosk/terminal/sync_worker.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

std::string random_session() {
    std::random_device source;
    return fmt::format("{:08x}{:08x}", source(), source());
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

// What a paper took in small blocks, some megabytes, goes back at once.
Result<Pdf> pdf_of(const Document& document, const std::optional<PaperPage>& page = {}) {
    auto pdf = to_pdf(document, page);
    give_freed_memory_back();
    return pdf;
}

}  // namespace

App::App(Setup setup, bool demo, std::unique_ptr<screens::Window> window)
    : setup_(std::move(setup)), loop_(std::move(window), *this), mailbox_([this] { loop_.wake(); }) {
    if (demo)
        equipment_ = std::make_unique<Demo>(setup_.config, setup_.policy,
                                            [this](const std::string& path) { loop_.screenshot(path); });
    else
        equipment_ = equipment_of_hall(setup_.config, setup_.policy);
    state_.session = random_session();
    state_.hall = hall_id(setup_.config.site.hall);
    state_.forwarded = forwarded_codes(setup_.config.resolver);
    state_.has_camera = equipment_->has_camera();
    state_.has_voice = setup_.config.voice.enabled;
    state_.has_pager = !setup_.config.staff.url.empty();
    state_.known_time = KnownTime{built_at(), {}};
    state_.now = now();
    state_.last_touch = state_.now.steady;
}

App::~App() = default;

Result<std::unique_ptr<App>> App::open(Setup setup, bool demo) {
    if (demo) Demo::prepare(setup);
    const auto& display = setup.config.display;
    auto window = screens::Window::open({.title = "kiosk",
                                         .windowed = setup.windowed,
                                         .width_mm = display.width_mm,
                                         .height_mm = display.height_mm,
                                         .closable = setup.closable,
                                         .strokes = setup.config.scanner.wedge,
                                         .keys = setup.config.keypad.keys});
    if (!window) return window.error();
    return std::unique_ptr<App>(new App(std::move(setup), demo, *std::move(window)));
}

Moment App::now() { return {wall_now(), std::chrono::steady_clock::now()}; }

void App::begin() {
    const EventSink sink = [this](Event event) { mailbox_.post(std::move(event)); };
    const auto& config = setup_.config;
    const auto options = equipment_->ledger();
    signer_ = load_signer(equipment_->code_key(), options.path);
    trusted_ = setup_.trusted;
    trusted_.trust_terminal(config.site.terminal, signer_->public_key());
    ledger_ = std::make_unique<LedgerWorker>(options, TicketSite{config.site.hall, config.site.terminal}, setup_.policy,
                                             sink, equipment_->first_cases(), share(options));
    equipment_->open(sink);
    prepare_papers();
    equipment_->know(*signer_, state_.hall, today());
    scanners_ = std::make_unique<Scanners>(
        config.scanner, device_sink(sink), [this] { loop_.wake(); }, equipment_->scanner());
    scanners_->wish(code_wish(state_), state_.visit);
    if (const auto resolver = resolver_options(config.resolver))
        resolver_ = hw::open_https_resolver(*resolver, device_sink(sink));
    if (const auto& staff = config.staff; !staff.url.empty())
        pager_ = hw::open_https_pager({staff.url, staff.body, staff.ca_file},
                                      [](const std::string& why) { spdlog::warn("staff: not told: {}", why); });
    narrator_ = open_narrator();  // last: its dictionary takes a moment, in which the devices open
    state_file_.write(state_);
}

Sharing App::share(const SqliteOptions& options) {
    if (!equipment_->shares_ledger()) return {};
    const auto& config = setup_.config;
    const std::chrono::seconds interval{config.ledger.sync_s};
    sync_ = std::make_unique<SyncWorker>(
        SyncOptions{options, {config.ledger.postgres}, config.site.hall, config.site.terminal}, interval);
    return {[this] { sync_->poke(); }, std::chrono::minutes{config.ledger.stale_min}};
}

// A voice that cannot begin costs nobody a ticket.
std::unique_ptr<Narrator> App::open_narrator() {
    const auto& config = setup_.config;
    if (!config.voice.enabled) return nullptr;
    auto book = voice::Book::load(setup_.policy, policy_path(config));
    if (!book) {
        spdlog::error("voice: {}", book.error().detail);
        state_.has_voice = false;
        return nullptr;
    }
    hw::SpeechOptions options{.output = config.voice.output,
                              .clips = config.voice.clips,
                              .english_clips = config.voice.english_clips,
                              .volume = config.voice.volume,
                              .rate = setup_.policy.voice.words_a_minute,
                              .on_change = [this] { loop_.wake(); }};
    return std::make_unique<Narrator>(*std::move(book), setup_.words, hw::open_speech(std::move(options)));
}

void App::take_posted() {
    for (const auto& event : mailbox_.take_all()) handle(event);
    if (narrator_) take_voice();
}

void App::take_voice() {
    using hw::Sound;
    const auto voice = narrator_->state();
    const bool silent = voice.sound != Sound::ready && voice.sound != Sound::untried;
    if (silent == state_.devices.silent && voice.speaking == state_.devices.speaking_since.has_value()) return;
    if (silent && !state_.devices.silent) spdlog::warn("voice: {}", voice.detail);
    handle(VoiceChanged{silent, voice.speaking});
}

void App::take_key(const screens::KeyPress& key) {
    if (equipment_->take(key)) return;
    make_page();  // the key before it may have turned it
    if (const auto event = keypad_.press(key, page_, state_, narrator_.get())) handle(*event);
}

void App::touched() {
    if (narrator_) narrator_->stop();
    handle(Touched{});
}

void App::slid_off() { handle(PressSlid{}); }

void App::take_code(std::string_view code) { scanners_->typed(code); }

std::optional<Steady> App::due() const { return next_tick(state_, setup_.policy); }

void App::tick() { handle(Tick{}); }

void App::before_page() {
    if (code_wish(state_) != CodeWish::asked || state_.devices.scanner) return preview_.forget();
    if (auto seen = scanners_->new_picture()) preview_.see(seen->width, seen->height, std::move(seen->pixels));
}

bool App::answers(Steady now) const { return ledger_->answers(now); }

Date App::today() const { return local_time(state_.now.wall, setup_.policy.utc_offset).date; }

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
    state_file_.write(state_);
    if (std::holds_alternative<Home>(before.phase) && !std::holds_alternative<Home>(state_.phase)) {
        equipment_->attend();
        ledger_->attend();
    }
    for (const auto& effect : turn.effects) perform(effect);
    scanners_->wish(code_wish(state_), state_.visit);
    if (resolver_ && !std::holds_alternative<AskingPlatform>(state_.phase)) resolver_->stop();
}

void App::perform(const Effect& effect) {
    const auto narrate = [this](const auto& wish) {
        if (narrator_) narrator_->perform(wish);
    };
    std::visit(overloaded{[this](const PrintTicket& e) { perform(e); }, [this](const PrintStatusSlip& e) { perform(e); },
                          [this](const PrintErrand& e) { perform(e); }, [this](const PrintNewCard& e) { perform(e); },
                          [this](const PrintScenarios& e) { perform(e); }, [&](const GiveSign& e) { narrate(e); },
                          [&](const SpeakAgain& e) { narrate(e); }, [&](const TurnVoice& e) { narrate(e); },
                          [&](const HushVoice& e) { narrate(e); }, [&](const RaiseVoice& e) { narrate(e); },
                          [this](const TellStaff& e) { perform(e); },
                          [this](const ResolveCode& e) {
                              resolver_->ask({e.query, e.code});
                          },
                          [this](const auto& question) { ledger_->ask(question); }},
               effect);
}

// `paper` is made on the printer's thread.
template <class MakePaper>
void App::print(const std::string& job, std::string title, Language language, MakePaper paper) {
    equipment_->printer().print({job, std::move(title), [this, language, paper](const auto& page) {
                                     return pdf_of(paper(Words(setup_.words, language)), page);
                                 }});
}

// A paper that nobody sees opens the fonts and all else that the first ticket would wait for.
void App::prepare_papers() {
    equipment_->printer().prepare([this] {
        static_cast<void>(
            pdf_of(ticket_paper({}, {}, {setup_.config.site.hall, *signer_}, setup_.policy, Words(setup_.words, {}))));
    });
}

// In the staff's own language, whatever that of the page is.
void App::perform(const TellStaff& effect) {
    const Words tr(setup_.words, Language::chinese);
    const auto& [hall, terminal, policy] = setup_.config.site;
    switch (effect.news) {
        case TellStaff::News::called:
            return pager_->tell(tr.fill("{}, terminal {}: somebody calls the staff.", hall, terminal));
        case TellStaff::News::nobody_came:
            return pager_->tell(tr.fill("{}, terminal {}: nobody has come yet to the person who calls.", hall, terminal));
        case TellStaff::News::card_forgotten:
            return pager_->tell(tr.fill("{}, terminal {}: a card was left on the reader.", hall, terminal));
        case TellStaff::News::over:
            return pager_->stop();
    }
}

void App::perform(const PrintTicket& effect) {
    print(effect.job, "ticket " + label(effect.issued.ticket), effect.language, [this, effect](const Words& tr) {
        return ticket_paper(effect.issued.ticket, effect.issued.place, {setup_.config.site.hall, *signer_}, setup_.policy,
                            tr, effect.again);
    });
}

void App::perform(const PrintStatusSlip& effect) {
    print(effect.job, "status slip", effect.language, [this, effect, today = today()](const Words& tr) {
        return status_slip(effect.found, {setup_.config.site.hall, *signer_}, setup_.policy, tr, today);
    });
}

void App::perform(const PrintErrand& effect) {
    print(effect.job, "status slip", effect.language, [this, effect, today = today()](const Words& tr) {
        return errand_slip(effect.cards, {setup_.config.site.hall, *signer_}, setup_.policy, tr, today);
    });
}

void App::perform(const PrintNewCard& effect) {
    print(effect.job, "new card", effect.language, [this, today = today()](const Words& tr) {
        return new_card_paper(*setup_.policy.new_card, setup_.config.site.hall, setup_.policy, tr, today);
    });
}

void App::perform(const PrintScenarios& effect) {
    print(effect.job, "what a card is good for", effect.language, [this, effect, today = today()](const Words& tr) {
        return scenarios_paper(setup_.policy.scenarios.groups[effect.group], setup_.config.site.hall, setup_.policy, tr,
                               today);
    });
}

Windowed::Face App::make_page() {
    const Words words(setup_.words, state_.language);
    page_ = page_of(state_, {setup_.policy, setup_.faults, words, setup_.config.site.hall});
    if (const int length = reading_length(page_); length != state_.page_length)  // the first page comes before all devices
        replace_wiped(state_, visit(std::move(state_), PageShown{length}, setup_.policy, now()).state);
    if (narrator_) narrator_->follow(page_, state_.language, is_spoken(state_, setup_.policy));
    keypad_.mark(page_);
    page_.demo = equipment_->strip();
    return {state_.phase.index(), words, state_.appearance};
}

bool App::draw(screens::Frame& frame) {
    if (auto press = screens::draw_page(frame, page_, &preview_)) pressed_ = std::move(press);
    return pressed_.has_value();
}

void App::press() {
    std::visit(overloaded{[this](const Intent& intent) { handle(intent); },
                          [this](const screens::DemoPress& press) { equipment_->press(press.button); }},
               *std::exchange(pressed_, std::nullopt));
}

}  // namespace kiosk
