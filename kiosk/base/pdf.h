#pragma once

#include <string>

namespace kiosk {

// Paper in hundredths of a millimetre, as printers count it (PWG 5100.7, media-size).
struct PaperSize {
    int width = 0, length = 0;
    bool operator==(const PaperSize&) const = default;
};

// A sheet or piece of a roll, and where the printer puts no ink on it.
struct PaperPage {
    PaperSize size = {};
    int top = 0, bottom = 0;
    bool operator==(const PaperPage&) const = default;
};

// Something to be printed, black on white.
struct Pdf {
    std::string bytes = {};
    PaperSize page = {};  // of each page
    int pages = 1;
    int ink_width = 0;  // in the middle of the page, hundredths of a millimetre; left and right of it nothing is printed
    int blank = 0;      // above and below its ink, likewise
};

}  // namespace kiosk
