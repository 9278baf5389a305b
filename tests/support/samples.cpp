#include "tests/support/samples.h"

namespace samples {

using namespace kiosk;
using namespace std::chrono_literals;

Moment noon() {
    const auto day = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20};
    return {Wall{day + 4h}, Steady{} + 1000h};
}

Moment later(Moment from, std::chrono::milliseconds by) { return {from.wall + by, from.steady + by}; }

Policy policy() {
    Policy p;
    p.district = {"样例区", "Sample district"};
    for (const char* id : {"upgrade", "new_application", "annual_check", "registered_outside", "other"})
        p.services.push_back({id, {std::string("办事") + id, std::string("Service ") + id}, 0});
    p.services.push_back({"returned_card", {"退回的卡", "Returned card"}, 0});
    p.priority_service = "returned_card";
    p.queue_rule = {"优先号先叫；每叫{}位，也叫一位普通号。",
                    "After every {} priority numbers, one ordinary number is called."};
    p.refusals = {{"no_portrait",
                   {"社保卡里没有您的照片，做不了新卡。", "Your social card holds no photo, so no new card could be made."},
                   {"请带上老卡和身份证。", "Please bring the old card and your ID card."},
                   true},
                  {"under_age",
                   {"您还没满65岁。", "You are not yet 65."},
                   {"满65岁再来办。", "Please come back when you are 65."},
                   false},
                  {"other",
                   {"这张卡没有办成。", "This card could not be made."},
                   {"请带上老卡和身份证。", "Please bring the old card and your ID card."},
                   true}};
    p.issuers = {{"4000", Issuer::Kind::central, {"主城", "central city"}},
                 {"4000990", Issuer::Kind::outlying, {"远郊", "outlying county"}},
                 {"3", Issuer::Kind::tunion, {"交通联合", "T-Union"}}};
    p.places = {{{"样例大厅", "Sample hall"}, {"样例路1号", "1 Sample Road"}}};
    p.late_advice = {"请打95105111问一问，或者到窗口来。", "Please call 95105111, or ask at the counter."};
    p.upgrade_how = {"把老卡和社保卡带到社区，交给工作人员。", "Hand the old card in at your community."};
    p.hotline = {"95105111", "95105111"};
    p.new_card = {{{"满65岁的人。", "People of 65."}},
                  {{"老卡", "the old card"}},
                  {"到社区去。", "In the community."},
                  {"不要钱。", "Nothing."},
                  {{"刷社保卡。", "Use the social card."}}};
    const Bilingual office{"市医保局", "the insurance office"};
    p.scenarios.groups = {{{"看病", "Doctor"}, {{{"挂号", "Make an appointment"}, {}, {office}, true, {}, {}, {1}}}}};
    return p;
}

CaseView on_its_way() {
    CaseView c;
    c.key = "K0001";
    c.masked_name = "测＊甲";
    c.old_last4 = "0001";
    c.community = "样例社区";
    c.street = "样例街道";
    c.district = "样例区";
    c.handed_in = Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{14}};
    c.promised_by = plus_days(c.handed_in, 10);
    c.stage = kiosk::Stage::at_maker;
    c.stage_at = noon().wall - 48h;
    return c;
}

CaseView came_back() {
    CaseView c = on_its_way();
    c.key = "K0002";
    c.old_last4 = "0002";
    c.stage = kiosk::Stage::refused_at_community;
    c.refusal = "no_portrait";
    return c;
}

IssuedTicket priority_ticket() {
    IssuedTicket issued;
    issued.ticket.number = 17;
    issued.ticket.service = "returned_card";
    issued.ticket.klass = TicketClass::priority;
    issued.ticket.refusal = "no_portrait";
    issued.ticket.day = Date{std::chrono::year{2026}, std::chrono::November, std::chrono::day{20}};
    issued.ticket.issued_at = noon().wall;
    issued.place = {3, WaitRange{10min, 20min}};
    return issued;
}

TransitCard old_card() { return {*CardNumber::parse("4000000000000001"), {}, "4000", {}, {}, {}}; }

