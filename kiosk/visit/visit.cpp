#include "kiosk/visit/visit.h"

#include <algorithm>

#include "kiosk/base/overloaded.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

// One event's work on one state. A member function for each event, in the order of event.h.
class Visitor {
public:
    Visitor(State& state, std::vector<Effect>& effects, const Policy& policy)
        : s_(state), effects_(effects), policy_(policy) {}

    void operator()(const ReaderReady&);
    void operator()(const ReaderFailed&);
    void operator()(const CardInserted&);
    void operator()(const CardIdentified&);
    void operator()(const CardFailed&);
    void operator()(const CardRemoved&);
    void operator()(const ScannerReady&) { s_.devices.scanner.reset(); }
    void operator()(const ScannerFailed&);
    void operator()(const CodeSeen&) {}  // the loop makes a CodeRead of it
    void operator()(const CodeTrouble&);
    void operator()(const CodeRead&);
    void operator()(const PrinterReady&) { s_.devices.printer.reset(); }
    void operator()(const PrinterFailed& event) { s_.devices.printer = event.fault; }
    void operator()(const PrintFinished&);
    void operator()(const CasesFound&);
    void operator()(const TicketReady&);
    void operator()(const TicketFound&);
    void operator()(const LedgerReady&);
    void operator()(const LedgerFailed& event) { s_.devices.ledger = event.fault; }
    void operator()(const Intent& intent) { std::visit(*this, intent); }
    void operator()(const ChooseWhereIsMyCard&) { ask_for_card(Purpose::where_is_my_card); }
    void operator()(const ChooseCardCameBack&) { ask_for_card(Purpose::card_came_back); }
    void operator()(const ChooseCanItBeUpgraded&) { ask_for_card(Purpose::can_it_be_upgraded); }
    void operator()(const ChooseCounter&);
    void operator()(const ChooseService&);
    void operator()(const ChooseTyping&);
    void operator()(const ChooseShowCode&);
    void operator()(const TypeCharacter&);
    void operator()(const EraseCharacter&);
    void operator()(const SubmitTyping&);
    void operator()(const TakePriorityTicket&);
    void operator()(const PrintSlip&);
    void operator()(const PrintAgain&);
    void operator()(const ShowWay&);
    void operator()(const GoBack&);
    void operator()(const FinishVisit&) { finish(); }
    void operator()(const CallStaff&) { s_.staff_called = true; }
    void operator()(const StaffCame&) { s_.staff_called = false; }
    void operator()(const MoreTime&) {}  // the touch itself is the answer
    void operator()(const SwitchLanguage& event) { s_.language = event.to; }
    void operator()(const Tick&);

private:
    template <class P>
    P* in() {
        return std::get_if<P>(&s_.phase);
    }
    Steady now() const { return s_.now.steady; }
    void touch();
    void ask_for_card(Purpose purpose);
    void read_card();
    void take_card(const Card& card, Purpose purpose);
    void reading_failed(Fault fault);
    void open(const OwnCode& code, const CodeTerms& terms);
    void open(const TicketCode& code, Date day);
    void open_case(const std::string& key);
    void answer(CodeAnswer answer) { s_.phase = ShowingCodeAnswer{answer}; }
    void look_up(Purpose purpose, std::vector<CaseQuery> by, std::optional<CardSummary> card);
    void nothing_found(const LookingUp& asked);
    void show(const CaseView& found, const std::optional<IssuedTicket>& ticket);
    void issue(TicketRequest request, std::optional<CaseView> found);
    void show_ticket(IssuedTicket issued, std::optional<CaseView> found);
    PaperState print_ticket(const IssuedTicket& issued);
    PaperState* slip();
    std::string next_job(const char* kind);
    void give_up_waiting();
    void finish();

    State& s_;
    std::vector<Effect>& effects_;
    const Policy& policy_;
};

void Visitor::touch() {
    s_.last_touch = now();
    s_.wipe_at.reset();
}

// ---- the card reader

