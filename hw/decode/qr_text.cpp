#include "hw/decode/qr_text.h"

#include <string_view>

namespace hw {
namespace {

struct Cut {};  // the data ended too early, or break the rules

// The most significant bit of each byte first.
class Bits {
public:
    explicit Bits(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
    std::size_t left() const { return bytes_.size() * 8 - at_; }
    unsigned take(std::size_t count) {
        if (count > left()) throw Cut{};
        unsigned value = 0;
        for (; count > 0; --count, ++at_) value = value << 1U | (bytes_[at_ / 8] >> (7 - at_ % 8) & 1U);
        return value;
    }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
};

unsigned below(unsigned value, unsigned limit) {
    if (value >= limit) throw Cut{};
    return value;
}

void add_numbers(Bits& bits, unsigned count, std::string& text) {
    constexpr std::size_t bits_of[] = {0, 4, 7, 10};
    constexpr unsigned limit[] = {1, 10, 100, 1000};
    while (count > 0) {
        const unsigned digits = count < 3 ? count : 3, value = below(bits.take(bits_of[digits]), limit[digits]);
        for (unsigned unit = limit[digits] / 10; unit > 0; unit /= 10) text += static_cast<char>('0' + value / unit % 10);
        count -= digits;
    }
}

// With FNC1, % stands for the separator of fields, and %% for itself.
void add_letters(Bits& bits, unsigned count, bool fields, std::string& text) {
    constexpr std::string_view letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    std::string part;
    for (; count > 1; count -= 2) {
        const unsigned two = below(bits.take(11), 45 * 45);
        part += letters[two / 45];
        part += letters[two % 45];
    }
    if (count == 1) part += letters[below(bits.take(6), 45)];
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (!fields || part[i] != '%') {
            text += part[i];
        } else if (i + 1 < part.size() && part[i + 1] == '%') {
            text += part[i++];
        } else {
            text += '\x1D';
        }
    }
}

void add_pair(unsigned two_bytes, std::string& text) {
    text += static_cast<char>(two_bytes >> 8U);
    text += static_cast<char>(two_bytes & 0xFFU);
}

void add_kanji(Bits& bits, unsigned count, std::string& text) {
    for (; count > 0; --count) {
        const unsigned value = bits.take(13), two = value / 0xC0 << 8U | value % 0xC0;
        add_pair(two + (two < 0x1F00 ? 0x8140 : 0xC140), text);
    }
}

void add_hanzi(Bits& bits, unsigned count, std::string& text) {
    for (; count > 0; --count) {
        const unsigned value = bits.take(13), two = value / 0x60 << 8U | value % 0x60;
        add_pair(two + (two < 0x0A00 ? 0xA1A1 : 0xA6A1), text);
    }
}

void skip_character_set(Bits& bits) {
    const unsigned first = bits.take(8);
    if (first >= 0xE0) throw Cut{};
    if (first >= 0x80) bits.take(first >= 0xC0 ? 16 : 8);
}

enum class Mode : std::uint8_t {
    end = 0,
    numeric = 1,
    letters = 2,
    one_of_several = 3,
    bytes = 4,
    fields = 5,
    character_set = 7,
    kanji = 8,
    fields_of_industry = 9,
    hanzi = 13
};

// A table of the rules: the length of a count by the version.
std::size_t count_bits(Mode mode, int version) {
    const std::size_t range = version < 10 ? 0 : version < 27 ? 1 : 2;
    switch (mode) {
        case Mode::numeric:
            return 10 + 2 * range;
        case Mode::letters:
            return 9 + 2 * range;
        case Mode::bytes:
            return range == 0 ? 8 : 16;
        default:
            return 8 + 2 * range;
    }
}

std::string text_of(Bits bits, int version) {
    std::string text;
    bool fields = false;
    while (bits.left() >= 4) {
        const auto mode = static_cast<Mode>(bits.take(4));
        if (mode == Mode::end) break;
        if (mode == Mode::fields) {
            fields = true;
            continue;
        }
        if (mode == Mode::hanzi && bits.take(4) != 1) throw Cut{};  // the only set of characters that there is
        const auto count = [&] { return bits.take(count_bits(mode, version)); };
        switch (mode) {
            case Mode::numeric:
                add_numbers(bits, count(), text);
                break;
            case Mode::letters:
                add_letters(bits, count(), fields, text);
                break;
            case Mode::one_of_several:
                bits.take(16);
                break;
            case Mode::bytes:
                for (unsigned left = count(); left > 0; --left) text += static_cast<char>(bits.take(8));
                break;
            case Mode::fields_of_industry:
                fields = true;
                bits.take(8);
                break;
            case Mode::character_set:
                skip_character_set(bits);
                break;
            case Mode::kanji:
                add_kanji(bits, count(), text);
                break;
            case Mode::hanzi:
                add_hanzi(bits, count(), text);
                break;
            default:
                throw Cut{};
        }
    }
    return text;
}

}  // namespace

std::optional<std::string> qr_text(std::span<const std::uint8_t> data, int version) {
    try {
        return text_of(Bits(data), version);
    } catch (const Cut&) {
        return std::nullopt;
    }
}

}  // namespace hw
