#include "screens/glass/text.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "kiosk/base/owned.h"
#include "kiosk/font/fonts.h"

namespace screens {
namespace {

template <class T>
using Object = kiosk::Owned<T, g_object_unref>;
using Layout = Object<PangoLayout>;
using FontDescription = kiosk::Owned<PangoFontDescription, pango_font_description_free>;
using CairoSurface = kiosk::Owned<cairo_surface_t, cairo_surface_destroy>;
using Cairo = kiosk::Owned<cairo_t, cairo_destroy>;
using FontOptions = kiosk::Owned<cairo_font_options_t, cairo_font_options_destroy>;

std::string_view line_text(PangoLayout& layout, int index) {
    const PangoLayoutLine* line = pango_layout_get_line_readonly(&layout, index);
    return {pango_layout_get_text(&layout) + line->start_index, static_cast<std::size_t>(line->length)};
}

bool words_fit(PangoLayout& layout, int width_px) {
    PangoRectangle logical;
    pango_layout_get_pixel_extents(&layout, nullptr, &logical);
    return logical.width <= width_px;
}

// The narrowest width that needs no more lines than the full one.
void balance_lines(PangoLayout& layout, int wrap_px, float size_px) {
    const int lines = pango_layout_get_line_count(&layout);
    if (lines < 2) return;
    int too_narrow = wrap_px / lines - 1, enough = wrap_px;
    while (enough - too_narrow > std::max(1, static_cast<int>(size_px / 8))) {
        const int middle = (too_narrow + enough) / 2;
        pango_layout_set_width(&layout, middle * PANGO_SCALE);
        const bool fits = pango_layout_get_line_count(&layout) <= lines && words_fit(layout, middle);
        (fits ? enough : too_narrow) = middle;
    }
    pango_layout_set_width(&layout, enough * PANGO_SCALE);
}

// A last line of one or two characters looks lost: give it some of the lines above, if that costs no line.
void feed_last_line(PangoLayout& layout, int wrap_px, float size_px) {
    const int lines = pango_layout_get_line_count(&layout);
    const auto lost = [&] {
        const auto last = line_text(layout, lines - 1);
        return g_utf8_strlen(last.data(), static_cast<gssize>(last.size())) < 3;
    };
    if (lines < 2 || !lost()) return;
    for (int ems = 1; ems <= 3; ++ems) {
        pango_layout_set_width(&layout, (wrap_px - static_cast<int>(size_px) * ems) * PANGO_SCALE);
        if (pango_layout_get_line_count(&layout) != lines) break;
        if (!lost()) return;
    }
    pango_layout_set_width(&layout, wrap_px * PANGO_SCALE);
}

void break_lines(PangoLayout& layout, const TextStyle& style) {
    pango_layout_set_width(&layout, std::max(1, style.wrap_px) * PANGO_SCALE);
    pango_layout_set_wrap(&layout, PANGO_WRAP_WORD);
    if (style.balance) {
        balance_lines(layout, style.wrap_px, style.size_px);
    } else {
        feed_last_line(layout, style.wrap_px, style.size_px);
    }
}

PangoAlignment alignment(Align align) {
    if (align == Align::centre) return PANGO_ALIGN_CENTER;
    return align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

// Alignment acts inside the width that lines were broken at, which `balance` may have made narrower than the box.
int shift_into_box(const PangoLayout& layout, const TextStyle& style) {
    if (style.wrap_px <= 0 || style.align == Align::left) return 0;
    const int spare = style.wrap_px - pango_layout_get_width(const_cast<PangoLayout*>(&layout)) / PANGO_SCALE;
    return style.align == Align::right ? spare : spare / 2;
}

void draw_coverage(PangoLayout& layout, const PangoRectangle& ink, TextRun& run) {
    const CairoSurface surface{cairo_image_surface_create(CAIRO_FORMAT_A8, ink.width, ink.height)};
    const Cairo cairo{cairo_create(surface.get())};
    cairo_translate(cairo.get(), -ink.x, -ink.y);
    pango_cairo_show_layout(cairo.get(), &layout);
    cairo_surface_flush(surface.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    const unsigned char* from = cairo_image_surface_get_data(surface.get());
    if (!from) return;
    const auto width = static_cast<std::size_t>(ink.width), height = static_cast<std::size_t>(ink.height);
    run.bytes.resize(width * height);
    for (std::size_t y = 0; y < height; ++y) std::memcpy(run.bytes.data() + y * width, from + y * stride, width);
    run.coverage = {run.bytes.data(), ink.width, ink.height, ink.width};
}

TextRun draw_run(PangoLayout& layout, const TextStyle& style) {
    TextRun run;
    PangoRectangle ink, logical;
    pango_layout_get_pixel_extents(&layout, &ink, &logical);
    const int shift = shift_into_box(layout, style);
    const bool fills_box = style.wrap_px > 0 && style.align != Align::left;
    run.width = fills_box ? std::max(style.wrap_px, logical.width) : logical.x + logical.width;
    run.height = logical.height;
    run.lines = pango_layout_get_line_count(&layout);
    for (int i = 0; i < run.lines; ++i) run.line_texts.emplace_back(line_text(layout, i));
    ink = {ink.x - 1, ink.y - 1, ink.width + 2, ink.height + 2};  // extents are exact only without smoothing
    run.ink_x = ink.x + shift;
    run.ink_y = ink.y;
    if (ink.width > 2 && ink.height > 2) draw_coverage(layout, ink, run);
    return run;
}

std::string key_of(std::string_view text, const TextStyle& style) {
    std::string key(text);
    key.push_back('\0');
    key += std::to_string(style.size_px) + ' ' + std::to_string(style.wrap_px) + ' ';
    for (const int part : {static_cast<int>(style.weight), static_cast<int>(style.align), static_cast<int>(style.language),
                           style.balance ? 1 : 0}) {
        key.push_back(static_cast<char>('0' + part));
    }
    return key;
}

}  // namespace

struct TextEngine::Inside {
    struct Entry {
        TextRun run;
        std::uint64_t used = 0;  // in which pass
        std::size_t bytes = 0;
    };
    std::size_t budget = 0;
    kiosk::FontMap fonts;
    Object<PangoContext> context;
    std::unordered_map<std::string, Entry> entries;
    std::uint64_t pass = 1;
    std::size_t bytes = 0, laid_out = 0;

    void open_fonts();
    Layout make_layout(std::string_view text, const TextStyle& style);
    void drop_unused();
};

void TextEngine::Inside::open_fonts() {
    fonts = kiosk::open_fonts();
    context.reset(pango_font_map_create_context(fonts.get()));
    const FontOptions options{cairo_font_options_create()};
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_context_set_round_glyph_positions(context.get(), FALSE);
}

Layout TextEngine::Inside::make_layout(std::string_view text, const TextStyle& style) {
    if (!context) open_fonts();
    const bool chinese = style.language == kiosk::Language::chinese;
    pango_context_set_language(context.get(), pango_language_from_string(chinese ? "zh-cn" : "en"));
    Layout layout{pango_layout_new(context.get())};
    const FontDescription font{pango_font_description_new()};
    pango_font_description_set_family_static(font.get(), kiosk::font_families);
    pango_font_description_set_weight(font.get(), style.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(style.size_px) * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    const std::string clean = kiosk::showable(text);
    const auto attributes = kiosk::attributes_of(clean);
    pango_attr_list_insert(attributes.get(), pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout.get(), attributes.get());
    pango_layout_set_alignment(layout.get(), alignment(style.align));
    pango_layout_set_text(layout.get(), clean.c_str(), -1);
    if (style.wrap_px > 0) break_lines(*layout, style);
    return layout;
}

void TextEngine::Inside::drop_unused() {
    if (bytes <= budget) return;
    std::vector<std::pair<std::uint64_t, const std::string*>> unused;
    for (const auto& [key, entry] : entries) {
        if (entry.used < pass) unused.emplace_back(entry.used, &key);
    }
    std::sort(unused.begin(), unused.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [used, key] : unused) {
        if (bytes <= budget / 4 * 3) return;
        const auto found = entries.find(*key);
        bytes -= found->second.bytes;
        entries.erase(found);
    }
}

TextEngine::TextEngine(std::size_t budget_bytes) : inside_(std::make_unique<Inside>()) { inside_->budget = budget_bytes; }
TextEngine::~TextEngine() = default;

const TextRun& TextEngine::run(std::string_view text, const TextStyle& style) {
    auto [place, fresh] = inside_->entries.try_emplace(key_of(text, style));
    auto& entry = place->second;
    entry.used = inside_->pass;
    if (!fresh) return entry.run;
    entry.run = draw_run(*inside_->make_layout(text, style), style);
    entry.bytes = entry.run.bytes.size() + place->first.size() + sizeof(Inside::Entry);
    inside_->bytes += entry.bytes;
    entry.run.coverage.serial = ++inside_->laid_out;
    return entry.run;
}

void TextEngine::begin_pass() {
    inside_->drop_unused();
    ++inside_->pass;
}

TextEngine::Usage TextEngine::usage() const { return {inside_->entries.size(), inside_->bytes, inside_->laid_out}; }

}  // namespace screens