void Visitor::operator()(const ReaderReady&) {
    s_.devices.reader.reset();
    if (auto* phase = in<PresentCard>()) phase->fault.reset();
}

void Visitor::operator()(const ReaderFailed& event) {
    s_.devices.reader = event.fault;
    s_.devices.card_present = false;
    if (in<ReadingCard>()) reading_failed(event.fault);
    if (in<TakeYourCard>()) s_.phase = Home{};
}

void Visitor::operator()(const CardInserted&) {
    s_.devices.card_present = true;
    touch();
    read_card();
}

// A new card begins a new question wherever the visit stands, but not while the last one is still being answered.
void Visitor::read_card() {
    if (in<LookingUp>() || in<IssuingTicket>()) return;
    auto purpose = Purpose::where_is_my_card;
    if (const auto* phase = in<PresentCard>()) purpose = phase->purpose;
    if (const auto* phase = in<Typing>()) purpose = phase->purpose;
    s_.phase = ReadingCard{purpose, now()};
}

void Visitor::operator()(const CardIdentified& event) {
    if (const auto* reading = in<ReadingCard>()) take_card(event.card, reading->purpose);
    effects_.emplace_back(CountUse{use_of(event.card, policy_.issuers)});  // last: a person waits for the look-up
}

void Visitor::take_card(const Card& card, Purpose purpose) {
    const Date today = local_time(s_.now.wall, policy_.utc_offset).date;
    const auto [verdict, place] = judge(card, policy_.card_rules(today));
    CardSummary summary{verdict, {}, place};
    std::vector<CaseQuery> by;
    const auto add_transit = [&](const TransitCard& found) {
        by.emplace_back(ByCard{found.number});
        if (found.second) by.emplace_back(ByCard{*found.second});
        summary.last4 = found.number.last4();
    };
    if (const auto* transit = std::get_if<TransitCard>(&card)) add_transit(*transit);
    if (const auto* social = std::get_if<SocialCard>(&card)) {
        if (!social->number.empty()) by.emplace_back(BySocialCard{social->number});
        if (social->holder) by.emplace_back(ByResidentId{social->holder->id_number});
        if (social->transit) add_transit(*social->transit);
    }
    if (by.empty()) {
        s_.phase = ShowingVerdict{summary, purpose};
        return;
    }
    look_up(purpose, std::move(by), summary);
}

void Visitor::operator()(const CardFailed& event) {
    if (in<ReadingCard>() || in<Home>()) reading_failed(event.fault);
}

void Visitor::reading_failed(Fault fault) {
    const auto* reading = in<ReadingCard>();
    s_.phase = PresentCard{reading ? reading->purpose : Purpose::where_is_my_card, fault};
}

void Visitor::operator()(const CardRemoved&) {
    s_.devices.card_present = false;
    if (in<ReadingCard>()) reading_failed(Fault::card_removed_early);
    if (in<TakeYourCard>()) {
        s_.phase = Home{};
        return;
    }
    touch();
}

// ---- the code scanner

CodeAnswer answer_to(CodeFault fault) {
    switch (fault) {
        case CodeFault::damaged:
            return CodeAnswer::damaged;
        case CodeFault::later_version:
            return CodeAnswer::later_version;
        case CodeFault::unknown_issuer:
        case CodeFault::forged:
        case CodeFault::revoked:
            return CodeAnswer::untrusted;
        case CodeFault::not_yet:
            return CodeAnswer::not_yet;
        case CodeFault::expired:
            return CodeAnswer::expired;
    }
    return CodeAnswer::opaque;
}

CodeAnswer answer_to(ForeignCode code) {
    switch (code) {
        case ForeignCode::bus:
        case ForeignCode::bus_local:
            return CodeAnswer::bus;
        case ForeignCode::payment:
            return CodeAnswer::payment;
        case ForeignCode::web_address:
            return CodeAnswer::web_address;
        case ForeignCode::opaque:
            break;
    }
    return CodeAnswer::opaque;
}

