#include "kiosk/health/redact.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/base/moment.h"

namespace kiosk {
namespace {

constexpr std::size_t shortest_number = 6;  // the end of an ID number, as people type it
constexpr std::size_t shortest_hex = 12;
constexpr std::size_t fewest_bytes = 6;  // that stand apart, and are a dump

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool separates(char c) { return c == ' ' || c == '-' || c == ':' || c == '.' || c == '_' || c == ','; }

std::size_t day_at(std::string_view text) {
    constexpr std::size_t length = 10;
    if (text.size() < length || (text.size() > length && is_digit(text[length]))) return 0;
    return text.substr(0, length) >= "2020" && parse_iso_date(text.substr(0, length)) ? length : 0;
}

// "6F 32 84": how much of the text is such bytes, each apart from the next.
std::size_t dump_at(std::string_view text) {
    std::size_t end = 0, bytes = 0;
    for (std::size_t at = 0; at + 1 < text.size() && is_hex(text[at]) && is_hex(text[at + 1]); at = end + 1) {
        if (at + 2 < text.size() && is_word(text[at + 2])) break;
        ++bytes;
        end = at + 2;
        if (end >= text.size() || !separates(text[end])) break;
    }
    return bytes >= fewest_bytes ? end : 0;
}

std::size_t hex_at(std::string_view text) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_hex) - text.begin());
    return end >= shortest_hex ? end : 0;
}

struct Number {
    std::size_t length = 0, digits = 0;
};

// "138 0013-8000": with one character between two groups.
Number number_at(std::string_view text) {
    Number number;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_digit(text[at]))
            number = {at + 1, number.digits + 1};
        else if (at == 0 || !separates(text[at]) || text[at] == ':' || !is_digit(text[at - 1]))
            break;
    }
    return number;
}

}  // namespace

std::string redact(std::string_view line) {
    std::string out;
    const auto skip = [&](std::size_t length) { line.remove_prefix(length); };
    bool in_word = false;
    while (!line.empty()) {
        const char first = line.front();
        const bool begins = !in_word;
        in_word = is_word(first);
        if (static_cast<unsigned char>(first) >= 0x80) {
            if (!out.ends_with('*')) out += '*';
            skip(1);
            continue;
        }
        if (const auto length = begins ? day_at(line) : 0; length > 0) {
            out += line.substr(0, length);
            skip(length);
            continue;
        }
        const auto number = is_digit(first) ? number_at(line) : Number{};
        if (const auto length = begins ? std::max(dump_at(line), hex_at(line)) : 0; length > number.length) {
            out += "<bytes>";
            skip(length);
            continue;
        }
        if (number.digits >= shortest_number) {
            out += fmt::format("<{} digits>", number.digits);
            skip(number.length);
            continue;
        }
        // Short numbers are taken whole: their end is not the beginning of a longer one.
        const auto length = std::max<std::size_t>(number.length, 1);
        out += line.substr(0, length);
        skip(length);
    }
    return out;
}

}  // namespace kiosk
