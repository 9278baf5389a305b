#pragma once

#include <cstdint>

#include "kiosk/base/appearance.h"

namespace screens {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
    Colour with_alpha(std::uint8_t alpha) const { return {r, g, b, alpha}; }
};

// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrast(Colour one, Colour other);

enum class Weight : std::uint8_t { regular, bold };
enum class Align : std::uint8_t { left, centre, right };

// What a text is for; the theme knows how large that is.
enum class Size : std::uint8_t {
    caption,  // bars, remarks under a label
    body,     // everything that must be read
    label,    // buttons
    title,    // one a page
    number,   // countdowns, small figures that stand out
    huge,     // the ticket's number
};

using kiosk::Appearance;
using kiosk::Look;

struct Palette {
    Colour page;    // behind everything
    Colour card;    // panels
    Colour line;    // edges; never the only sign of anything
    Colour ink;     // text
    Colour muted;   // text of less weight, still above 10:1
    Colour accent;  // the one colour: main button, where the card is
    Colour on_accent;
    Colour accent_soft;  // behind text that belongs to the accent
    Colour pressed;      // main button under a finger
    Colour danger;
    Colour on_danger;
    Colour disabled;  // behind `muted`
    Colour warning;   // behind `ink`
    Colour dim;       // over a page that lies under an overlay; has an alpha
};

struct Theme {
    Palette colours;
    float text_scale = 1;  // of the text that is read; a ticket's number is as large as it can be anyway
    // Lengths in layout millimetres, i.e. before Frame::scale.
    float text_mm(Size size) const;  // height of a character (the em)
    float margin_mm = 16;            // page edge to content
    float gap_mm = 7;                // between things that belong to one another
    float radius_mm = 5;
    float min_target_mm = 20;
    float min_gap_mm = 2.5F;  // between targets
};

Theme make_theme(const Appearance& appearance);

}  // namespace screens
