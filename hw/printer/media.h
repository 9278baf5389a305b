#pragma once

#include <optional>
#include <vector>

#include "kiosk/base/pdf.h"

namespace hw {

// A paper that a queue takes (PWG 5100.7, media-col-database), in hundredths of a millimetre. From `least` to `most`:
// any size between, where the driver takes custom sizes.
struct Medium {
    kiosk::PaperSize least, most;
    int left = 0, right = 0, top = 0, bottom = 0;  // where the printer puts no ink
    bool is_custom() const { return least != most; }
    bool operator==(const Medium&) const = default;
};

struct Paper {
    kiosk::PaperPage page;
    bool custom = false;  // the driver is given a size that it has no name for
    bool operator==(const Paper&) const = default;
};

// The paper for something that is never made smaller: its own size, else the next longer roll, else the next larger sheet,
// else the longest roll, for several pages. `queue` empty: one that takes everything as it is. nullopt: all are narrower
// than its ink.
std::optional<Paper> paper_for(const kiosk::Pdf& wanted, const std::vector<Medium>& queue);

// Whether the printer puts ink wherever it is wanted on that paper.
bool prints_whole_width(const kiosk::Pdf& wanted, const Paper& paper, const std::vector<Medium>& queue);

}  // namespace hw
