#include "kiosk/font/cover.h"

#include <fontconfig/fontconfig.h>

#include <charconv>
#include <set>
#include <span>
#include <string_view>

#include "kiosk/base/assets.h"
#include "kiosk/base/owned.h"
#include "kiosk/base/regular_file.h"
#include "kiosk/font/fonts.h"

namespace kiosk {
namespace {

using FontConfig = Owned<FcConfig, FcConfigDestroy>;
using Pattern = Owned<FcPattern, FcPatternDestroy>;
using ObjectSet = Owned<FcObjectSet, FcObjectSetDestroy>;
using FontSet = Owned<FcFontSet, FcFontSetDestroy>;
using CharSet = Owned<FcCharSet, FcCharSetDestroy>;

struct Range {
    FcChar32 first, last;
};
// The Chinese characters of GB 18030-2022, and what its first amendment adds: the rest of their blocks, and extensions G to
// I.
constexpr Range of_standard[] = {{0x3400, 0x4DB5},   {0x4E00, 0x9FEF},   {0xFA0E, 0xFA0F},   {0xFA11, 0xFA11},
                                 {0xFA13, 0xFA14},   {0xFA1F, 0xFA1F},   {0xFA21, 0xFA21},   {0xFA23, 0xFA24},
                                 {0xFA27, 0xFA29},   {0x20000, 0x2A6D6}, {0x2A700, 0x2B734}, {0x2B740, 0x2B81D},
                                 {0x2B820, 0x2CEA1}, {0x2CEB0, 0x2EBE0}};
constexpr Range of_amendment[] = {{0x4DB6, 0x4DBF},   {0x9FF0, 0x9FFF},   {0x2A6D7, 0x2A6DF}, {0x2B735, 0x2B739},
                                  {0x2EBF0, 0x2EE5D}, {0x30000, 0x3134A}, {0x31350, 0x323AF}};

struct FontPackage {
    const char *family, *package;
};
constexpr FontPackage font_packages[] = {
    {main_font, "fonts-noto-cjk"}, {"HanaMinB", "fonts-hanazono"}, {"BabelStone Han", "fonts-babelstone-han"}};

CharSet characters_of(std::span<const Range> ranges) {
    CharSet characters{FcCharSetCreate()};
    for (const auto& [first, last] : ranges)
        for (FcChar32 c = first; c <= last; ++c) FcCharSetAddChar(characters.get(), c);
    return characters;
}

// A code point in hexadecimal on each line.
Result<CharSet> common_characters() {
    constexpr std::size_t largest = 128 * 1024;
    const auto text = read_regular_file(common_characters_path(), largest);
    if (!text) return text.error();
    CharSet characters{FcCharSetCreate()};
    const char *at = text->data(), *const end = at + text->size();
    for (FcChar32 code = 0; at < end; ++at) {
        at = std::from_chars(at, end, code, 16).ptr;
        FcCharSetAddChar(characters.get(), code);
    }
    return characters;
}

FontCover::Share share_of(const FcCharSet& shown, const FcCharSet& wanted) {
    return {FcCharSetIntersectCount(&shown, &wanted), FcCharSetCount(&wanted)};
}

}  // namespace

Result<FontCover> look_at_fonts() {
    const auto common = common_characters();
    if (!common) return common.error();
    const FontConfig config{FcInitLoadConfigAndFonts()};
    const Pattern scalable{FcPatternBuild(nullptr, FC_SCALABLE, FcTypeBool, FcTrue, nullptr)};  // Pango takes no others
    const ObjectSet wanted{FcObjectSetBuild(FC_FAMILY, FC_CHARSET, nullptr)};
    const FontSet fonts{FcFontList(config.get(), scalable.get(), wanted.get())};
    const CharSet shown{FcCharSetCreate()};
    std::set<std::string_view> families;
    for (int i = 0; fonts && i < fonts->nfont; ++i) {
        FcCharSet* characters = nullptr;
        if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &characters) == FcResultMatch)
            FcCharSetMerge(shown.get(), characters, nullptr);
        FcChar8* family = nullptr;
        for (int n = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, n, &family) == FcResultMatch; ++n)
            families.insert(reinterpret_cast<const char*>(family));
    }
    FontCover cover{share_of(*shown, **common),
                    share_of(*shown, *characters_of(of_standard)),
                    share_of(*shown, *characters_of(of_amendment)),
                    {},
                    families.contains(main_font)};
    for (const auto& [family, package] : font_packages)
        if (!families.contains(family)) cover.missing_packages.emplace_back(package);
    return cover;
}

}  // namespace kiosk
