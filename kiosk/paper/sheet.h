#pragma once

#include <string>
#include <vector>

#include <pango/pangocairo.h>

#include "kiosk/base/owned.h"
#include "kiosk/paper/qr.h"

namespace kiosk {

using Layout = Owned<PangoLayout, g_object_unref>;
using Context = Owned<PangoContext, g_object_unref>;

// What one printed page is made of, all of it black. Millimetres from the page's top left corner.
struct Sheet {
    struct Text {
        Layout layout;
        double x = 0, y = 0;
    };
    struct Bar {
        double x = 0, y = 0, width = 0, height = 0;
    };
    struct Dot {
        double x = 0, y = 0;        // centre
        std::vector<double> radii;  // every second ring between them is black, from the outside
    };
    std::vector<Text> texts;
    std::vector<Bar> bars;
    std::vector<Dot> dots;
    double height = 0;
    std::vector<double> seams;  // above the first block, between blocks, below the last: where paper may begin and end
};

// Lays texts out for paper: no hinting, no rounding of glyph positions, so that lines break the same on every
// resolution.
class Typesetter {
public:
    explicit Typesetter(const std::string& language);  // Pango's name of it
    // `em` and `width` in millimetres; width 0: never broken.
    Layout set(const std::string& text, double em, double width, PangoAlignment align = PANGO_ALIGN_LEFT) const;
    // The same, and no more lines, but broken after a pause where there is one, and with no last line of a single
    // character: easier to read slowly.
    Layout set_well_broken(const std::string& text, double em, double width) const;

private:
    Context context_;
};

struct Size {
    double width = 0, height = 0;
};
Size logical_size(const Layout& layout);  // millimetres
double baseline(const Layout& layout);    // of the first line, from the top
struct Ink {
    double x = 0, y = 0, width = 0, height = 0;  // from the layout's top left corner
};
Ink ink(const Layout& layout);

// A piece of a sheet on a page of its own, in millimetres.
struct Piece {
    double from = 0, to = 0;  // of the sheet's height
};
// Errors: malformed (two seams are further apart than `longest`).
Result<std::vector<Piece>> pieces(const Sheet& sheet, double longest);

struct PageLayout {
    double width = 0, height = 0;  // of every page
    double left = 0, top = 0;      // where a piece is put
};
// Millimetres. Errors: malformed (Cairo refused it).
Result<std::string> to_pdf(const Sheet& sheet, const std::vector<Piece>& pieces, const PageLayout& page,
                           const std::string& title);

}  // namespace kiosk
