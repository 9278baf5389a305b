#include "kiosk/code/payload.h"

#include <algorithm>

#include <fmt/core.h>

#include "kiosk/base/overloaded.h"

namespace kiosk {
namespace {

constexpr std::string_view ticket_prefix = "KA1:T:";
constexpr std::string_view case_prefix = "KA1:C:";
constexpr std::string_view hex_digits = "0123456789ABCDEF";
constexpr std::size_t longest_key = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool stands_for_itself(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '/'; }

std::string escaped(std::string_view key) {
    std::string text;
    for (const char c : key) {
        if (stands_for_itself(c)) {
            text += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
        }
    }
    return text;
}

// The byte of "%XX" at the front of `text`.
std::optional<char> unescaped_byte(std::string_view text) {
    if (text.size() < 3) return std::nullopt;
    const auto high = hex_digits.find(text[1]), low = hex_digits.find(text[2]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    const auto byte = static_cast<char>(high * 16 + low);
    if (stands_for_itself(byte)) return std::nullopt;  // there would be two spellings
    return byte;
}

std::optional<OwnCode> parse_case(std::string_view text) {
    CaseCode code;
    while (!text.empty()) {
        if (code.key.size() == longest_key) return std::nullopt;
        if (stands_for_itself(text.front())) {
            code.key += text.front();
            text.remove_prefix(1);
            continue;
        }
        const auto byte = text.front() == '%' ? unescaped_byte(text) : std::nullopt;
        if (!byte) return std::nullopt;
        code.key += *byte;
        text.remove_prefix(3);
    }
    if (code.key.empty()) return std::nullopt;
    return code;
}

std::optional<OwnCode> parse_ticket(std::string_view text) {  // 2026-11-22:A017
    if (text.size() != 15 || text[10] != ':' || text[11] < 'A' || text[11] > 'Z') return std::nullopt;
    const auto day = parse_iso_date(text.substr(0, 10));
    const auto digits = text.substr(12);
    if (!day || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    const int number = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    if (number == 0) return std::nullopt;
    return TicketCode{*day, text[11], number};
}

}  // namespace

std::string to_payload(const OwnCode& code) {
    return std::visit(overloaded{
                          [](const TicketCode& ticket) {
                              return fmt::format("{}{}:{}{:03}", ticket_prefix, iso(ticket.day), ticket.terminal,
                                                 ticket.number);
                          },
                          [](const CaseCode& found) { return fmt::format("{}{}", case_prefix, escaped(found.key)); },
                      },
                      code);
}

std::optional<OwnCode> parse_payload(std::string_view payload) {
    if (payload.substr(0, ticket_prefix.size()) == ticket_prefix) return parse_ticket(payload.substr(ticket_prefix.size()));
    if (payload.substr(0, case_prefix.size()) == case_prefix) return parse_case(payload.substr(case_prefix.size()));
    return std::nullopt;
}

}  // namespace kiosk
