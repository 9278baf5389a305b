#include "kiosk/case/bounds.h"

#include <fmt/format.h>

#include "kiosk/base/utf8.h"

namespace kiosk {

std::optional<std::string> oddness(std::string_view text, std::size_t longest) {
    if (text.size() > longest) return fmt::format("is longer than {} bytes", longest);
    if (is_plain_text(text)) return std::nullopt;
    return is_utf8(text) ? "holds a line break, a character of control or direction, or one that was lost" : "is no UTF-8";
}

std::string shown_login(std::string_view name) {
    constexpr std::size_t longest_login = 63;  // of PostgreSQL
    return std::string(oddness(name, longest_login) ? "?" : name);
}

}  // namespace kiosk
