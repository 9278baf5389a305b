#pragma once

#include <string>
#include <vector>

#include "kiosk/base/language.h"

namespace kiosk::voice {

// One sentence to be said.
struct Utterance {
    std::string id;  // the English of the sentence, as in the catalog or the policy; empty: a name or a number alone
    Language language = Language::chinese;
    std::string words;   // as the page shows it; for diaries and lists, never for an engine
    std::string spoken;  // what the engine is given: pinyin, or English
    // The recordings that say it one after the other, names of files without their folder and ending; empty: something in it
    // was never recorded, such as the name of a street, so that all of it is left to the engine.
    std::vector<std::string> clips;
    bool operator==(const Utterance&) const = default;
};

}  // namespace kiosk::voice
