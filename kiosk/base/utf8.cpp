#include "kiosk/base/utf8.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>

namespace kiosk {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct Decoded {
    char32_t code_point = replacement;
    std::size_t length = 1;  // bytes to go on; 1 where they are malformed
    bool well_formed = false;
};

// What a lead byte promises: how many bytes, and the smallest value that needs so many.
struct Form {
    std::size_t length = 0;
    char32_t bits = 0;
    char32_t smallest = 0;
};

Form form_of(unsigned char lead) {
    if (lead < 0x80) return {1, lead, 0};
    if (lead >= 0xC2 && lead < 0xE0) return {2, lead & 0x1FU, 0x80};
    if (lead >= 0xE0 && lead < 0xF0) return {3, lead & 0x0FU, 0x800};
    if (lead >= 0xF0 && lead < 0xF5) return {4, lead & 0x07U, 0x10000};
    return {};
}

Decoded decode(std::string_view text) {
    const Form form = form_of(static_cast<unsigned char>(text.front()));
    if (form.length == 0 || form.length > text.size()) return {};
    char32_t value = form.bits;
    for (std::size_t i = 1; i < form.length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0) != 0x80) return {};
        value = value << 6 | (byte & 0x3FU);
    }
    const bool surrogate = value >= 0xD800 && value < 0xE000;
    if (value < form.smallest || value > 0x10FFFF || surrogate) return {};
    return {value, form.length, true};
}

void append(std::string& out, char32_t value) {
    const auto byte = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
    if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) value = replacement;
    if (value < 0x80) return byte(value);
    if (value < 0x800) {
        byte(0xC0 | value >> 6);
    } else if (value < 0x10000) {
        byte(0xE0 | value >> 12);
        byte(0x80 | (value >> 6 & 0x3F));
    } else {
        byte(0xF0 | value >> 18);
        byte(0x80 | (value >> 12 & 0x3F));
        byte(0x80 | (value >> 6 & 0x3F));
    }
    byte(0x80 | (value & 0x3F));
}

bool is_unseen(char32_t c) {
    struct Range {
        char32_t first, last;
    };
    constexpr std::array<Range, 13> unseen = {{{0, 0x1F},
                                               {0x7F, 0x9F},
                                               {0xAD, 0xAD},
                                               {0x61C, 0x61C},      // Arabic letter mark
                                               {0x180E, 0x180E},    // Mongolian vowel separator
                                               {0x200B, 0x200F},    // zero width, marks of direction
                                               {0x2028, 0x202E},    // line and paragraph ends, directions
                                               {0x2060, 0x206F},    // word joiner, isolates
                                               {0xFEFF, 0xFEFF},    // byte order mark
                                               {0xFFF9, 0xFFFF},    // annotations, lost characters
                                               {0x1D173, 0x1D17A},  // musical directions
                                               {0xE0000, 0xE007F},  // tags
                                               {0x10FFFE, 0x10FFFF}}};
    const auto* above = std::ranges::upper_bound(unseen, c, {}, &Range::first);
    return above != unseen.begin() && c <= std::prev(above)->last;
}

// An iconv_t is no pointer to free but a handle whose "none" is -1, so it gets its own owner.
class Converter {
public:
    Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
    ~Converter() {
        if (*this) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    explicit operator bool() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    std::optional<std::string> convert(std::string_view bytes) {
        std::string out;
        std::array<char, 512> piece;
        char* in = const_cast<char*>(bytes.data());  // iconv's signature is older than const
        std::size_t left = bytes.size();
        while (left > 0) {
            char* to = piece.data();
            std::size_t room = piece.size();
            const std::size_t rc = iconv(handle_, &in, &left, &to, &room);
            out.append(piece.data(), piece.size() - room);
            if (rc == static_cast<std::size_t>(-1) && errno != E2BIG) return std::nullopt;
        }
        return out;
    }

private:
    iconv_t handle_;
};

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const Decoded next = decode(text);
        if (!next.well_formed) return false;
        text.remove_prefix(next.length);
    }
    return true;
}

std::u32string to_code_points(std::string_view utf8) {
    std::u32string points;
    points.reserve(utf8.size());
    while (!utf8.empty()) {
        const Decoded next = decode(utf8);
        points.push_back(next.code_point);
        utf8.remove_prefix(next.length);
    }
    return points;
}

std::string to_utf8(std::u32string_view code_points) {
    std::string out;
    out.reserve(code_points.size());
    for (const char32_t value : code_points) append(out, value);
    return out;
}

std::size_t count_characters(std::string_view utf8) {
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    return static_cast<std::size_t>(std::ranges::count_if(utf8, begins));
}

bool is_plain_text(std::string_view utf8) {
    while (!utf8.empty()) {
        const Decoded next = decode(utf8);
        if (is_unseen(next.code_point)) return false;
        utf8.remove_prefix(next.length);
    }
    return true;
}

std::optional<std::string> from_gb18030(std::string_view bytes) {
    Converter converter("UTF-8", "GB18030");
    if (!converter) return std::nullopt;
    return converter.convert(bytes);
}

bool is_blank(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202F) || c == 0x205F || c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

}  // namespace kiosk
