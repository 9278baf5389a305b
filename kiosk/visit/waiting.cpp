#include "kiosk/visit/waiting.h"

#include <algorithm>

namespace kiosk {

bool may_idle(const State& s) {
    const bool as_usual = s.language == Language::chinese && !s.staff_call && !s.aloud && !s.dark && s.menu == Menu::none &&
                          s.appearance == Appearance{};
    return (std::holds_alternative<Home>(s.phase) && as_usual) || std::holds_alternative<TakeYourCard>(s.phase);
}

bool typing_is_over(const State& s) { return s.guesses.in_visit >= guesses_a_visit; }

std::optional<Steady> typing_paused_until(const State& s) {
    std::chrono::seconds pause = timing::first_pause;
    const int paused = s.guesses.lately - guesses_without_pause;
    for (int i = 1; i < paused && pause < timing::longest_pause; ++i) pause *= 2;
    const Steady until = s.guesses.last + std::min<std::chrono::seconds>(pause, timing::longest_pause);
    return paused > 0 && s.now.steady < until ? std::optional{until} : std::nullopt;
}

std::optional<Steady> no_cardless_ticket_before(const State& s, const Policy& policy) {
    const auto counts = [&](Steady at) { return s.now.steady - at < policy.cardless_minutes; };
    const auto first = std::ranges::find_if(s.cardless, counts);
    if (s.cardless.end() - first < policy.cardless_tickets) return std::nullopt;
    return *(s.cardless.end() - policy.cardless_tickets) + policy.cardless_minutes;
}

std::chrono::seconds patience(const State& s, const Policy& policy) {
    if (s.staff_call) return timing::staff;
    const std::chrono::seconds reading = policy.idle_read * s.page_length / 100;
    return policy.idle_ask + std::min<std::chrono::seconds>(reading, timing::longest_reading);
}

Steady idle_since(const State& s) {
    const auto& speaking = s.devices.speaking_since;
    if (!speaking) return s.last_touch;
    return std::max(s.last_touch, std::min<Steady>(s.now.steady, *speaking + timing::longest_speech));
}

// A card that was left is spoken of unasked.
bool is_spoken(const State& s, const Policy& policy) {
    if (const auto* left = std::get_if<TakeYourCard>(&s.phase); left && left->reminders > 0) return s.has_voice;
    const bool somebody = !std::holds_alternative<Home>(s.phase);
    return s.has_voice && s.aloud.value_or(s.devices.headphones || (policy.voice.speaks_unasked && somebody));
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
    if (const auto* slip = slip_of(s.phase)) return paper_until(*slip);
    return std::nullopt;
}

CodeWish code_wish(const State& s) {
    if (std::holds_alternative<PresentCode>(s.phase)) return CodeWish::asked;
    const bool welcome = std::holds_alternative<Home>(s.phase) || std::holds_alternative<PresentCard>(s.phase) ||
                         std::holds_alternative<ShowingCodeAnswer>(s.phase);
    return welcome ? CodeWish::welcome : CodeWish::none;
}

}  // namespace kiosk
