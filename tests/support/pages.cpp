#include "tests/support/pages.h"

#include <array>
#include <stdexcept>
#include <utility>

#include "kiosk/base/assets.h"

namespace support {

using namespace kiosk;
using namespace std::chrono_literals;

namespace {

template <class T>
T shipped_or_throw(Result<T> loaded) {
    if (!loaded) throw std::runtime_error(loaded.error().detail);
    return *std::move(loaded);
}

std::vector<samples::NamedState> faulty_pages() {
    std::vector<samples::NamedState> pages;
    const auto add = [&](std::string name, Phase phase, Devices devices = {}) {
        State s = samples::ready();
        s.devices = devices;
        s.phase = std::move(phase);
        pages.push_back({std::move(name), std::move(s)});
    };
    Devices no_reader;
    no_reader.reader = Fault::reader_absent;
    add("home_without_reader", Home{}, no_reader);
    add("present_card_without_reader", PresentCard{}, no_reader);
    add("present_card_pulled_early", PresentCard{Purpose::where_is_my_card, Fault::card_removed_early});
    add("typing_not_found", Typing{Purpose::where_is_my_card, {}, {}, Typing::Problem::not_found});
    add("typing_several", Typing{Purpose::where_is_my_card, {}, {}, Typing::Problem::several});
    add("out_of_order_locked", OutOfOrder{Fault::ledger_locked});
    const auto ticket = [&](Paper paper, std::optional<Fault> fault) {
        return ShowingTicket{
            samples::priority_ticket(), {paper, "job-1", samples::noon().steady, fault}, samples::came_back()};
    };
    add("ticket_printed", ticket(Paper::printed, {}));
    add("ticket_without_paper", ticket(Paper::not_printed, Fault::paper_out));
    add("ticket_paper_unknown", ticket(Paper::unknown, {}));
    auto ordinary = ticket(Paper::printing, {});
    ordinary.issued.ticket.klass = TicketClass::ordinary;
    ordinary.issued.place = {12, std::nullopt};
    add("ticket_ordinary", ordinary);
    add("ticket_while_the_line_is_down", ticket(Paper::printed, {}));
    pages.back().state.as_of = samples::noon().wall - 50min;
    add("all_given_out", NoTicketToday{NoTicket::all_given_out});
    add("another_ticket_later", AnotherTicket{"upgrade", samples::noon().steady + 150s});
    const auto guessed = [&](int in_visit, int lately) {
        pages.back().state.guesses = {in_visit, lately, samples::noon().steady};
    };
    add("typing_after_some_guesses", Typing{});
    guessed(4, 4);
    add("typing_is_over", Typing{});
    guessed(6, 6);
    add("home_after_guesses", Home{});
    guessed(0, 14);
    add("home_after_many_tickets", Home{});
    pages.back().state.cardless.assign(6, samples::noon().steady);
    Devices wrong_clock, full_disk;
    wrong_clock.clock = Fault::clock_wrong;
    full_disk.ledger = Fault::disk_full;
    add("home_with_a_wrong_clock", Home{}, wrong_clock);
    add("came_back_with_a_wrong_clock", CardCameBack{samples::came_back(), {}}, wrong_clock);
    add("came_back_on_a_full_disk", CardCameBack{samples::came_back(), {}}, full_disk);
    add("out_of_order_clock", OutOfOrder{Fault::clock_wrong}, wrong_clock);
    add("out_of_order_gone", OutOfOrder{Fault::ledger_gone});
    add("card_forgotten", TakeYourCard{{}, {}, 6, true});
    add("present_card_endless", PresentCard{Purpose::where_is_my_card, Fault::card_endless});
    return pages;
}

std::vector<samples::NamedState> case_pages() {
    std::vector<samples::NamedState> pages;
    for (const auto stage : {kiosk::Stage::collected, kiosk::Stage::back_at_street, kiosk::Stage::ready,
                             kiosk::Stage::handed_out, kiosk::Stage::refused}) {
        State s = samples::ready();
        auto found = is_refused(stage) ? samples::came_back() : samples::on_its_way();
        found.stage = stage;
        found.masked_name = "𠅤＊䶮";  // a name of rare characters
        s.phase = ShowingCase{found, {}};
        pages.push_back({"case_" + std::string(name(stage)), std::move(s)});
    }
    State late = samples::ready();
    auto found = samples::on_its_way();
    found.handed_in = plus_days(found.handed_in, -9);
    found.promised_by = plus_days(found.promised_by, -9);
    late.phase = ShowingCase{found, {Paper::printed, "job-1", samples::noon().steady, {}}};
    pages.push_back({"case_late", late});
    late.phase = ShowingCase{found, {}};
    late.as_of = late.now.wall - 50min;
    pages.push_back({"case_late_while_the_line_is_down", late});
    State other = samples::ready();
    other.phase = CardCameBack{samples::came_back(), {}};
    other.another_card = true;
    pages.push_back({"came_back_another_card", other});
    late.phase = CardCameBack{samples::came_back(), {}};
    late.as_of = late.now.wall - 49h;
    pages.push_back({"came_back_while_the_line_is_down", std::move(late)});
    return pages;
}

std::vector<samples::NamedState> verdict_pages() {
    std::vector<samples::NamedState> pages;
    for (int i = 0; i <= static_cast<int>(Verdict::unknown); ++i) {
        State s = samples::ready();
        const auto verdict = static_cast<Verdict>(i);
        CardSummary card{verdict, "0007"};
        if (verdict == Verdict::elsewhere || verdict == Verdict::social_elsewhere) card.place = {"四川", "Sichuan"};
        s.phase = ShowingVerdict{std::move(card), Purpose::where_is_my_card};
        pages.push_back({"verdict_" + std::string(name(verdict)), std::move(s)});
    }
    return pages;
}

// Of CodeAnswer and CodeObstacle, in their order.
constexpr std::array code_answer_names{"damaged",    "later_version", "untrusted",       "not_yet",         "expired",
                                       "other_hall", "used_up",       "no_ticket",       "no_case",         "bag",
                                       "bus",        "payment",       "web_address",     "opaque",          "no_card",
                                       "used_code",  "platform_away", "platform_silent", "platform_refuses"};
static_assert(code_answer_names.size() == code_answers);
constexpr std::array code_obstacle_names{"too_far", "too_near", "too_dark", "cut_off", "damaged", "several"};

std::vector<samples::NamedState> code_pages() {
    std::vector<samples::NamedState> pages;
    for (std::size_t i = 0; i < code_answer_names.size(); ++i) {
        State s = samples::ready();
        s.phase = ShowingCodeAnswer{static_cast<CodeAnswer>(i)};
        pages.push_back({std::string("code_answer_") + code_answer_names[i], std::move(s)});
    }
    for (std::size_t i = 0; i < code_obstacle_names.size(); ++i) {
        State s = samples::ready();
        s.phase = PresentCode{static_cast<CodeObstacle>(i)};
        pages.push_back({std::string("present_code_") + code_obstacle_names[i], std::move(s)});
    }
    State gone = samples::ready();
    gone.phase = PresentCode{};
    gone.devices.scanner = Fault::scanner_absent;
    pages.push_back({"present_code_without_camera", gone});
    State home = samples::ready();
    home.has_camera = true;
    pages.push_back({"home_with_camera", home});
    home.phase = PresentCard{};
    pages.push_back({"present_card_with_camera", home});
    return pages;
}

std::vector<samples::NamedState> help_pages() {
    std::vector<samples::NamedState> pages;
    const auto add = [&](const std::string& name, Phase phase) {
        State s = samples::ready();
        s.phase = std::move(phase);
        pages.push_back({name, std::move(s)});
    };
    add("new_card_printed", ShowingNewCard{{Paper::printed, "job-1", samples::noon().steady, {}}});
    add("scenarios_of_riding", ShowingScenarios{2, {}});
    add("scenarios_of_papers", ShowingScenarios{5, {}});
    pages.back().state.part = 1;
    return pages;
}

std::vector<samples::NamedState> errand_pages() {
    std::vector<samples::NamedState> pages;
    const auto add = [&](const std::string& name, Phase phase, bool card_lies_there = false) {
        State s = samples::ready();
        s.phase = std::move(phase);
        s.errand = samples::errand();
        s.devices.card_present = card_lies_there;
        pages.push_back({name, std::move(s)});
    };
    add("errand_next_card", PresentCard{}, true);
    add("errand_case", ShowingCase{samples::on_its_way(), {}});
    add("errand_came_back", CardCameBack{samples::came_back(), {}});
    add("errand_printed", ShowingErrand{{Paper::printed, "job-1", samples::noon().steady, {}}});
    auto issued = samples::priority_ticket();
    issued.ticket.cards = {{"K0002", "0002", "no_portrait", "refused_at_community"},
                           {"K0005", "0005", "letter_mismatch", "refused_at_community"},
                           {"K0006", "0006", "no_portrait", "refused_at_community"}};
    add("errand_ticket", ShowingTicket{issued, {Paper::printed, "job-1", samples::noon().steady, {}}, {}});
    add("errand_full", ShowingErrand{});
    auto& full = pages.back().state.errand;
    for (auto other = samples::errand(); full.size() < 10;) full.push_back(other[full.size() - 5]);
    return pages;
}

std::vector<samples::NamedState> covered_pages() {
    std::vector<samples::NamedState> pages;
    State asking = samples::ready();
    asking.phase = CardCameBack{samples::came_back(), {}};
    asking.wipe_at = asking.now.steady + 30s;
    pages.push_back({"still_there", asking});
    asking.wipe_at.reset();
    asking.staff_call = StaffCall{};
    pages.push_back({"staff_called", asking});
    asking.staff_call->late = true;
    pages.push_back({"staff_late", asking});
    asking.staff_call.reset();
    asking.slips = slips_until_offer;
    pages.push_back({"after_slips", asking});
    asking.slips = 0;
    asking.has_voice = true;
    pages.push_back({"with_a_voice", asking});
    asking.aloud = true;
    pages.push_back({"read_aloud", asking});
    asking.devices.silent = true;
    pages.push_back({"without_a_sound_device", asking});
    asking.devices.silent = false;
    asking.aloud.reset();
    using Named = std::pair<const char*, Menu>;
    for (const auto& [name, menu] : {Named{"menu_voice", Menu::voice}, Named{"menu_darkness", Menu::darkness},
                                     Named{"menu_keys", Menu::keys}, Named{"menu_appearance", Menu::appearance}}) {
        asking.menu = menu;
        pages.push_back({name, asking});
    }
    return pages;
}

}  // namespace

const Hall& Hall::shipped() {
    static const Hall hall{shipped_or_throw(load_policy(asset_path("policy/shapingba.toml"))),
                           shipped_or_throw(Catalog::load(words_path())),
                           shipped_or_throw(FaultCatalog::load(asset_path("faults.toml")))};
    return hall;
}

std::vector<samples::NamedState> gallery() {
    auto pages = samples::phases();
    for (const auto& more :
         {faulty_pages(), case_pages(), verdict_pages(), code_pages(), help_pages(), errand_pages(), covered_pages()})
        pages.insert(pages.end(), more.begin(), more.end());
    return pages;
}

HeadlessKiosk::HeadlessKiosk(const Hall& hall, screens::PixelSize size, State state, float px_per_mm)
    : hall_(hall),
      state_(std::move(state)),
      glass_(
          size, words(),
          [this](screens::Frame& frame) {
              const auto tr = words();
              const auto page = page_of(state_, {hall_.policy, hall_.faults, tr, hall_.name});
              if (const auto pressed = screens::draw_page(frame, page, &preview_))
                  asked_.push_back(std::get<Intent>(*pressed));
          },
          px_per_mm) {
    glass_.wear(state_.appearance);
}

void HeadlessKiosk::tap(std::string_view label) {
    glass_.tap(label);
    for (const auto& intent : std::exchange(asked_, {})) handle(intent);
}

void HeadlessKiosk::turn_to(const State& state) {
    state_ = state;
    glass_.start(words(), state_.appearance);
}

void HeadlessKiosk::see(int width, int height, std::vector<std::uint8_t> grey) {
    preview_.see(width, height, std::move(grey));
    glass_.show();
}

void HeadlessKiosk::handle(const Event& event) {
    const auto page = state_.phase.index();
    const auto now = state_.now;
    auto turn = visit(std::move(state_), event, hall_.policy, now);
    state_ = std::move(turn.state);
    effects.insert(effects.end(), turn.effects.begin(), turn.effects.end());
    glass_.wear(state_.appearance);
    glass_.speak(words());
    if (state_.phase.index() != page) glass_.turn_page(state_.phase.index() + 1);
}

}  // namespace support
