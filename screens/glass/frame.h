#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/words.h"
#include "screens/glass/box.h"
#include "screens/glass/input.h"
#include "screens/glass/text.h"
#include "screens/glass/theme.h"

namespace screens {

// Something that can be pressed, as it was drawn. Tests find buttons by it.
struct Target {
    std::string label;  // as shown
    Box box;
    bool enabled = true;
    bool covered = false;  // lies under an overlay
};

// A text that was drawn.
struct Shown {
    std::string text;
    Box box;  // what it takes up
    bool covered = false;
};

// What a screen function gets. It draws with widgets.h into `area` and reads nothing else; a page that does not fit
// is drawn again with a smaller `scale`, so a screen need not know how small the display is.
struct Frame {
    const kiosk::Words& tr;
    const Theme& theme;
    TextEngine& text;

    Box screen = {};         // all of the window that is ours
    Box area = {};           // for the page's content; `bars` makes it the space between them, less the margins
    float px_per_mm = 3.2F;  // of the glass
    float base_scale = 1;    // 1 on a 27-inch screen, less on a smaller one; the bars use it, so they stay where they are
    float scale = 1;         // 1, or more on a larger screen, or less where this page needs it

    float text_growth = 1;  // of words that have room to spare

    bool covered = false;  // set it, draw the page, then call `overlay`: nothing of the page can be pressed

    std::vector<Target> targets = {};
    std::vector<Shown> shown = {};
    std::vector<Tap> held = {};  // fingers on the glass

    // How well things fit. What lies over the page has a scale of its own, so that the page below stays as it is.
    struct Fit {
        float overflow = 1;     // above 1: something needed that many times its space
        float scale = 1;        // of the overlay; the page's is Frame::scale
        float growth = 1;       // of the overlay's height over what was asked for
        bool at_limit = false;  // it cannot grow any more
    };
    Fit page_fit = {};
    Fit overlay_fit = {};
    bool in_overlay = false;
    bool fits() const { return page_fit.overflow <= 1 && overlay_fit.overflow <= 1; }

    // Layout millimetres to whole pixels. All lengths of a screen go through this.
    float mm(float millimetres) const;
    bool portrait() const { return screen.h >= screen.w; }
    float text_px(Size size) const { return mm(theme.text_mm(size) * (size == Size::huge ? 1 : text_growth)); }
    float target_px(float millimetres) const;  // as high, but never too small for a finger where the page is drawn smaller
    float gap() const { return mm(theme.gap_mm); }

    void note_need(float needed, float given);  // more than given: the page is drawn again, smaller
};

}  // namespace screens
