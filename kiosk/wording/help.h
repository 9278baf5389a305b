#pragma once

#include <string>
#include <vector>

#include "kiosk/base/words.h"
#include "kiosk/policy/policy.h"

// What screen and paper answer to people who ask: how they get the new card, what their social security card is good for.
namespace kiosk {

struct HelpPart {
    Phrase heading;
    std::vector<Phrase> sentences;  // each for itself
    bool operator==(const HelpPart&) const = default;
};
// Who may hand in and what to bring; where, what it costs, how long, until when the old card rides; other ways.
std::vector<HelpPart> new_card_words(const NewCard& how, const Policy& policy, const std::string& hall, const Words& tr,
                                     Date today);
// The same as plain text, a sentence a line, for a code that a phone reads. Empty: it is too long for one.
std::string new_card_text(const NewCard& how, const Policy& policy, const std::string& hall, const Words& tr, Date today);

// With what, and who answers for it; of what does not work yet until when it is promised.
std::vector<Phrase> scenario_words(const Scenario& scenario, const Words& tr, Date today);

}  // namespace kiosk
