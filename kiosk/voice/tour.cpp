#include "kiosk/voice/tour.h"

#include <optional>

#include "kiosk/case/case.h"

namespace kiosk::voice {
namespace {

using namespace std::chrono_literals;

constexpr Steady some_time{std::chrono::hours{1000}};
constexpr Wall some_day{std::chrono::days{20777}};  // 2026-11-20

class Tour {
public:
    explicit Tour(const PageContext& context) : context_(context) {}

    State at(Phase phase) const {
        State state;
        state.phase = std::move(phase);
        state.language = context_.tr.language();
        state.now = {some_day, some_time};
        state.last_touch = some_time;
        return state;
    }
    void add(const State& state, const std::string& variant = {}) {
        const std::string phase(name(state.phase));
        pages_.push_back({variant.empty() ? phase : phase + " " + variant, page_of(state, context_)});
    }
    void add(Phase phase, const std::string& variant = {}) { add(at(std::move(phase)), variant); }
    std::vector<TourPage> take() { return std::move(pages_); }
    const Policy& policy() const { return context_.policy; }

private:
    const PageContext& context_;
    std::vector<TourPage> pages_;
};

CaseView some_case(Stage stage, const std::string& refusal = {}) {
    CaseView found;
    found.key = "K0001";
    found.masked_name = "王＊明";
    found.old_last4 = "0001";
    found.handed_in = local_time(some_day - std::chrono::days{6}, std::chrono::minutes{480}).date;
    found.promised_by = plus_days(found.handed_in, 10);
    found.stage = stage;
    found.stage_at = some_day - std::chrono::days{2};
    found.refusal = refusal;
    return found;
}

PaperState paper(Paper is, std::optional<Fault> fault = {}, int papers = 0) { return {is, "job", some_time, fault, papers}; }

IssuedTicket some_ticket(TicketClass klass, int ahead, std::optional<WaitRange> wait, const std::string& refusal = {}) {
    IssuedTicket issued;
    issued.ticket.number = 17;
    issued.ticket.klass = klass;
    issued.ticket.refusal = refusal;
    issued.place = {ahead, wait};
    return issued;
}

void asking(Tour& tour) {
    tour.add(Home{});
    State home = tour.at(Home{});
    home.has_camera = true;
    tour.add(home, "camera");
    home.phase = PresentCard{};
    tour.add(home, "camera");
    tour.add(PresentCard{});
    tour.add(ReadingCard{});
    tour.add(PresentCode{});
    for (int i = 0; i <= static_cast<int>(CodeObstacle::several); ++i)
        tour.add(PresentCode{static_cast<CodeObstacle>(i)}, "obstacle_" + std::to_string(i + 1));
    tour.add(AskingPlatform{});
    tour.add(LookingUp{});
    tour.add(Typing{});
    tour.add(Typing{Purpose::where_is_my_card, "12", "", Typing::Problem::not_found}, "not_found");
    tour.add(Typing{Purpose::where_is_my_card, "", "", Typing::Problem::several}, "several");
    State guessing = tour.at(Typing{});
    for (const int guesses : {4, 6}) {
        guessing.guesses = {guesses, guesses, some_time};
        tour.add(guessing, "guesses_" + std::to_string(guesses));
    }
    State asked = tour.at(Home{});
    asked.wipe_at = some_time + 30s;
    tour.add(asked, "still_there");
    asked.wipe_at.reset();
    asked.staff_call = StaffCall{};
    tour.add(asked, "staff_called");
    asked.staff_call->late = true;
    tour.add(asked, "staff_late");
    asked.staff_call.reset();
    asked.slips = slips_until_offer;
    tour.add(asked, "after_slips");
    asked.slips = 0;
    asked.has_voice = true;
    tour.add(asked, "with_a_voice");
    asked.aloud = true;
    tour.add(asked, "listening");
    asked.devices.silent = true;
    tour.add(asked, "silent");
    asked.devices.silent = false;
    using Named = std::pair<const char*, Menu>;
    for (const auto& [name, menu] : {Named{"menu_voice", Menu::voice}, Named{"menu_darkness", Menu::darkness},
                                     Named{"menu_keys", Menu::keys}, Named{"menu_appearance", Menu::appearance}}) {
        asked.menu = menu;
        tour.add(asked, name);
    }
    asked.menu = Menu::none;
    asked.appearance.low = true;
    tour.add(asked, "within_reach");
}

void answering(Tour& tour) {
    for (int i = 0; i <= static_cast<int>(Stage::served); ++i)
        tour.add(ShowingCase{some_case(static_cast<Stage>(i)), {}}, std::string(name(static_cast<Stage>(i))));
    State late = tour.at(ShowingCase{some_case(Stage::at_maker), {}});
    late.now.wall += std::chrono::days{30};
    late.as_of = late.now.wall - 1h;
    tour.add(late, "late");
    State other = tour.at(ShowingCase{some_case(Stage::at_maker), {}});
    other.another_card = true;
    tour.add(other, "another_card");
    for (const auto& refusal : tour.policy().refusals)
        tour.add(CardCameBack{some_case(Stage::refused_at_community, refusal.code), {}}, refusal.code);
    for (int i = 0; i <= static_cast<int>(Verdict::unknown); ++i) {
        const auto verdict = static_cast<Verdict>(i);
        tour.add(ShowingVerdict{{verdict, "0007", {"四川", "Sichuan"}}, Purpose::where_is_my_card},
                 std::string(name(verdict)));
    }
    tour.add(ShowingVerdict{{Verdict::elsewhere, "0007"}, Purpose::where_is_my_card}, "elsewhere_unknown");
    for (int i = 0; i < code_answers; ++i)
        tour.add(ShowingCodeAnswer{static_cast<CodeAnswer>(i)}, "answer_" + std::to_string(i + 1));
}

void with_several_cards(Tour& tour) {
    State several = tour.at(ShowingErrand{});
    const auto show = [&](Phase phase, const std::string& variant) {
        several.phase = std::move(phase);
        tour.add(several, variant);
    };
    several.errand = {errand_card(some_case(Stage::refused_at_community), {})};
    show(ShowingErrand{}, "one_card");
    several.errand.front().last4.clear();
    show(ShowingErrand{}, "without_a_number");
    several.errand.clear();
    for (int i = 0; i <= static_cast<int>(Stage::served); ++i)
        several.errand.push_back(errand_card(some_case(static_cast<Stage>(i)), {}));
    several.errand.back().late = true;
    several.errand[static_cast<std::size_t>(Stage::refused)].ticket = "A017";
    for (const auto verdict : {Verdict::upgradable, Verdict::already_new, Verdict::social_serves})
        several.errand.push_back({.last4 = "0007", .verdict = verdict});
    show(ShowingErrand{}, "full");
    several.errand.resize(3);
    show(ShowingErrand{}, "several");
    show(ShowingCase{some_case(Stage::at_maker), {}}, "of_several");
    show(CardCameBack{some_case(Stage::refused_at_community), {}}, "of_several");
    auto ticket = some_ticket(TicketClass::priority, 3, WaitRange{10min, 20min});
    for (const auto& refusal : tour.policy().refusals) ticket.ticket.cards.push_back({"K0001", "0001", refusal.code, {}});
    show(ShowingTicket{ticket, paper(Paper::printed), {}}, "of_several");
    show(PresentCard{}, "next");
    several.devices.card_present = true;
    show(PresentCard{}, "next_while_one_lies_there");
}

void helping(Tour& tour) {
    if (!gives_help(tour.policy())) return;
    tour.add(ChoosingHelp{});
    if (tour.policy().new_card) tour.add(ShowingNewCard{});
    for (std::size_t group = 0; group < tour.policy().scenarios.groups.size(); ++group)
        tour.add(ShowingScenarios{group, {}}, "group_" + std::to_string(group + 1));
}

void queueing(Tour& tour) {
    tour.add(ChoosingService{});
    tour.add(AnotherTicket{});
    tour.add(AnotherTicket{"", some_time + 150s}, "later");
    tour.add(IssuingTicket{});
    tour.add(NoTicketToday{NoTicket::closed}, "closed");
    tour.add(NoTicketToday{NoTicket::all_given_out}, "all_given_out");
    tour.add(TakeYourCard{});
    tour.add(TakeYourCard{{}, {}, 6, true}, "forgotten");
    const auto refusal = tour.policy().refusals.empty() ? "" : tour.policy().refusals.front().code;
    for (const auto klass : {TicketClass::ordinary, TicketClass::priority}) {
        const auto ticket = some_ticket(klass, 3, WaitRange{10min, 20min}, refusal);
        const std::string kind = klass == TicketClass::priority ? "priority" : "ordinary";
        tour.add(ShowingTicket{ticket, paper(Paper::printing), {}}, kind + "_printing");
        tour.add(ShowingTicket{ticket, paper(Paper::printed, {}, most_papers), {}}, kind + "_printed");
        tour.add(ShowingTicket{ticket, paper(Paper::unknown), {}}, kind + "_unsure");
        tour.add(ShowingTicket{ticket, paper(Paper::not_printed), {}}, kind + "_without_paper");
    }
    tour.add(ShowingTicket{some_ticket(TicketClass::ordinary, 0, WaitRange{}), {}, {}}, "nobody_ahead");
    tour.add(ShowingTicket{some_ticket(TicketClass::ordinary, 1, {}), {}, {}}, "one_ahead");
}

}  // namespace

std::vector<TourPage> tour(const PageContext& context) {
    Tour tour(context);
    asking(tour);
    answering(tour);
    with_several_cards(tour);
    helping(tour);
    queueing(tour);
    for (const auto fault : all_faults()) tour.add(OutOfOrder{fault}, std::string(name(fault)));
    return tour.take();
}

}  // namespace kiosk::voice