void Visitor::operator()(const ScannerFailed& event) {
    s_.devices.scanner = event.fault;
    if (auto* phase = in<PresentCode>()) phase->obstacle.reset();
}

// Nobody need be there for it: a pattern on the wall may look like a code. So it is no touch.
void Visitor::operator()(const CodeTrouble& event) {
    if (auto* phase = in<PresentCode>()) phase->obstacle = event.obstacle;
}

// A code is a question like a card is, where a card may be put down too.
void Visitor::operator()(const CodeRead& event) {
    if (code_wish(s_) == CodeWish::none) return;
    touch();
    std::visit(overloaded{[this](const GoodCode& good) { open(good.code, good.terms); },
                          [this](const auto& other) { answer(answer_to(other)); }},
               event.code);
}

void Visitor::open(const OwnCode& code, const CodeTerms& terms) {
    std::visit(overloaded{[&](const TicketCode& ticket) { open(ticket, terms.issued); },
                          [this](const SlipCode& slip) { open_case(slip.case_key); },
                          [this](const ReceiptCode& receipt) { open_case(receipt.case_key); },
                          [this](const BagCode&) { answer(CodeAnswer::bag); }},
               code);
}

void Visitor::open(const TicketCode& code, Date day) {
    if (code.hall != s_.hall) return answer(CodeAnswer::other_hall);
    s_.phase = LookingUp{Purpose::where_is_my_card, ++s_.query, {}, now(), true};
    effects_.emplace_back(FindTicket{s_.query, day, code.terminal, code.number});
}

void Visitor::open_case(const std::string& key) {
    look_up(Purpose::where_is_my_card, {ByKey{key}}, {});
    in<LookingUp>()->by_code = true;
}

void Visitor::operator()(const TicketFound& event) {
    const auto* asked = in<LookingUp>();
    if (!asked || asked->query != event.query) return;
    if (!event.ticket) {
        s_.phase = OutOfOrder{event.ticket.error().fault};
    } else if (!*event.ticket) {
        answer(CodeAnswer::no_ticket);
    } else if ((*event.ticket)->ticket.called_at) {
        answer(CodeAnswer::used_up);
    } else {
        auto issued = **event.ticket;
        if (issued.ticket.on_paper == OnPaper::no) issued.ticket.on_paper = OnPaper::unknown;  // they hold it in their hand
        show_ticket(std::move(issued), {});
    }
}

// ---- the ledger

void Visitor::look_up(Purpose purpose, std::vector<CaseQuery> by, std::optional<CardSummary> card) {
    s_.phase = LookingUp{purpose, ++s_.query, std::move(card), now()};
    effects_.emplace_back(LookUp{s_.query, std::move(by)});
}

void Visitor::operator()(const CasesFound& event) {
    const auto* asked = in<LookingUp>();
    if (!asked || asked->query != event.query) return;
    if (!event.cases) {
        s_.phase = OutOfOrder{event.cases.error().fault};
    } else if (event.cases->empty()) {
        nothing_found(LookingUp{*asked});
    } else if (!asked->card && event.cases->size() > 1) {
        s_.phase = Typing{asked->purpose, {}, {}, Typing::Problem::several};
    } else {
        show(event.cases->front(), event.ticket);
    }
}

void Visitor::nothing_found(const LookingUp& asked) {
    if (asked.by_code)
        answer(CodeAnswer::no_case);
    else if (asked.card)
        s_.phase = ShowingVerdict{*asked.card, asked.purpose};
    else
        s_.phase = Typing{asked.purpose, {}, {}, Typing::Problem::not_found};
}

void Visitor::show(const CaseView& found, const std::optional<IssuedTicket>& ticket) {
    if (!is_refused(found.stage))
        s_.phase = ShowingCase{found, {}};
    else if (ticket)
        show_ticket(*ticket, found);
    else
        s_.phase = CardCameBack{found, {}};
}

void Visitor::operator()(const LedgerReady&) {
    s_.devices.ledger.reset();
    if (in<OutOfOrder>()) finish();
}

