#include "kiosk/visit/visit.h"

#include <algorithm>

#include "kiosk/base/ascii.h"
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {

void Visitor::touch() {
    s_.last_touch = now();
    s_.wipe_at.reset();
}

// ---- the ledger

void Visitor::look_up(Purpose purpose, std::vector<CaseQuery> by, std::optional<CardSummary> card) {
    s_.phase = LookingUp{purpose, ++s_.query, std::move(card), now()};
    effects_.emplace_back(LookUp{s_.query, std::move(by)});
}

void Visitor::operator()(const CasesFound& event) {
    const auto* asked = in<LookingUp>();
    if (!asked || asked->query != event.query) return;
    s_.as_of = event.as_of;
    const bool typed = !asked->card && !asked->if_none;
    if (event.cases && typed && event.cases->size() != 1) note_wrong_guess();
    if (!event.cases) {
        s_.phase = OutOfOrder{event.cases.error().fault};
    } else if (event.cases->empty()) {
        nothing_found(LookingUp{*asked});
    } else if (typed && event.cases->size() > 1) {
        wrong_numbers(asked->purpose, Typing::Problem::several);
    } else {
        show(event.cases->front(), event.ticket);
    }
}

void Visitor::note_wrong_guess() {
    auto& guesses = s_.guesses;
    if (now() - guesses.last >= timing::guesses_forgotten) guesses.lately = 0;
    ++guesses.in_visit;
    ++guesses.lately;
    guesses.last = now();
}

void Visitor::nothing_found(const LookingUp& asked) {
    if (asked.if_none)
        answer(*asked.if_none);
    else if (asked.card)
        show_verdict(*asked.card, asked.purpose);
    else
        wrong_numbers(asked.purpose, Typing::Problem::not_found);
}

void Visitor::wrong_numbers(Purpose purpose, Typing::Problem problem) {
    s_.phase = Typing{purpose, {}, {}, problem};
    sign(Sign::wrong);
}

// Whoever stands beside the first one with a card of their own must not take its answer for theirs. One with several cards
// expects another one.
void Visitor::note_answer(std::string card) {
    if (!s_.errand.empty()) return;
    s_.another_card = !s_.answered.empty() && s_.answered != card;
    s_.answered = std::move(card);
}

void Visitor::show_verdict(const CardSummary& card, Purpose purpose) {
    note_answer(std::string(name(card.verdict)) + ' ' + card.last4);
    s_.phase = ShowingVerdict{card, purpose};
}

void Visitor::show(const CaseView& found, const std::optional<IssuedTicket>& ticket) {
    note_answer(found.key);
    if (!is_refused(found.stage))
        s_.phase = ShowingCase{found, {}};
    else if (ticket)
        show_ticket(*ticket, found);
    else
        s_.phase = CardCameBack{found, {}};
}

// Look-ups go on with the latest day that is known: by the clock of 2099 every card would be late.
void Visitor::look_at_clock(const Event& event) {
    if (const auto* news = std::get_if<TimeKnown>(&event)) s_.known_time = news->known;
    const auto trouble = s_.known_time ? judge_clock(s_.now.wall, *s_.known_time, policy_) : std::nullopt;
    if (trouble) {
        s_.devices.clock = Fault::clock_wrong;
        s_.now.wall = latest(*s_.known_time);
        return;
    }
    s_.devices.clock.reset();
    const auto* page = in<OutOfOrder>();
    if (page && page->fault == Fault::clock_wrong) finish();
}

void Visitor::operator()(const LedgerReady&) {
    s_.devices.ledger.reset();
    if (in<OutOfOrder>()) finish();
}

// ---- tickets

void Visitor::issue(TicketRequest request, std::optional<CaseView> found) {
    if (s_.devices.clock) {
        s_.phase = OutOfOrder{*s_.devices.clock};
        return;
    }
    effects_.emplace_back(IssueTicket{++s_.query, request});
    s_.phase = IssuingTicket{s_.query, std::move(request), std::move(found), now()};
}

void Visitor::operator()(const TicketReady& event) {
    auto* asked = in<IssuingTicket>();
    if (!asked || asked->query != event.query) return;
    s_.as_of = event.as_of;
    if (!event.answer) {
        s_.phase = OutOfOrder{event.answer.error().fault};
    } else if (const auto* none = std::get_if<NoTicket>(&*event.answer)) {
        s_.phase = NoTicketToday{*none};
    } else {
        const auto& issued = std::get<IssuedTicket>(*event.answer);
        const bool for_a_card = !asked->request.case_keys.empty();
        if (!for_a_card && !s_.card_read && !issued.issued_before) s_.cardless.push_back(now());
        for (auto& card : s_.errand)
            if (std::ranges::count(issued.ticket.cards, card.key, &TicketCard::key) > 0) card.ticket = label(issued.ticket);
        show_ticket(issued, std::move(asked->found));
    }
}

// A paper that came out, or may have come out, is printed again only when the person asks for it.
void Visitor::show_ticket(IssuedTicket issued, std::optional<CaseView> found) {
    PaperState paper;
    const auto printing = std::ranges::find_if(s_.in_print, [&](const TicketInPrint& other) {
        return other.issued.ticket.number == issued.ticket.number && other.issued.ticket.day == issued.ticket.day;
    });
    paper.papers = papers_of(issued.ticket);
    if (printing != s_.in_print.end())
        paper = PaperState{Paper::printing, printing->job, now(), {}, paper.papers};
    else if (issued.ticket.on_paper == OnPaper::no)
        paper = print_ticket(issued);
    else
        paper.paper = issued.ticket.on_paper == OnPaper::yes ? Paper::printed : Paper::unknown;
    s_.phase = ShowingTicket{std::move(issued), std::move(paper), std::move(found)};
}

// ---- the person

void Visitor::ask_for_card(Purpose purpose) {
    if (!in<Home>()) return;
    s_.phase = PresentCard{purpose, {}};
}

void Visitor::operator()(const ChooseCounter&) {
    if (in<Home>() || in<ShowingVerdict>() || in<ShowingCodeAnswer>() || in<ShowingCase>() || in<PresentCard>() ||
        in<PresentCode>()) {
        s_.phase = ChoosingService{};
        if (s_.devices.clock) s_.phase = OutOfOrder{*s_.devices.clock};
    }
}

void Visitor::operator()(const ChooseService& event) {
    if (!in<ChoosingService>() || !policy_.service(event.id)) return;
    std::erase_if(s_.cardless, [&](Steady at) { return now() - at >= policy_.cardless_minutes; });
    if (s_.card_read || s_.cardless.empty()) return issue_at_counter(event.id);
    s_.phase = AnotherTicket{event.id, no_cardless_ticket_before(s_, policy_)};
}

void Visitor::operator()(const ForAnother&) {
    const auto* phase = in<AnotherTicket>();
    if (phase && !no_cardless_ticket_before(s_, policy_)) issue_at_counter(std::string(phase->service));
}

void Visitor::issue_at_counter(const std::string& service) {
    TicketRequest request;
    request.service = service;
    request.idempotency = "visit:" + s_.session + ':' + std::to_string(s_.visit) + ':' + service;
    issue(std::move(request), {});
}

void Visitor::operator()(const ChooseTyping&) {
    if (const auto* phase = in<PresentCard>())
        s_.phase = Typing{phase->purpose, {}, {}, {}};
    else if (const auto* unread = in<ShowingVerdict>())
        s_.phase = Typing{unread->purpose, {}, {}, {}};
}

void Visitor::operator()(const ChooseShowCode&) {
    if (in<Home>() || in<PresentCard>()) s_.phase = PresentCode{};
}

void Visitor::operator()(const TypeCharacter& event) {
    auto* phase = in<Typing>();
    if (!phase) return;
    const bool digit = is_digit(event.character);
    const bool x_at_end = event.character == 'X' && phase->id_tail6.size() == 5;
    if (phase->id_tail6.size() < 6) {
        if (digit || x_at_end) phase->id_tail6 += event.character;
    } else if (phase->card_last4.size() < 4 && digit) {
        phase->card_last4 += event.character;
    }
    phase->problem = Typing::Problem::none;
}

void Visitor::operator()(const EraseCharacter&) {
    auto* phase = in<Typing>();
    if (!phase) return;
    if (!phase->card_last4.empty())
        phase->card_last4.pop_back();
    else if (!phase->id_tail6.empty())
        phase->id_tail6.pop_back();
    phase->problem = Typing::Problem::none;
}

void Visitor::operator()(const SubmitTyping&) {
    const auto* phase = in<Typing>();
    if (!phase || phase->id_tail6.size() != 6 || phase->card_last4.size() != 4) return;
    if (typing_is_over(s_) || typing_paused_until(s_)) return;
    look_up(phase->purpose, {ByTyping{phase->id_tail6, phase->card_last4}}, {});
}

void Visitor::operator()(const ShowWay&) {
    if (const auto* phase = in<CardCameBack>()) s_.phase = ShowingCase{phase->found, phase->slip};
}

void Visitor::operator()(const GoBack&) {
    if (const auto* phase = in<Typing>()) {
        s_.phase = PresentCard{phase->purpose, {}};
        return;
    }
    if (in<ShowingNewCard>() || in<ShowingScenarios>()) {
        s_.phase = ChoosingHelp{};
        return;
    }
    const auto* way = in<ShowingCase>();
    if (way && is_refused(way->found.stage)) {
        s_.phase = CardCameBack{way->found, way->slip};
        return;
    }
    if (awaits_ledger()) return;
    if (s_.errand.empty() || in<ShowingErrand>()) return finish();
    show_errand();
}

// Nothing of the person stays, whatever the page was. Only a card can keep the kiosk from its home page.
void Visitor::finish() {
    s_.language = Language::chinese;
    end_staff_call();
    s_.aloud.reset();
    s_.dark = false;
    s_.menu = Menu::none;
    s_.appearance = {};
    if (s_.has_voice) effects_.emplace_back(HushVoice{.over = true});
    s_.wipe_at.reset();
    s_.guesses.in_visit = 0;
    s_.card_read = false;
    s_.errand = std::vector<ErrandCard>();  // frees what it held, so that the heap wipes it
    s_.answered = std::string();            // frees what it held, so that the heap wipes it
    s_.another_card = false;
    ++s_.visit;
    if (s_.devices.card_present) {
        s_.phase = TakeYourCard{now(), now() + timing::card_reminder};
        sign(Sign::take_card);
    } else {
        s_.phase = Home{};
    }
}

// ---- time

void Visitor::give_up_waiting() {
    if (in<ReadingCard>()) return reading_failed(Fault::reader_silent);
    if (in<AskingPlatform>()) return answer(CodeAnswer::platform_silent);
    if (in<LookingUp>() || in<IssuingTicket>()) {
        s_.phase = OutOfOrder{Fault::ledger_locked};
        return;
    }
    auto* ticket = in<ShowingTicket>();
    (ticket ? ticket->paper : *slip_of(s_.phase)).paper = Paper::unknown;
    if (ticket && ticket->issued.ticket.on_paper == OnPaper::no) ticket->issued.ticket.on_paper = OnPaper::unknown;
}

void Visitor::operator()(const Tick&) {
    if (s_.staff_call) ring_again(*s_.staff_call);
    if (auto* left = in<TakeYourCard>()) return remind_of_card(*left);
    if (const auto until = awaited_until(s_); until && now() >= *until) give_up_waiting();
    if (may_idle(s_)) return;
    if (s_.wipe_at) {
        if (now() >= *s_.wipe_at) finish();
    } else if (now() - idle_since(s_) >= patience(s_, policy_)) {
        s_.wipe_at = now() + policy_.idle_leave;
    }
}

// A finger that misses is somebody, too. It is no answer to the question whether somebody is there: that has a button.
void Visitor::operator()(const Touched&) {
    if (!s_.wipe_at) touch();
}

void Visitor::operator()(const PressSlid&) {
    touch();
    s_.slips = std::min(s_.slips + 1, slips_until_offer);
}

Turn visit(State state, const Event& event, const Policy& policy, Moment now) {
    Turn turn{std::move(state), {}};
    turn.state.now = now;
    if (std::holds_alternative<Intent>(event)) {
        turn.state.last_touch = now.steady;
        turn.state.wipe_at.reset();
        turn.state.slips = 0;
    }
    const auto page = turn.state.phase.index();
    Visitor visitor{turn.state, turn.effects, policy};
    visitor.look_at_clock(event);
    std::visit(visitor, event);
    if (turn.state.phase.index() != page) turn.state.part = turn.state.slips = 0;
    return turn;
}

std::optional<Steady> next_tick(const State& state, const Policy& policy) {
    std::optional<Steady> next = awaited_until(state);
    const auto consider = [&](Steady at) { next = next ? std::min(*next, at) : at; };
    if (const auto pause = typing_paused_until(state); pause && std::holds_alternative<Typing>(state.phase))
        consider(std::min(*pause, state.now.steady + timing::countdown_step));
    if (const auto* left = std::get_if<TakeYourCard>(&state.phase)) consider(left->remind_at);
    if (state.staff_call) consider(state.staff_call->ring_at);
    if (may_idle(state)) return next;
    if (state.wipe_at)
        consider(std::min(*state.wipe_at, state.now.steady + timing::countdown_step));
    else
        consider(idle_since(state) + patience(state, policy));
    return next;
}

}  // namespace kiosk
