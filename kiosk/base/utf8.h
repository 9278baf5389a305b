#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kiosk {

bool is_utf8(std::string_view text);                   // well-formed: no surrogates, no overlong forms
std::u32string to_code_points(std::string_view utf8);  // malformed bytes become U+FFFD
std::string to_utf8(std::u32string_view code_points);
std::size_t count_characters(std::string_view utf8);  // code points of well-formed text; of other text it may be fewer

// Whether every character shows what it is: no control character (tab and line breaks included), none that turns the
// direction of the text or joins without being seen, none that stands for a lost one (U+FFFD).
bool is_plain_text(std::string_view utf8);

// White of any width, and marks that show nothing: U+00A0, U+2000 to U+200F, U+3000, U+FEFF …
bool is_blank(char32_t c);

// GB18030 (a superset of GBK and GB2312) to UTF-8; nullopt if any byte does not decode.
std::optional<std::string> from_gb18030(std::string_view bytes);

}  // namespace kiosk
