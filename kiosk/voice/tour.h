#pragma once

#include <string>
#include <vector>

#include "kiosk/page/page.h"

namespace kiosk::voice {

struct TourPage {
    std::string name;  // "showing_verdict bank": phase, and what makes it another page
    Page page;
};

// Every page that a person may meet, with made-up cases: what a recording has to cover.
std::vector<TourPage> tour(const PageContext& context);

}  // namespace kiosk::voice