// ---- tickets

void Visitor::issue(TicketRequest request, std::optional<CaseView> found) {
    effects_.emplace_back(IssueTicket{++s_.query, request});
    s_.phase = IssuingTicket{s_.query, std::move(request), std::move(found), now()};
}

void Visitor::operator()(const TicketReady& event) {
    auto* asked = in<IssuingTicket>();
    if (!asked || asked->query != event.query) return;
    if (!event.answer) {
        s_.phase = OutOfOrder{event.answer.error().fault};
    } else if (const auto* none = std::get_if<NoTicket>(&*event.answer)) {
        s_.phase = NoTicketToday{*none};
    } else {
        show_ticket(std::get<IssuedTicket>(*event.answer), std::move(asked->found));
    }
}

// A paper that came out, or may have come out, is printed again only when the person asks for it.
void Visitor::show_ticket(IssuedTicket issued, std::optional<CaseView> found) {
    PaperState paper;
    const auto printing =
        std::ranges::find(s_.in_print, issued.ticket.number, [](const auto& p) { return p.ticket.number; });
    if (printing != s_.in_print.end() && printing->ticket.day == issued.ticket.day)
        paper = PaperState{Paper::printing, printing->job, now(), {}};
    else if (issued.ticket.on_paper == OnPaper::no)
        paper = print_ticket(issued);
    else
        paper.paper = issued.ticket.on_paper == OnPaper::yes ? Paper::printed : Paper::unknown;
    s_.phase = ShowingTicket{std::move(issued), std::move(paper), std::move(found)};
}

PaperState Visitor::print_ticket(const IssuedTicket& issued) {
    PaperState paper{Paper::printing, next_job("ticket"), now(), {}};
    s_.in_print.push_back({paper.job, issued.ticket});
    effects_.emplace_back(PrintTicket{paper.job, issued, s_.language});
    return paper;
}

std::string Visitor::next_job(const char* kind) {
    return std::string(kind) + '-' + s_.session + '-' + std::to_string(++s_.job);
}

PaperState* Visitor::slip() {
    if (auto* phase = in<ShowingCase>()) return &phase->slip;
    if (auto* phase = in<CardCameBack>()) return &phase->slip;
    return nullptr;
}

void Visitor::operator()(const PrintFinished& event) {
    const auto settle = [&](PaperState& paper) {
        if (paper.job != event.job) return;
        paper.paper = event.outcome == PrintOutcome::printed       ? Paper::printed
                      : event.outcome == PrintOutcome::not_printed ? Paper::not_printed
                                                                   : Paper::unknown;
        paper.fault = event.fault;
        touch();  // the page says something new: time to read it
    };
    if (auto* paper = slip()) settle(*paper);
    if (auto* phase = in<ShowingTicket>()) settle(phase->paper);
    const auto printed = std::ranges::find(s_.in_print, event.job, &TicketInPrint::job);
    if (printed == s_.in_print.end()) return;
    if (event.outcome != PrintOutcome::not_printed)
        effects_.emplace_back(
            RecordPaper{printed->ticket, event.outcome == PrintOutcome::printed ? OnPaper::yes : OnPaper::unknown});
    s_.in_print.erase(printed);
}

// ---- the person

void Visitor::ask_for_card(Purpose purpose) {
    if (!in<Home>()) return;
    s_.phase = PresentCard{purpose, {}};
}

void Visitor::operator()(const ChooseCounter&) {
    if (in<Home>() || in<ShowingVerdict>() || in<ShowingCodeAnswer>() || in<ShowingCase>() || in<PresentCard>() ||
        in<PresentCode>())
        s_.phase = ChoosingService{};
}

void Visitor::operator()(const ChooseService& event) {
    if (!in<ChoosingService>() || !policy_.service(event.id)) return;
    TicketRequest request;
    request.service = event.id;
    request.idempotency = "visit:" + s_.session + ':' + std::to_string(s_.visit) + ':' + event.id;
    issue(std::move(request), {});
}