std::vector<ErrandCard> errand() {
    return {{.last4 = "0001", .stage = kiosk::Stage::at_maker},
            {.last4 = "0002", .stage = kiosk::Stage::refused_at_community, .key = "K0002", .refusal = "no_portrait"},
            {.last4 = "0003", .stage = kiosk::Stage::at_street, .late = true},
            {.last4 = "0004", .stage = kiosk::Stage::ready, .community = "样例社区"},
            {.last4 = "0007", .verdict = Verdict::upgradable}};
}

State ready() {
    State s;
    s.now = noon();
    s.last_touch = noon().steady;
    s.session = "s";
    return s;
}

std::vector<NamedState> phases() {
    const auto now = noon().steady;
    const PaperState printing{Paper::printing, "job-1", now, {}};
    TicketRequest request;
    request.service = "returned_card";
    std::vector<std::pair<std::string, Phase>> all{
        {"home", Home{}},
        {"present_card", PresentCard{Purpose::card_came_back, {}}},
        {"reading_card", ReadingCard{Purpose::card_came_back, now}},
        {"present_code", PresentCode{}},
        {"asking_platform", AskingPlatform{7, now}},
        {"looking_up", LookingUp{Purpose::where_is_my_card, 7, CardSummary{Verdict::upgradable, "0001"}, now}},
        {"typing", Typing{Purpose::where_is_my_card, "12345X", "0001", {}}},
        {"showing_case", ShowingCase{on_its_way(), {}}},
        {"card_came_back", CardCameBack{came_back(), {}}},
        {"showing_verdict", ShowingVerdict{{Verdict::upgradable, "0007"}, Purpose::can_it_be_upgraded}},
        {"showing_code_answer", ShowingCodeAnswer{CodeAnswer::used_up}},
        {"showing_errand", ShowingErrand{}},
        {"choosing_service", ChoosingService{}},
        {"choosing_help", ChoosingHelp{}},
        {"showing_new_card", ShowingNewCard{}},
        {"showing_scenarios", ShowingScenarios{}},
        {"another_ticket", AnotherTicket{"upgrade", {}}},
        {"issuing_ticket", IssuingTicket{7, request, came_back(), now}},
        {"showing_ticket", ShowingTicket{priority_ticket(), printing, came_back()}},
        {"no_ticket_today", NoTicketToday{NoTicket::closed}},
        {"take_your_card", TakeYourCard{}},
        {"out_of_order", OutOfOrder{Fault::ledger_unreadable}}};
    std::vector<NamedState> states;
    for (auto& [name, phase] : all) {
        State s = ready();
        s.query = 7;
        s.phase = std::move(phase);
        if (name == "showing_errand") s.errand = errand();
        s.devices.card_present = name == "take_your_card" || name == "reading_card";
        states.push_back({name, std::move(s)});
    }
    return states;
}

