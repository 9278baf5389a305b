#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/words.h"
#include "kiosk/case/case.h"
#include "kiosk/case/journey.h"
#include "kiosk/policy/policy.h"
#include "kiosk/queue/ticket.h"

// Phrases that screen and paper share, so that both say the same.
namespace kiosk {

std::string text(std::string_view words);
std::string day_words(Date day, const Words& tr);       // "9月28日（星期一）", "Monday 28 September"
std::string full_day_words(Date day, const Words& tr);  // "2026年9月28日", "28 September 2026"

std::string people_words(int count, const Words& tr);                            // "3 people"
std::string wait_words(const std::optional<WaitRange>& range, const Words& tr);  // "10 to 20 minutes"
Phrase queue_rule_words(const Policy& policy, const Words& tr);
Phrase number_heading(const Ticket& ticket, const Words& tr);  // "Priority ticket"

// What to bring to the counter, each once; of an ordinary ticket nothing.
std::vector<Phrase> bring_words(const Ticket& ticket, const Policy& policy, const Words& tr);

// One station of the way of a card.
struct WayStop {
    std::string name;  // the office's own name where it is known
    std::string day;   // "handed in 9月18日", "here since …"; may be empty
    JourneyStop stop;
    bool operator==(const WayStop&) const = default;
};
std::vector<WayStop> way_words(const CaseView& found, const Policy& policy, const Words& tr);

// What follows from where the card is: the news, and what to do (may be empty).
struct CaseAnswer {
    Phrase news;
    Phrase advice;
    Phrase left{};  // until the promised day; may be empty. True today only: not for a paper
    bool late = false;
    bool operator==(const CaseAnswer&) const = default;
};
CaseAnswer answer_words(const CaseView& found, const Policy& policy, const Words& tr, Date today);

// Why a card came back, and what to bring; never empty.
struct RefusalWords {
    Phrase why;
    Phrase bring;
    bool priority = true;
    bool operator==(const RefusalWords&) const = default;
};
RefusalWords refusal_words(const std::string& code, const Policy& policy, const Words& tr);

}  // namespace kiosk
