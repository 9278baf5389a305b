// What tests/machine.sh gives its machine, and what it expects to see on its glass.
//   hall make FOLDER CARDS       a policy that never closes; the demo's cases, and so many more cards that came back, each
//                                with its case; pictures of pages; in `places`, where buttons lie: "NAME X Y" in 1/32768
//   hall same PICTURE PICTURE    says how many pixels differ; exit code 1 if any does. By one step of 255 they may: another
//                                processor rounds otherwise
#include <cstdlib>
#include <iostream>
#include <string>

#include <fmt/format.h>

#include "kiosk/intake/demo_cases.h"
#include "kiosk/intake/import_run.h"
#include "tests/support/hall.h"

namespace {

using namespace kiosk;
namespace fs = std::filesystem;
using support::write_file;

constexpr screens::PixelSize glass{1080, 1920};
constexpr float px_per_mm = 4;  // [display] of the machine says 270 × 480 mm

template <class T>
T or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return *std::move(result);
}

Wall now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::string case_key(int number) { return fmt::format("PROOF-{:03}", number); }

// Of the demo's card that came back, with another number.
std::string card_file(int number) {
    auto file = support::read_file(KIOSK_SOURCE_DIR "/assets/cards/old-02.card");
    const std::string of_demo = "40 00 00 00 00 00 00 02";
    return file.replace(file.rfind(of_demo), of_demo.size(), fmt::format("40 00 92 00 00 00 00 {:02}", number));
}

std::string case_row(int number, Date today) {
    return fmt::format(
        "{3},测试甲,,40009200000000{0:02},,样板第1社区,样板东街道,沙坪坝区,{1},refused_at_community,{2},"
        "no_portrait,\n",
        number, iso(plus_days(today, -9)), iso(plus_days(today, -1)), case_key(number));
}

// The page as the kiosk draws it; where the button of that label lies, as touches are told to the emulator.
std::string draw(const fs::path& picture, const support::Hall& hall, Phase phase, bool card_present,
                 std::string_view label) {
    State state = samples::ready();
    state.now.wall = now();
    state.phase = std::move(phase);
    state.devices.card_present = card_present;
    state.has_camera = state.has_voice = false;
    support::HeadlessKiosk page(hall, glass, std::move(state), px_per_mm);
    support::write_png(picture, page.pixels());
    const auto at = page.glass().target(label).box.centre();
    return fmt::format("{:.0f} {:.0f}\n", at.x * 32768 / glass.width, at.y * 32768 / glass.height);
}

void draw_pages(const fs::path& folder, const support::Hall& hall, SqliteLedger& ledger, int cards) {
    draw(folder / "home.png", hall, Home{}, false, "我要到窗口办");
    std::string places;
    for (int number = cards; number >= 0; --number) {
        const auto key = number == 0 ? std::string(support::returned_case) : case_key(number);
        const auto found = or_throw(ledger.find(ByKey{key})).at(0);
        places = "priority " +
                 draw(folder / fmt::format("came_back-{}.png", number), hall, CardCameBack{found, {}}, true, "拿优先号");
        if (number > 0) continue;
        const ShowingTicket ticket{samples::priority_ticket(), {Paper::printed, {}, {}, {}}, found};
        places += "done " + draw(folder / "ticket.png", hall, ticket, true, "办完了");
    }
    write_file(folder / "places", places);
}

void make(const fs::path& folder, int cards) {
    auto hall = support::Hall::shipped();
    fs::create_directories(folder / "cards");
    write_file(folder / "policy.toml", support::policy_that_never_closes());
    hall.name = "测试大厅";
    hall.policy = or_throw(load_policy(folder / "policy.toml"));
    const Date today = local_time(now(), hall.policy.utc_offset).date;

    auto cases = demo_csv(1, 50, today);
    write_file(folder / "cards/0.card", support::read_file(KIOSK_SOURCE_DIR "/assets/cards/old-02.card"));
    for (int number = 1; number <= cards; ++number) {
        cases += case_row(number, today);
        write_file(folder / fmt::format("cards/{}.card", number), card_file(number));
    }
    write_file(folder / "cases.csv", cases);

    const support::TempDir ledger_folder;
    const auto ledger = or_throw(open_ledger({ledger_folder.file("ledger.db"), {}, hall.policy.utc_offset}));
    or_throw(import_csv(ledger->local(), cases, hall.policy));
    draw_pages(folder, hall, *ledger, cards);
}

bool alike(std::uint32_t one, std::uint32_t other) {
    for (const int shift : {0, 8, 16}) {
        const auto channel = [shift](std::uint32_t pixel) { return static_cast<int>(pixel >> shift & 0xFF); };
        if (std::abs(channel(one) - channel(other)) > 1) return false;
    }
    return true;
}

int compare(const support::Image& one, const support::Image& other) {
    if (one.width != other.width || one.height != other.height) {
        std::cout << other.width << " x " << other.height << " pixels\n";
        return 1;
    }
    std::size_t differ = 0;
    for (std::size_t at = 0; at < one.pixels.size(); ++at) differ += alike(one.pixels[at], other.pixels[at]) ? 0 : 1;
    std::cout << differ << " pixels differ\n";
    return differ > 0 ? 1 : 0;
}

}  // namespace

int main(int count, char** arguments) {
    const std::string what = count > 1 ? arguments[1] : "";
    if (what == "make" && count == 4) return make(arguments[2], std::stoi(arguments[3])), 0;
    if (what == "same" && count == 4) return compare(support::read_png(arguments[2]), support::read_png(arguments[3]));
    return 2;
}
