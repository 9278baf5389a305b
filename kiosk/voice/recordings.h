#pragma once

#include <string>
#include <vector>

#include "kiosk/voice/speaker.h"
#include "kiosk/voice/tour.h"

namespace kiosk::voice {

// Something for a person to read into a microphone.
struct Recording {
    std::string clip;   // the file's name, without ".opus"
    std::string words;  // as they are written; "…" is where something is filled in before or behind
    std::string spoken;
    double seconds = 0;              // about how long it takes
    std::vector<std::string> pages;  // that say it; empty: a unit of numbers, or words that only some halls need
    bool operator==(const Recording&) const = default;
};

double seconds_of(const std::string& spoken, Language language);

// All that can be recorded of these pages, in reading order, each once; then the units of which numbers are joined.
std::vector<Recording> recordings(const Book& book, const Catalog& chinese, Language language,
                                  const std::vector<TourPage>& pages);

}  // namespace kiosk::voice
