#include "hw/scanner/envelope.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"

namespace hw {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t identifier_size = 3;

bool is_edge(char c) { return (c >= 0 && c <= ' ') || c == 0x7F; }

bool is_identifier(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return text.size() > identifier_size && text[0] == ']' && letter(text[1]) &&
           (kiosk::is_digit(text[2]) || letter(text[2]));
}

std::size_t edges_at_front(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_edge) - text.begin());
}
std::string_view without_edges_behind(std::string_view text) {
    while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
    return text;
}

// Texts are divided by GS, RS and the like (GS1, driving licences, invoices); no text has a bell.
bool is_text(std::string_view text) {
    constexpr auto of_texts = "\t\n\r\x04\x1b\x1c\x1d\x1e\x1f"sv;
    const auto odd = [&](char c) {
        return ((c >= 0 && c < ' ') || c == 0x7F) && of_texts.find(c) == std::string_view::npos;
    };
    return std::ranges::none_of(text, odd) && kiosk::is_utf8(text);
}

}  // namespace

Envelope opened(std::string_view scanned) {
    Envelope envelope;
    std::size_t begin = edges_at_front(scanned);
    if (is_identifier(scanned.substr(begin))) {
        envelope.identifier = scanned.substr(begin, identifier_size);
        begin += identifier_size;
    }
    const std::size_t exact = envelope.identifier.empty() ? 0 : begin;
    begin += edges_at_front(scanned.substr(begin));
    auto code = without_edges_behind(scanned.substr(begin));
    if (!is_text(code)) {
        begin = exact;
        code = scanned.substr(begin);
    }
    envelope.before = scanned.substr(0, begin);
    envelope.code = code;
    envelope.behind = scanned.substr(begin + code.size());
    return envelope;
}

std::string_view symbology(std::string_view identifier) {
    static constexpr std::array<std::pair<char, std::string_view>, 14> names{{{'A', "Code 39"},
                                                                              {'C', "Code 128"},
                                                                              {'E', "EAN or UPC"},
                                                                              {'F', "Codabar"},
                                                                              {'G', "Code 93"},
                                                                              {'I', "Interleaved 2 of 5"},
                                                                              {'L', "PDF417"},
                                                                              {'Q', "QR code"},
                                                                              {'U', "MaxiCode"},
                                                                              {'d', "Data Matrix"},
                                                                              {'e', "GS1 DataBar"},
                                                                              {'h', "Han Xin"},
                                                                              {'j', "DotCode"},
                                                                              {'z', "Aztec"}}};
    if (identifier.size() != identifier_size) return {};
    if (identifier == "]C1") return "GS1-128";
    const auto* found = std::ranges::find(names, identifier[1], &std::pair<char, std::string_view>::first);
    return found == names.end() ? std::string_view{} : found->second;
}

std::string named_characters(std::string_view bytes) {
    static constexpr std::array<std::string_view, 33> names{
        "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "Tab", "LF",  "VT", "FF", "CR", "SO", "SI",   "DLE",
        "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US", "blank"};
    std::string out;
    bool named = true;  // the last one
    for (const char c : bytes) {
        const bool edge = is_edge(c);
        if (!out.empty() && (edge || named)) out += ' ';
        if (edge)
            out += c == 0x7F ? "DEL" : names[static_cast<std::size_t>(c)];
        else
            out += c;
        named = edge;
    }
    return out;
}

}  // namespace hw
