#pragma once

#include "kiosk/visit/visit.h"

namespace kiosk {

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
    void operator()(const CodeResolved&);
    void operator()(const PrinterReady&) { s_.devices.printer.reset(); }
    void operator()(const PrinterFailed& event) { s_.devices.printer = event.fault; }
    void operator()(const PrintFinished&);
    void operator()(const CasesFound&);
    void operator()(const TicketReady&);
    void operator()(const TicketFound&);
    void operator()(const PaperBegun&);
    void operator()(const LedgerReady&);
    void operator()(const LedgerFailed& event) { s_.devices.ledger = event.fault; }
    void operator()(const VoiceChanged&);
    void operator()(const HeadphonesChanged&);
    void operator()(const TimeKnown&) {}  // look_at_clock() has taken it
    void operator()(const Intent& intent) { std::visit(*this, intent); }
    void operator()(const ChooseWhereIsMyCard&) { ask_for_card(Purpose::where_is_my_card); }
    void operator()(const ChooseCardCameBack&) { ask_for_card(Purpose::card_came_back); }
    void operator()(const ChooseCanItBeUpgraded&) { ask_for_card(Purpose::can_it_be_upgraded); }
    void operator()(const ChooseCounter&);
    void operator()(const ChooseService&);
    void operator()(const ForAnother&);
    void operator()(const ChooseHelp&);
    void operator()(const ChooseNewCard&);
    void operator()(const ChooseScenarios&);
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
    void operator()(const NextCard&);
    void operator()(const ShowErrand&);
    void operator()(const FinishVisit&) { finish(); }
    void operator()(const CallStaff&);
    void operator()(const StaffCame&) { end_staff_call(); }
    void operator()(const MoreTime&) {}  // the touch itself is the answer
    void operator()(const SwitchLanguage& event) { s_.language = event.to; }
    void operator()(const Listen&);
    void operator()(const StopListening&);
    void operator()(const AdjustVoice& event) { effects_.emplace_back(TurnVoice{event.how}); }
    void operator()(const DarkenScreen&);
    void operator()(const LightScreen&) { s_.dark = false; }
    void operator()(const OpenMenu& event);
    void operator()(const ChangeText& event) { s_.appearance.text = event.to; }
    void operator()(const ChangeLook& event) { s_.appearance.look = event.to; }
    void operator()(const MoveWithinReach& event) { s_.appearance.low = event.low; }
    void operator()(const TurnToPart& event) { s_.part = event.part; }
    void operator()(const Touched&);
    void operator()(const PressSlid&);
    void operator()(const Tick&);
    void operator()(const PageShown& event) { s_.page_length = event.length; }

    void look_at_clock(const Event& event);  // first, whatever the event is

private:
    template <class P>
    P* in() {
        return std::get_if<P>(&s_.phase);
    }
    Steady now() const { return s_.now.steady; }
    bool awaits_ledger() const {
        return std::holds_alternative<LookingUp>(s_.phase) || std::holds_alternative<IssuingTicket>(s_.phase);
    }
    void touch();
    void ask_for_card(Purpose purpose);
    void read_card();
    void take_card(const Card& card, Purpose purpose);
    void reading_failed(Fault fault);
    void open(const OwnCode& code, const CodeTerms& terms);
    void open(const TicketCode& code, Date day);
    void look_up_by_code(CaseQuery by, CodeAnswer if_none);
    void refuse(CodeFault fault);
    void take_foreign(ForeignCode kind, const PrivateBytes& code);
    void answer(CodeAnswer answer) { s_.phase = ShowingCodeAnswer{answer}; }
    void look_up(Purpose purpose, std::vector<CaseQuery> by, std::optional<CardSummary> card);
    void nothing_found(const LookingUp& asked);
    void wrong_numbers(Purpose purpose, Typing::Problem problem);
    void note_answer(std::string card);
    void show_verdict(const CardSummary& card, Purpose purpose);
    void show(const CaseView& found, const std::optional<IssuedTicket>& ticket);
    void remember_card();
    void show_errand();
    void note_wrong_guess();
    void issue_at_counter(const std::string& service);
    void issue(TicketRequest request, std::optional<CaseView> found);
    void show_ticket(IssuedTicket issued, std::optional<CaseView> found);
    PaperState print_ticket(const IssuedTicket& issued);
    int& papers_of(const Ticket& ticket);
    OnPaper record_paper(const TicketInPrint& printed, PrintOutcome outcome);
    std::string next_job(const char* kind);
    void sign(Sign sign) {
        if (s_.has_voice) effects_.emplace_back(GiveSign{sign});
    }
    void tell_staff(TellStaff::News news) {
        if (s_.has_pager) effects_.emplace_back(TellStaff{news});
    }
    void give_up_waiting();
    void ring_again(StaffCall& call);
    void end_staff_call();
    void remind_of_card(TakeYourCard& left);
    void card_gone();
    void finish();

    State& s_;
    std::vector<Effect>& effects_;
    const Policy& policy_;
};

}  // namespace kiosk