std::vector<NamedEvent> events() {
    return {{"reader_ready", ReaderReady{}},
            {"reader_failed", ReaderFailed{Fault::reader_absent}},
            {"card_inserted", CardInserted{}},
            {"card_identified", CardIdentified{old_card()}},
            {"unknown_card_identified", CardIdentified{UnknownCard{}}},
            {"card_failed", CardFailed{Fault::card_unresponsive}},
            {"card_removed", CardRemoved{}},
            {"scanner_ready", ScannerReady{}},
            {"scanner_failed", ScannerFailed{Fault::scanner_absent}},
            {"code_seen", CodeSeen{"https://example.org"}},
            {"code_trouble", CodeTrouble{CodeObstacle::too_far}},
            {"printer_ready", PrinterReady{}},
            {"printer_failed", PrinterFailed{Fault::paper_out}},
            {"print_finished", PrintFinished{"job-1", PrintOutcome::printed, {}}},
            {"slip_shown", CodeRead{GoodCode{SlipCode{"C-1"}, {}, "hall-a"}}},
            {"ticket_shown", CodeRead{GoodCode{TicketCode{{}, 'A', 17}, {}, "hall-a"}}},
            {"ticket_of_another_hall_shown", CodeRead{GoodCode{TicketCode{{1, 2, 3, 4}, 'A', 17}, {}, "hall-b"}}},
            {"forged_code_shown", CodeRead{CodeFault::forged}},
            {"foreign_code_shown", CodeRead{ForeignCode::bus}},
            {"platform_knows_the_card", CodeResolved{7, ByKey{"K0001"}}},
            {"platform_knows_nothing", CodeResolved{7, PlatformTrouble::unknown}},
            {"platform_answers_late", CodeResolved{6, ByKey{"K0001"}}},
            {"ticket_found", TicketFound{7, std::optional{priority_ticket()}}},
            {"no_ticket_found", TicketFound{7, std::optional<IssuedTicket>{}}},
            {"late_ticket_found", TicketFound{6, std::optional{priority_ticket()}}},
            {"finding_the_ticket_failed", TicketFound{7, Error{Fault::disk_full, ""}}},
            {"case_found", CasesFound{7, std::vector{on_its_way()}}},
            {"refused_case_found", CasesFound{7, std::vector{came_back()}}},
            {"refused_case_with_ticket_found", CasesFound{7, std::vector{came_back()}, priority_ticket()}},
            {"no_case_found", CasesFound{7, std::vector<CaseView>{}}},
            {"late_case_found", CasesFound{6, std::vector{on_its_way()}}},
            {"look_up_failed", CasesFound{7, Error{Fault::disk_full, ""}}},
            {"ticket_ready", TicketReady{7, TicketAnswer{priority_ticket()}}},
            {"late_ticket_ready", TicketReady{6, TicketAnswer{priority_ticket()}}},
            {"no_ticket", TicketReady{7, TicketAnswer{NoTicket::all_given_out}}},
            {"ticket_failed", TicketReady{7, Error{Fault::disk_full, ""}}},
            {"paper_begun", PaperBegun{"job-1"}},
            {"ledger_ready", LedgerReady{}},
            {"ledger_failed", LedgerFailed{Fault::ledger_unreadable}},
            {"choose_where", Intent{ChooseWhereIsMyCard{}}},
            {"choose_came_back", Intent{ChooseCardCameBack{}}},
            {"choose_upgraded", Intent{ChooseCanItBeUpgraded{}}},
            {"choose_counter", Intent{ChooseCounter{}}},
            {"choose_service", Intent{ChooseService{"annual_check"}}},
            {"for_another", Intent{ForAnother{}}},
            {"choose_help", Intent{ChooseHelp{}}},
            {"choose_new_card", Intent{ChooseNewCard{}}},
            {"choose_scenarios", Intent{ChooseScenarios{0}}},
            {"choose_unknown_scenarios", Intent{ChooseScenarios{1}}},
            {"choose_unknown_service", Intent{ChooseService{"no_such"}}},
            {"choose_typing", Intent{ChooseTyping{}}},
            {"choose_show_code", Intent{ChooseShowCode{}}},
            {"type_character", Intent{TypeCharacter{'5'}}},
            {"erase_character", Intent{EraseCharacter{}}},
            {"submit_typing", Intent{SubmitTyping{}}},
            {"take_priority_ticket", Intent{TakePriorityTicket{}}},
            {"print_slip", Intent{PrintSlip{}}},
            {"print_again", Intent{PrintAgain{}}},
            {"show_way", Intent{ShowWay{}}},
            {"next_card", Intent{NextCard{}}},
            {"show_errand", Intent{ShowErrand{}}},
            {"go_back", Intent{GoBack{}}},
            {"finish_visit", Intent{FinishVisit{}}},
            {"call_staff", Intent{CallStaff{}}},
            {"staff_came", Intent{StaffCame{}}},
            {"more_time", Intent{MoreTime{}}},
            {"switch_language", Intent{SwitchLanguage{Language::english}}},
            {"tick", Tick{}}};
}

}  // namespace samples
