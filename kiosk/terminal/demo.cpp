#include "kiosk/terminal/demo.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "kiosk/base/assets.h"
#include "kiosk/base/built.h"
#include "kiosk/base/clock.h"
#include "kiosk/intake/demo_cases.h"
#include "kiosk/intake/import_run.h"
#include "kiosk/paper/qr.h"
#include "kiosk/terminal/device_events.h"
#include "kiosk/terminal/setup.h"

namespace kiosk {
namespace {

constexpr int demo_cases = 5000;
constexpr std::uint64_t demo_seed = 20251101;

// In the order of the strip; README.md lists what each of them shows.
constexpr auto demo_cards =
    std::to_array<const char*>({"old-01", "old-02", "old-03", "old-04", "old-06", "old-07", "social-3", "new-senior",
                                "county", "mifare", "bank", "garbage", "mute", "pulled"});

std::filesystem::path demo_folder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache && *cache) return std::filesystem::path(cache) / "kiosk-demo";
    return std::filesystem::path(home && *home ? home : "/tmp") / ".cache" / "kiosk-demo";
}

// What a camera would see of a code that is held up straight.
hw::Grey picture_of(const std::string& bytes) {
    hw::Grey seen(320, 180, 120);
    const auto code = qr_modules(bytes);
    if (!code) return seen;
    const int whole = code->size + 8, module = std::max(1, 150 / whole);
    const int left = (seen.width - whole * module) / 2, top = (seen.height - whole * module) / 2;
    for (int y = 0; y < whole * module; ++y)
        for (int x = 0; x < whole * module; ++x) {
            const int mx = x / module - 4, my = y / module - 4;
            const bool inside = mx >= 0 && my >= 0 && mx < code->size && my < code->size;
            seen.row(top + y)[left + x] = inside && code->at(mx, my) ? 30 : 225;
        }
    return seen;
}

// The letters that press the strip's buttons; x is typed on the kiosk's own keypad.
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwyz";

// A real reader may be plugged in beside the simulated one; that none is there is no fault in a demo.
hw::ReaderSink unless_failed(hw::ReaderSink sink) {
    return [sink = std::move(sink)](hw::ReaderEvent event) {
        if (!std::holds_alternative<hw::ReaderFailed>(event) && !std::holds_alternative<hw::ReaderReady>(event))
            sink(std::move(event));
    };
}

}  // namespace

void Demo::prepare(Setup& setup) {
    setup.closable = true;
    setup.policy.closed_days.clear();
    setup.policy.hours.clear();
    for (unsigned day = 0; day < 7; ++day)
        setup.policy.hours.push_back({std::chrono::weekday{day}, std::chrono::minutes{0}, std::chrono::hours{24}});
}

Demo::Demo(const Config& config, const Policy& policy, std::function<void(const std::string&)> screenshot)
    : config_(config), policy_(policy), screenshot_(std::move(screenshot)), folder_(demo_folder()) {
    std::error_code failed;  // a folder that cannot be made shows itself as a ledger that cannot be opened
    std::filesystem::remove_all(folder_, failed);
    std::filesystem::create_directories(folder_ / "papers", failed);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failed);
    spdlog::info("demo: ledger, papers and screenshots are in {}", folder_.string());
}

Demo::~Demo() = default;

void Demo::open(const EventSink& sink) {
    const auto devices = device_sink(sink);
    reader_ = std::make_unique<hw::FakeReader>(devices);
    printer_ = std::make_unique<hw::FakePrinter>(devices, folder_ / "papers");
    scanner_ = std::make_unique<hw::FakeScanner>(devices);
    for (const auto* card : demo_cards) add_card(card);
    add_switches();
    real_reader_ = hw::open_pcsc_reader(config_.reader.name, unless_failed(devices), policy_.directory.applications());
    if (!config_.printer.queue.empty())
        real_printer_ = hw::open_cups_printer(config_.printer.queue, config_.printer.server, devices);
}

SqliteOptions Demo::ledger() const {
    SqliteOptions options{(folder_ / "ledger.db").string(), {}, policy_.utc_offset};
    options.built = built_at();
    return options;
}

std::function<Status(SqliteLedger&)> Demo::first_cases() const {
    return [&policy = policy_](SqliteLedger& ledger) -> Status {
        const auto today = local_time(wall_now(), policy.utc_offset).date;
        const auto report = import_csv(ledger.local(), demo_csv(demo_seed, demo_cases, today), policy);
        if (!report) return report.error();
        if (!report->bad.empty())
            return Error{Fault::malformed,
                         "demo cases, line " + std::to_string(report->bad.front().line) + ": " + report->bad.front().reason};
        return Done{};
    };
}

void Demo::add(std::string label, std::function<void()> press) {
    const char letter = letters[buttons_.size() % letters.size()];
    labels_.push_back(std::string(1, letter) + "  " + label);
    buttons_.push_back({std::move(label), std::move(press)});
}

void Demo::add_card(const std::string& file) {
    auto card = hw::SimulatedCard::load(asset_path("cards/" + file + ".card"));
    if (!card) return spdlog::error("demo: {}", card.error().detail);
    add(card->title().zh, [this, inserted = *card] { reader_->insert(inserted); });
}

void Demo::add_code(std::string label, const std::string& bytes) {
    add(std::move(label), [this, bytes] {
        scanner_->show(picture_of(bytes));
        scanner_->hold_up(bytes);
    });
}

void Demo::know(const Signer& signer, const HallId& hall, Date today) {
    const CodeTerms good{today, plus_days(today, 30)}, over{plus_days(today, -40), plus_days(today, -10)};
    add_code("码 进度单", make_code(SlipCode{"DEMO-00001"}, good, signer));
    add_code("码 001号", make_code(TicketCode{hall, 'A', 1}, {today, today}, signer));
    add_code("码 旧纸条", make_code(SlipCode{"DEMO-00001"}, over, signer));
    add_code("码 付款", "134567890123456789");
    add("码 太远", [this] { scanner_->hold_up_badly(CodeObstacle::too_far); });
    add("收起码", [this] {
        scanner_->show(hw::Grey(320, 180, 120));
        scanner_->take_away();
    });
}

void Demo::add_switches() {
    add("拿走卡", [this] { reader_->pull(); });
    add("读卡器 拔/插", [this] {
        plugged_ = !plugged_;
        plugged_ ? reader_->replug() : reader_->unplug();
    });
    add("纸 无/有", [this] { toggle(hw::FakePrinter::Condition::paper_out); });
    add("打印机 关/开", [this] { toggle(hw::FakePrinter::Condition::off); });
    add("截图", [this] { screenshot_((folder_ / ("screen-" + std::to_string(++screenshots_) + ".png")).string()); });
}

void Demo::toggle(hw::FakePrinter::Condition condition) {
    const bool already = printer_->condition() == condition;
    printer_->set(already ? hw::FakePrinter::Condition::well : condition);
}

void Demo::press(std::size_t button) { buttons_.at(button).press(); }

bool Demo::take(const screens::KeyPress& key) {
    if (key.key != screens::Key::character) return false;
    const auto index = letters.find(key.character);
    if (index == std::string_view::npos || index >= buttons_.size()) return false;
    press(index);
    return true;
}

}  // namespace kiosk
