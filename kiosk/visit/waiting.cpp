#include "kiosk/visit/waiting.h"

namespace kiosk {

bool may_idle(const State& s) {
    return (std::holds_alternative<Home>(s.phase) && s.language == Language::chinese && !s.staff_called) ||
           std::holds_alternative<TakeYourCard>(s.phase);
}

std::chrono::seconds patience(const State& s, const Policy& policy) {
    return s.staff_called ? timing::staff : policy.idle_ask;
}

std::optional<Steady> awaited_until(const State& s) {
    const auto paper_until = [](const PaperState& paper) {
        return paper.paper == Paper::printing ? std::optional<Steady>{paper.since + timing::printing} : std::nullopt;
    };
    if (const auto* reading = std::get_if<ReadingCard>(&s.phase)) return reading->since + timing::reading;
    if (const auto* asking = std::get_if<AskingPlatform>(&s.phase)) return asking->since + timing::platform;
    if (const auto* looking = std::get_if<LookingUp>(&s.phase)) return looking->since + timing::ledger;
    if (const auto* issuing = std::get_if<IssuingTicket>(&s.phase)) return issuing->since + timing::ledger;
    if (const auto* ticket = std::get_if<ShowingTicket>(&s.phase)) return paper_until(ticket->paper);
    if (const auto* way = std::get_if<ShowingCase>(&s.phase)) return paper_until(way->slip);
    if (const auto* reason = std::get_if<CardCameBack>(&s.phase)) return paper_until(reason->slip);
    return std::nullopt;
}

CodeWish code_wish(const State& s) {
    if (std::holds_alternative<PresentCode>(s.phase)) return CodeWish::asked;
    const bool welcome = std::holds_alternative<Home>(s.phase) || std::holds_alternative<PresentCard>(s.phase) ||
                         std::holds_alternative<ShowingCodeAnswer>(s.phase);
    return welcome ? CodeWish::welcome : CodeWish::none;
}

}  // namespace kiosk
