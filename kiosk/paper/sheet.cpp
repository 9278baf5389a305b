#include "kiosk/paper/sheet.h"

#include <cairo-pdf.h>
#include <fmt/core.h>

#include "kiosk/font/fonts.h"

namespace kiosk {
namespace {

using Surface = Owned<cairo_surface_t, cairo_surface_destroy>;
using Cairo = Owned<cairo_t, cairo_destroy>;
using FontOptions = Owned<cairo_font_options_t, cairo_font_options_destroy>;
using FontDescription = Owned<PangoFontDescription, pango_font_description_free>;

constexpr double points = 72.0 / 25.4;  // a millimetre
constexpr double full_turn = 6.283185307179586;

// Any day will do; without one Cairo writes the present, and no two files would be the same.
constexpr const char* creation_date = "2025-09-15T00:00:00+08:00";
constexpr int most_lines = 4;          // longer texts are read as a block; they break where they may
constexpr double line_spacing = 0.92;  // of the font's own, which is generous

double millimetres(int pango_units) { return pango_units / (points * PANGO_SCALE); }

constexpr double narrowest = 0.55, narrower = 0.05;  // of the width, while better places to break are looked for
constexpr double lonely = 0.2;                       // a last line so short looks forgotten

bool is_pause(gunichar c) {
    switch (g_unichar_break_type(c)) {  // Unicode Standard Annex 14
        case G_UNICODE_BREAK_CLOSE_PUNCTUATION:
        case G_UNICODE_BREAK_CLOSE_PARANTHESIS:
        case G_UNICODE_BREAK_EXCLAMATION:
        case G_UNICODE_BREAK_INFIX_SEPARATOR:
        case G_UNICODE_BREAK_NON_STARTER:
            return true;
        default:
            return false;
    }
}

// How well the lines break: best after a pause, worst within a word, and with no last line of one character.
int break_quality(const Layout& layout) {
    int count = 0, quality = 0;
    const PangoLogAttr* attributes = pango_layout_get_log_attrs_readonly(layout.get(), &count);
    const char* text = pango_layout_get_text(layout.get());
    const int lines = pango_layout_get_line_count(layout.get());
    for (int i = 1; i < lines; ++i) {
        const char* start = text + pango_layout_get_line_readonly(layout.get(), i)->start_index;
        const char* before = g_utf8_prev_char(start);
        if (*before == ' ') before = g_utf8_prev_char(before);
        if (is_pause(g_utf8_get_char(before))) quality += 2;
        if (!attributes[g_utf8_pointer_to_offset(text, start)].is_line_break) quality -= 10;
    }
    PangoRectangle last{};
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), lines - 1), nullptr, &last);
    return last.width < lonely * pango_layout_get_width(layout.get()) ? quality - 3 : quality;
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

void draw(const Sheet& sheet, cairo_t* cairo) {
    cairo_set_source_rgb(cairo, 0, 0, 0);
    for (const auto& text : sheet.texts) {
        cairo_move_to(cairo, text.x * points, text.y * points);
        pango_cairo_show_layout(cairo, text.layout.get());
    }
    for (const auto& bar : sheet.bars) {
        cairo_rectangle(cairo, bar.x * points, bar.y * points, bar.width * points, bar.height * points);
    }
    cairo_fill(cairo);  // all at once: no hairlines between the modules of a QR code
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (const auto& dot : sheet.dots) {
        for (const double radius : dot.radii) {
            cairo_new_sub_path(cairo);
            cairo_arc(cairo, dot.x * points, dot.y * points, radius * points, 0, full_turn);
        }
        cairo_fill(cairo);
    }
}

}  // namespace

Typesetter::Typesetter(const std::string& language) {
    thread_local const FontMap fonts = open_fonts();  // what was opened for one paper serves the next
    context_.reset(pango_font_map_create_context(fonts.get()));
    const FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
    pango_context_set_language(context_.get(), pango_language_from_string(language.c_str()));
}

