#include "kiosk/code/base45.h"

namespace kiosk {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr unsigned base = 45;
static_assert(alphabet.size() == base);

// Characters, the lowest first.
void append(std::string& text, unsigned value, int characters) {
    for (int i = 0; i < characters; ++i, value /= base) text += alphabet[value % base];
}

std::optional<unsigned> value_of(std::string_view characters) {
    unsigned value = 0;
    for (std::size_t at = characters.size(); at-- > 0;) {
        const auto digit = alphabet.find(characters[at]);
        if (digit == std::string_view::npos) return std::nullopt;
        value = value * base + static_cast<unsigned>(digit);
    }
    return value;
}

}  // namespace

std::string to_base45(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() * 3 + 1) / 2);
    for (; bytes.size() >= 2; bytes = bytes.subspan(2)) append(text, bytes[0] * 256U + bytes[1], 3);
    if (!bytes.empty()) append(text, bytes[0], 2);
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base45(std::string_view text) {
    if (text.size() % 3 == 1) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 3 * 2 + 1);
    for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(3, text.size()))) {
        const bool pair = text.size() >= 3;
        const auto value = value_of(text.substr(0, 3));
        if (!value || *value > (pair ? 0xFFFFU : 0xFFU)) return std::nullopt;
        if (pair) bytes.push_back(static_cast<std::uint8_t>(*value >> 8U));
        bytes.push_back(static_cast<std::uint8_t>(*value & 0xFFU));
    }
    return bytes;
}

}  // namespace kiosk
