// The visit and the code scanner.
#include <algorithm>

#include "kiosk/base/overloaded.h"
#include "kiosk/visit/visitor.h"
#include "kiosk/visit/waiting.h"

namespace kiosk {
namespace {

constexpr std::size_t longest_forwarded = 1024;  // bytes: no code of a platform is longer

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
        case ForeignCode::number:
        case ForeignCode::opaque:
            break;
    }
    return CodeAnswer::opaque;
}

CodeAnswer answer_to(PlatformTrouble trouble) {
    switch (trouble) {
        case PlatformTrouble::unknown:
            return CodeAnswer::no_card;
        case PlatformTrouble::expired:
            return CodeAnswer::used_code;
        case PlatformTrouble::away:
            return CodeAnswer::platform_away;
        case PlatformTrouble::lost:
            return CodeAnswer::platform_silent;
        case PlatformTrouble::refused:
            break;
    }
    return CodeAnswer::platform_refuses;
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

// A code is a question like a card is, where a card may be put down too. One that was held up in the visit before is
// nobody's: it may come late.
void Visitor::operator()(const CodeRead& event) {
    if (code_wish(s_) == CodeWish::none || event.visit != s_.visit) return;
    touch();
    std::visit(
        overloaded{[this](const GoodCode& good) { open(good.code, good.terms); }, [this](CodeFault fault) { refuse(fault); },
                   [&](ForeignCode kind) { take_foreign(kind, event.bytes); }},
        event.code);
}

// Whether a paper is of today nobody can say without a clock; the paper is not to blame.
void Visitor::refuse(CodeFault fault) {
    const bool by_time = fault == CodeFault::not_yet || fault == CodeFault::expired;
    if (by_time && s_.devices.clock)
        s_.phase = OutOfOrder{*s_.devices.clock};
    else
        answer(answer_to(fault));
}

void Visitor::take_foreign(ForeignCode kind, const PrivateBytes& code) {
    if (std::ranges::count(s_.forwarded, kind) == 0 || code.size() > longest_forwarded) return answer(answer_to(kind));
    s_.phase = AskingPlatform{++s_.query, now()};
    effects_.emplace_back(ResolveCode{s_.query, code});
}

void Visitor::operator()(const CodeResolved& event) {
    const auto* asked = in<AskingPlatform>();
    if (!asked || asked->query != event.query) return;
    std::visit(overloaded{[this](const CaseQuery& by) { look_up_by_code(by, CodeAnswer::no_card); },
                          [this](PlatformTrouble trouble) { answer(answer_to(trouble)); }},
               event.answer);
}

void Visitor::open(const OwnCode& code, const CodeTerms& terms) {
    std::visit(
        overloaded{[&](const TicketCode& ticket) { open(ticket, terms.issued); },
                   [this](const SlipCode& slip) { look_up_by_code(ByKey{slip.case_key}, CodeAnswer::no_case); },
                   [this](const ReceiptCode& receipt) { look_up_by_code(ByKey{receipt.case_key}, CodeAnswer::no_case); },
                   [this](const BagCode&) { answer(CodeAnswer::bag); }},
        code);
}

void Visitor::open(const TicketCode& code, Date day) {
    if (code.hall != s_.hall) return answer(CodeAnswer::other_hall);
    s_.phase = LookingUp{Purpose::where_is_my_card, ++s_.query, {}, now(), CodeAnswer::no_ticket};
    effects_.emplace_back(FindTicket{s_.query, day, code.terminal, code.number});
}

void Visitor::look_up_by_code(CaseQuery by, CodeAnswer if_none) {
    look_up(Purpose::where_is_my_card, {std::move(by)}, {});
    in<LookingUp>()->if_none = if_none;
}

void Visitor::operator()(const TicketFound& event) {
    const auto* asked = in<LookingUp>();
    if (!asked || asked->query != event.query) return;
    s_.as_of = event.as_of;
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
