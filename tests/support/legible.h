#pragma once

#include <string>

#include "screens/glass/frame.h"
#include "tests/support/png.h"

// How well the texts of a page can be read, by its pixels.
namespace support {

struct Legibility {
    double contrast = 21;     // WCAG 2, of the text that stands out least
    float letters_mm = 1000;  // height of what is inked of a line, of the smallest text outside the bars
    std::string faintest, smallest;
};

// Of all texts that are not covered. A text whose letters are all low ("一", "no") tells nothing of its height and is left
// out.
Legibility legibility_of(const Image& picture, const screens::Frame& frame);

}  // namespace support
