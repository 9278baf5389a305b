// The visit of somebody who has several cards with them.
#include "kiosk/visit/errand.h"

#include <algorithm>

#include "kiosk/base/overloaded.h"
#include "kiosk/visit/visitor.h"

namespace kiosk {

std::optional<ErrandCard> card_answered(const State& s, const Policy& policy) {
    using Kept = std::optional<ErrandCard>;
    const Date today = local_time(s.now.wall, policy.utc_offset).date;
    return std::visit(overloaded{[&](const ShowingCase& phase) -> Kept { return errand_card(phase.found, today); },
                                 [&](const CardCameBack& phase) -> Kept { return errand_card(phase.found, today); },
                                 [&](const ShowingVerdict& phase) -> Kept {
                                     if (!could_have_case(phase.card.verdict)) return std::nullopt;
                                     return ErrandCard{.last4 = phase.card.last4, .verdict = phase.card.verdict};
                                 },
                                 [&](const ShowingTicket& phase) -> Kept {
                                     if (!phase.found) return std::nullopt;
                                     auto card = errand_card(*phase.found, today);
                                     card.ticket = label(phase.issued.ticket);
                                     return card;
                                 },
                                 [](const auto&) -> Kept { return std::nullopt; }},
                      s.phase);
}

bool may_take_another(const State& s, const Policy& policy) {
    const auto most = static_cast<std::size_t>(policy.errand_cards);
    const auto here = card_answered(s, policy);
    if (s.errand.empty() && !here) return false;
    return s.errand.size() + (here && std::ranges::count(s.errand, *here) == 0 ? 1 : 0) < most;
}

// Called first if one of them is. The reason is that one's.
TicketRequest request_for(const std::vector<ErrandCard>& cards, const Policy& policy) {
    const auto first = std::ranges::find_if(cards, [&](const ErrandCard& card) { return gives_priority(card, policy); });
    const auto& reason = first == cards.end() ? cards.front() : *first;
    TicketRequest request;
    request.service = policy.priority_service;
    request.klass = first == cards.end() ? TicketClass::ordinary : TicketClass::priority;
    request.refusal = reason.refusal;
    for (const auto& card : cards) request.case_keys.push_back(card.key);
    std::ranges::sort(request.case_keys);
    request.idempotency = cards.size() == 1 ? "case:" : "cases:";
    for (const auto& key : request.case_keys) request.idempotency += (request.idempotency.ends_with(':') ? "" : " ") + key;
    return request;
}

// The same card laid on once more stands there once.
void Visitor::remember_card() {
    s_.answered = std::string();
    auto card = card_answered(s_, policy_);
    if (!card || std::ranges::count(s_.errand, *card) > 0) return;
    const auto known = std::ranges::find_if(
        s_.errand, [&](const ErrandCard& other) { return !card->key.empty() && other.key == card->key; });
    if (known != s_.errand.end())
        *known = *std::move(card);
    else if (s_.errand.size() < static_cast<std::size_t>(policy_.errand_cards))
        s_.errand.push_back(*std::move(card));
}

void Visitor::operator()(const NextCard&) {
    if (awaits_ledger() || !may_take_another(s_, policy_)) return;
    remember_card();
    s_.phase = PresentCard{Purpose::where_is_my_card, {}};
}

void Visitor::operator()(const ShowErrand&) {
    if (!awaits_ledger() && !s_.errand.empty()) show_errand();
}

void Visitor::show_errand() {
    remember_card();
    s_.phase = ShowingErrand{};
}

// One for all cards of the errand that came back so far, and for the one that is answered. Those that come later join it.
void Visitor::operator()(const TakePriorityTicket&) {
    const auto* back = in<CardCameBack>();
    if (!back && !in<ShowingErrand>()) return;
    auto found = back ? std::optional{back->found} : std::nullopt;
    if (!s_.errand.empty()) remember_card();
    auto cards = s_.errand;
    if (auto here = card_answered(s_, policy_); here && std::ranges::count(cards, here->key, &ErrandCard::key) == 0)
        cards.push_back(*std::move(here));
    std::erase_if(cards, [](const ErrandCard& card) { return card.key.empty(); });
    if (cards.empty()) return;
    issue(request_for(cards, policy_), std::move(found));
}

}  // namespace kiosk
