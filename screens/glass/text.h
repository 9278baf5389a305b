#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/result.h"
#include "screens/glass/raster.h"
#include "screens/glass/theme.h"

namespace screens {

struct TextStyle {
    float size_px = 38;  // the em: a Chinese character is this wide and high
    Weight weight = Weight::regular;
    Align align = Align::left;
    kiosk::Language language = kiosk::Language::chinese;
    int wrap_px = 0;       // width to break lines at; 0: one line
    bool balance = false;  // make the lines about equally long, as headings look better
    bool operator==(const TextStyle&) const = default;
};

// A text that is laid out and drawn, once. Lengths in pixels.
struct TextRun {
    int width = 0, height = 0;  // of the text box: the longest line (or wrap_px if aligned), all lines. A word is never
                                // cut, so one longer than wrap_px makes it wider
    int lines = 0;
    int ink_x = 0, ink_y = 0;             // where `coverage` belongs, from the box's top left corner
    Texture coverage;                     // only the part that has ink; empty for blank text
    std::vector<std::string> line_texts;  // as broken, for tests and for reading aloud
    std::vector<unsigned char> bytes;     // what `coverage` points to
};

// Lays out text with Pango, in the fonts of kiosk/font/fonts.h, and keeps the outcome. A character that no font has is a box
// with its code in it. Used by one thread. No font is opened before the first text is asked for.
class TextEngine {
public:
    explicit TextEngine(std::size_t budget_bytes = 4U << 20U);  // some pages of a large screen
    ~TextEngine();
    TextEngine(const TextEngine&) = delete;
    TextEngine& operator=(const TextEngine&) = delete;

    // The run stays where it is during this pass and the next, at least; then it may be dropped to keep the budget.
    // Bytes that are not UTF-8 are shown as □.
    const TextRun& run(std::string_view text, const TextStyle& style);

    // What was not asked for since the last call and lies beyond the budget is dropped, longest unused first.
    void begin_pass();

    struct Usage {
        std::size_t runs = 0, bytes = 0;
        std::size_t laid_out = 0;  // since start: how often the cache did not help
    };
    Usage usage() const;

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace screens
