#include "kiosk/code/foreign.h"

#include <algorithm>

#include "kiosk/base/ascii.h"

namespace kiosk {
namespace {

constexpr std::size_t bus_first_size = 226, bus_second_least = 332, bus_second_most = 364;

unsigned byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

bool is_bus(std::string_view bytes) {
    if (bytes.size() == bus_first_size) {
        const auto version = byte_at(bytes, 0);
        return (version == 0x40 || version >= 0x80) && byte_at(bytes, 3) <= 1;
    }
    if (bytes.size() < bus_second_least || bytes.size() > bus_second_most) return false;
    const auto length = byte_at(bytes, 1) * 256 + byte_at(bytes, 2);
    return byte_at(bytes, 0) / 2 == 0x40 && length == bytes.size() - 3 && byte_at(bytes, 3) == 0x24;
}

// "54 …" would be the letter T: these are binary only with their second byte.
bool is_bus_local(std::string_view bytes) {
    if (bytes.size() < 32) return false;
    const auto first = byte_at(bytes, 0), second = byte_at(bytes, 1);
    const bool binary = std::ranges::any_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return (first == 0x54 && (second == 1 || second == 2)) || (first == 0x02 && second == 1) || (first == 0x55 && binary);
}

bool is_payment(std::string_view text) {
    if (!all_digits(text) || text.size() < 16 || text.size() > 24) return false;
    const int scheme = (text[0] - '0') * 10 + (text[1] - '0');
    return (scheme >= 10 && scheme <= 15) || (scheme >= 25 && scheme <= 30);
}

bool is_number(std::string_view text) {
    if (text.size() != 16 && text.size() != 18 && text.size() != 19) return false;
    if (text.size() == 18 && (text.back() == 'X' || text.back() == 'x')) text.remove_suffix(1);
    return all_digits(text);
}

bool begins_like(std::string_view text, std::string_view lower) {
    return text.size() > lower.size() && std::equal(lower.begin(), lower.end(), text.begin(), [](char want, char is) {
               return want == (is >= 'A' && is <= 'Z' ? static_cast<char>(is + ('a' - 'A')) : is);
           });
}

}  // namespace

ForeignCode recognise(std::string_view seen) {
    if (is_bus(seen)) return ForeignCode::bus;
    if (is_bus_local(seen)) return ForeignCode::bus_local;
    if (is_payment(seen)) return ForeignCode::payment;
    if (is_number(seen)) return ForeignCode::number;
    if (begins_like(seen, "http://") || begins_like(seen, "https://")) return ForeignCode::web_address;
    return ForeignCode::opaque;
}

}  // namespace kiosk
