// The visit and the code scanner.
#include "kiosk/base/overloaded.h"
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

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

}  // namespace

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

}  // namespace kiosk
