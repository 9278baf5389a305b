#include "hw/card/text_field.h"

#include <algorithm>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"

namespace hw {
namespace {

// Neither 00 nor FF occurs within a character of GB18030.
std::string_view before_padding(ByteView bytes) {
    const auto end = std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte == 0x00 || byte == 0xFF; });
    return as_text(bytes.first(static_cast<std::size_t>(end - bytes.begin())));
}

std::string_view trimmed(std::string_view text, std::string_view space) {
    while (text.starts_with(space)) text.remove_prefix(space.size());
    while (text.ends_with(space)) text.remove_suffix(space.size());
    return text;
}

// Nothing but ideographs, and the point within a name, of three bytes or more each. Bytes of GBK are hardly ever that too:
// of three characters the second would have to begin, and the third to end, among the few that are.
bool is_name_in_utf8(std::string_view text) {
    if (!kiosk::is_utf8(text) || kiosk::all_ascii(text)) return false;
    return std::ranges::all_of(kiosk::to_code_points(text), [](char32_t c) {
        return c == 0x20 || c == 0xB7 || c == 0x3000 || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
    });
}

}  // namespace

std::string ascii_field(ByteView bytes) {
    const std::string_view text = trimmed(before_padding(bytes), " ");
    const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
    return printable ? std::string(text) : "";
}

std::string name_field(ByteView bytes) {
    const std::string_view text = before_padding(bytes);
    const auto utf8 = is_name_in_utf8(text) ? std::optional(std::string(text)) : kiosk::from_gb18030(text);
    if (!utf8) return "";
    return std::string(trimmed(trimmed(trimmed(*utf8, " "), "\u3000"), " "));
}

}  // namespace hw
