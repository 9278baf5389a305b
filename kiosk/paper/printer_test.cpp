#include <cmath>

#include <fmt/core.h>

#include "kiosk/paper/papers.h"
#include "kiosk/paper/phrases.h"
#include "kiosk/wording/wording.h"

namespace kiosk {
namespace {

constexpr int across = 72, down = 50;  // millimetres: what is printed of a roll of 80, and a length that fits any slip
constexpr double mm_per_inch = 25.4;
constexpr int usual_dpi = 203;

std::string dots(int dpi, const Words& tr) {
    const auto count = [](int per_inch) { return std::lround(across * per_inch / mm_per_inch); };
    if (dpi > 0) return tr.fill("{} at {} dpi", count(dpi), dpi);
    return tr.fill("not known; {} at {} dpi", count(usual_dpi), usual_dpi);
}

}  // namespace

Document printer_test(const PrinterTest& test, const Words& tr) {
    const std::string when = fmt::format("{} {}", iso(test.when.date), clock_text(test.when.of_day));
    Document paper{"Printer test", pango_language(tr), {}};
    paper.blocks = {
        Title{text(tr("Printer test"))},
        Ruler{across, down},
        Paragraph{tr.fill("Lay a ruler on it: it is {} mm across and {} mm down, to the last line.", across, down), true},
        Paragraph{text(tr("All lines must be there, left and right too. A telephone must read the code."))},
        Field{tr.fill("Dots in {} mm", across), dots(test.dpi, tr)},
        QrCode{fmt::format("kiosk printer test {} {}", test.queue, when)},
        FinePrint{test.queue + "  " + when},
    };
    return paper;
}

}  // namespace kiosk
