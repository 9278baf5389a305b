#include "kiosk/font/fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include "kiosk/base/assets.h"
#include "kiosk/font/unbroken_words.h"

namespace kiosk {
namespace {

using Pattern = Owned<FcPattern, FcPatternDestroy>;
using ObjectSet = Owned<FcObjectSet, FcObjectSetDestroy>;
using FontSet = Owned<FcFontSet, FcFontSetDestroy>;
using GString8 = Owned<char, g_free>;

constexpr std::string_view lost = "\uFFFD", placeholder = "□";

void insert(PangoAttrList& list, PangoAttribute* attribute, std::size_t from, std::size_t to) {
    attribute->start_index = static_cast<guint>(from);
    attribute->end_index = static_cast<guint>(to);
    pango_attr_list_insert(&list, attribute);
}

// Fontconfig's for this process: where Debian's fonts lie and the kiosk's own, and how they are drawn, whatever else the
// machine's configuration says. To read that (80 files) takes longer than all else that fontconfig does at a start.
FcConfig* font_config() {
    static FcConfig* const config = [] {
        constexpr const char* how = R"(<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <selectfont><rejectfont><pattern><patelt name="scalable"><bool>false</bool></patelt></pattern></rejectfont></selectfont>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Noto Sans Mono CJK SC</family></prefer></alias>
  <match target="font">
    <test name="weight" compare="less_eq"><const>medium</const></test>
    <test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
    <edit name="embolden" mode="assign"><bool>true</bool></edit>
  </match>
  <match target="pattern"><edit name="hintstyle" mode="append"><const>hintslight</const></edit></match>
  <match target="font"><edit name="antialias" mode="assign"><bool>true</bool></edit></match>
</fontconfig>)";
        auto* made = FcConfigCreate();
        FcConfigParseAndLoadFromMemory(made, reinterpret_cast<const FcChar8*>(how), FcTrue);
        FcConfigBuildFonts(made);
        FcConfigAppFontAddDir(made, reinterpret_cast<const FcChar8*>(fonts_folder().c_str()));
        FcConfigSetCurrent(made);
        return made;
    }();
    return config;
}

}  // namespace

FontMap open_fonts() {
    font_config();
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
    for (const auto word : unbroken_words)
        for (auto at = showable_text.find(word); at != std::string_view::npos;
             at = showable_text.find(word, at + word.size()))
            insert(*list, pango_attr_allow_breaks_new(FALSE), at, at + word.size());
    return list;
}

Status check_main_font() {
    const Pattern wanted{FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, main_font, nullptr)};
    const ObjectSet families{FcObjectSetBuild(FC_FAMILY, nullptr)};
    const FontSet found{FcFontList(font_config(), wanted.get(), families.get())};
    if (found && found->nfont > 0) return Done{};
    return Error{Fault::not_found, "font \"Noto Sans CJK SC\" is missing: apt install fonts-noto-cjk"};
}

}  // namespace kiosk