void Visitor::operator()(const TakePriorityTicket&) {
    const auto* phase = in<CardCameBack>();
    if (!phase) return;
    const auto* reason = policy_.refusal(phase->found.refusal);
    TicketRequest request{.service = policy_.priority_service,
                          .klass = reason && !reason->priority ? TicketClass::ordinary : TicketClass::priority,
                          .refusal = phase->found.refusal,
                          .case_key = phase->found.key,
                          .idempotency = "case:" + phase->found.key};
    issue(std::move(request), phase->found);
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
    const bool digit = event.character >= '0' && event.character <= '9';
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
    look_up(phase->purpose, {ByTyping{phase->id_tail6, phase->card_last4}}, {});
}

void Visitor::operator()(const PrintSlip&) {
    auto* paper = slip();
    if (!paper || paper->paper == Paper::printing) return;
    *paper = PaperState{Paper::printing, next_job("slip"), now(), {}};
    const auto* way = in<ShowingCase>();
    effects_.emplace_back(PrintStatusSlip{paper->job, way ? way->found : in<CardCameBack>()->found, s_.language});
}

void Visitor::operator()(const PrintAgain&) {
    auto* phase = in<ShowingTicket>();
    if (phase && phase->paper.paper != Paper::printing) phase->paper = print_ticket(phase->issued);
}

void Visitor::operator()(const ShowWay&) {
    if (const auto* phase = in<CardCameBack>()) s_.phase = ShowingCase{phase->found, phase->slip};
}

void Visitor::operator()(const GoBack&) {
    if (const auto* phase = in<Typing>()) {
        s_.phase = PresentCard{phase->purpose, {}};
        return;
    }
    const auto* way = in<ShowingCase>();
    if (way && is_refused(way->found.stage)) {
        s_.phase = CardCameBack{way->found, way->slip};
        return;
    }
    if (!in<LookingUp>() && !in<IssuingTicket>()) finish();
}

// Nothing of the person stays, whatever the page was. Only a card can keep the kiosk from its home page.
void Visitor::finish() {
    s_.language = Language::chinese;
    s_.staff_called = false;
    s_.wipe_at.reset();
    ++s_.visit;
    if (s_.devices.card_present)
        s_.phase = TakeYourCard{};
    else
        s_.phase = Home{};
}

// ---- time

void Visitor::give_up_waiting() {
    if (in<ReadingCard>()) return reading_failed(Fault::reader_silent);
    if (in<LookingUp>() || in<IssuingTicket>()) {
        s_.phase = OutOfOrder{Fault::ledger_locked};
        return;
    }
    auto* ticket = in<ShowingTicket>();
    (ticket ? ticket->paper : *slip()).paper = Paper::unknown;
}

void Visitor::operator()(const Tick&) {
    if (const auto until = awaited_until(s_); until && now() >= *until) give_up_waiting();
    if (may_idle(s_)) return;
    if (s_.wipe_at) {
        if (now() >= *s_.wipe_at) finish();
    } else if (now() - s_.last_touch >= patience(s_, policy_)) {
        s_.wipe_at = now() + policy_.idle_leave;
    }
}

}  // namespace

Turn visit(State state, const Event& event, const Policy& policy, Moment now) {
    Turn turn{std::move(state), {}};
    turn.state.now = now;
    if (std::holds_alternative<Intent>(event)) {
        turn.state.last_touch = now.steady;
        turn.state.wipe_at.reset();
    }
    std::visit(Visitor{turn.state, turn.effects, policy}, event);
    return turn;
}

std::optional<Steady> next_tick(const State& state, const Policy& policy) {
    std::optional<Steady> next = awaited_until(state);
    const auto consider = [&](Steady at) { next = next ? std::min(*next, at) : at; };
    if (may_idle(state)) return next;
    if (state.wipe_at)
        consider(std::min(*state.wipe_at, state.now.steady + timing::countdown_step));
    else
        consider(state.last_touch + patience(state, policy));
    return next;
}

}  // namespace kiosk
