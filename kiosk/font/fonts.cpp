#include "kiosk/font/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include <cstring>

#include "kiosk/base/assets.h"

namespace kiosk {
namespace {

template <class T>
using Object = Owned<T, g_object_unref>;
using FontDescription = Owned<PangoFontDescription, pango_font_description_free>;
using GString8 = Owned<char, g_free>;

constexpr std::string_view lost = "\uFFFD", placeholder = "□";

void insert(PangoAttrList& list, PangoAttribute* attribute, std::size_t from, std::size_t to) {
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(&list, attribute);
}

}  // namespace

FontMap open_fonts() {
    // Fontconfig keeps them for the process. An installed kiosk's lie where it finds them anyway.
    static const bool known = FcConfigAppFontAddDir(nullptr, reinterpret_cast<const FcChar8*>(fonts_folder().c_str()));
    static_cast<void>(known);
    return FontMap{pango_cairo_font_map_new()};
}

std::string showable(std::string_view text) {
    const GString8 valid{g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()))};
    std::string clean = valid.get();
    for (auto at = clean.find(lost); at != std::string::npos; at = clean.find(lost, at)) {
        clean.replace(at, lost.size(), placeholder);
    }
    return clean;
}

TextAttributes attributes_of(std::string_view showable_text) {
    TextAttributes list{pango_attr_list_new()};
    const char *const text = showable_text.data(), *const end = text + showable_text.size();
    for (const char* at = text; at < end; at = g_utf8_next_char(at)) {
        if (g_unichar_type(g_utf8_get_char(at)) != G_UNICODE_PRIVATE_USE) continue;
        const auto from = static_cast<std::size_t>(at - text), to = static_cast<std::size_t>(g_utf8_next_char(at) - text);
        insert(*list, pango_attr_family_new(main_font), from, to);  // it has none of them
        insert(*list, pango_attr_fallback_new(FALSE), from, to);
    }
    return list;
}

Status check_main_font() {
    const FontMap fonts = open_fonts();
    const Object<PangoContext> context{pango_font_map_create_context(fonts.get())};
    const FontDescription wanted{pango_font_description_from_string(main_font)};
    const Object<PangoFont> font{pango_font_map_load_font(fonts.get(), context.get(), wanted.get())};
    if (font) {
        const FontDescription found{pango_font_describe(font.get())};
        if (std::strcmp(pango_font_description_get_family(found.get()), main_font) == 0) return Done{};
    }
    return Error{Fault::not_found, "font \"Noto Sans CJK SC\" is missing: apt install fonts-noto-cjk"};
}

}  // namespace kiosk