Layout Typesetter::set(const std::string& text, double em, double width, PangoAlignment align) const {
    const FontDescription font(pango_font_description_new());
    pango_font_description_set_family_static(font.get(), font_families);
    pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);  // thermal paper loses thinner strokes
    pango_font_description_set_absolute_size(font.get(), em * points * PANGO_SCALE);
    Layout layout(pango_layout_new(context_.get()));
    pango_layout_set_font_description(layout.get(), font.get());
    const std::string clean = showable(text);
    pango_layout_set_text(layout.get(), clean.data(), static_cast<int>(clean.size()));
    pango_layout_set_attributes(layout.get(), attributes_of(clean).get());
    pango_layout_set_line_spacing(layout.get(), static_cast<float>(line_spacing));
    pango_layout_set_alignment(layout.get(), align);
    if (width > 0) {
        pango_layout_set_width(layout.get(), static_cast<int>(width * points * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    }
    return layout;
}

Layout Typesetter::set_well_broken(const std::string& text, double em, double width) const {
    Layout layout = set(text, em, width);
    const int lines = pango_layout_get_line_count(layout.get());
    if (lines == 1 || lines > most_lines || text.find('\n') != std::string::npos) return layout;
    const int full = pango_layout_get_width(layout.get());
    int best = full, best_quality = break_quality(layout);
    for (double share = 1 - narrower; share > narrowest; share -= narrower) {
        pango_layout_set_width(layout.get(), static_cast<int>(full * share));
        if (pango_layout_get_line_count(layout.get()) > lines) break;
        if (const int quality = break_quality(layout); quality > best_quality) {
            best = pango_layout_get_width(layout.get());
            best_quality = quality;
        }
    }
    pango_layout_set_width(layout.get(), best);
    return layout;
}

Size logical_size(const Layout& layout) {
    int width = 0, height = 0;
    pango_layout_get_size(layout.get(), &width, &height);
    return {millimetres(width), millimetres(height)};
}

double baseline(const Layout& layout) { return millimetres(pango_layout_get_baseline(layout.get())); }

Ink ink(const Layout& layout) {
    PangoRectangle box{};
    pango_layout_get_extents(layout.get(), &box, nullptr);
    return {millimetres(box.x), millimetres(box.y), millimetres(box.width), millimetres(box.height)};
}

Result<std::vector<Piece>> pieces(const Sheet& sheet, double longest) {
    std::vector<Piece> found;
    double from = sheet.seams.front(), to = from;
    for (const double seam : sheet.seams) {
        if (seam - to > longest) return Error{Fault::malformed, fmt::format("{:.0f} mm of paper are too short", longest)};
        if (seam - from > longest) found.push_back({std::exchange(from, to), to});
        to = seam;
    }
    found.push_back({from, to});
    return found;
}

Result<std::string> to_pdf(const Sheet& sheet, const std::vector<Piece>& pieces, const PageLayout& page,
                           const std::string& title) {
    std::string bytes;
    const Surface surface(cairo_pdf_surface_create_for_stream(append, &bytes, page.width * points, page.height * points));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, showable(title).c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, creation_date);
    for (const auto& piece : pieces) {
        const Cairo cairo(cairo_create(surface.get()));
        cairo_rectangle(cairo.get(), 0, page.top * points, page.width * points, (piece.to - piece.from) * points);
        if (pieces.size() > 1) cairo_clip(cairo.get());
        cairo_new_path(cairo.get());
        cairo_translate(cairo.get(), page.left * points, (page.top - piece.from) * points);
        draw(sheet, cairo.get());
        cairo_show_page(cairo.get());
    }
    cairo_surface_finish(surface.get());
    if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS) {
        return Error{Fault::malformed, std::string("PDF: ") + cairo_status_to_string(status)};
    }
    return bytes;
}

}  // namespace kiosk
