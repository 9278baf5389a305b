#include "hw/card/bytes.h"

#include <algorithm>

#include "kiosk/base/ascii.h"

namespace hw {
namespace {

int hex_value(char c) {
    if (kiosk::is_digit(c)) return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

ByteView part(ByteView bytes, std::size_t from, std::size_t length) {
    if (from >= bytes.size()) return {};
    return bytes.subspan(from, std::min(length, bytes.size() - from));
}

std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

std::string to_hex(ByteView bytes) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

std::optional<Bytes> from_hex(std::string_view digits) {
    Bytes bytes;
    for (std::size_t i = 0; i < digits.size();) {
        if (digits[i] == ' ' || digits[i] == '\t') {
            ++i;
            continue;
        }
        if (i + 1 >= digits.size()) return std::nullopt;
        const int high = hex_value(digits[i]);
        const int low = hex_value(digits[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
        i += 2;
    }
    return bytes;
}

}  // namespace hw
