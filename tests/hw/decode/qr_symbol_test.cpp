#include "hw/decode/qr_symbol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>

#include "hw/decode/qr_text.h"
#include "hw/decode/reed_solomon.h"

namespace hw {
namespace {

std::string digits(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += static_cast<char>('a' + i * 7 % 26);
    return text;
}

// Every module sure: -1 is dark.
Light drawn(const std::string& text, int ecc, bool mirrored = false) {
    const auto matrix = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                            .setEncoding(ZXing::CharacterSet::ISO8859_1)
                            .setEccLevel(ecc)
                            .setMargin(0)
                            .encode(std::wstring(text.begin(), text.end()), 0, 0);
    Light light{matrix.width(), {}};
    for (int y = 0; y < light.size; ++y)
        for (int x = 0; x < light.size; ++x) light.at.push_back((mirrored ? matrix.get(y, x) : matrix.get(x, y)) ? -1 : 1);
    return light;
}

// Each version as full as it can be, of each level of correction; level: as ZXing counts, 1 3 5 7.
class QrVersion : public testing::TestWithParam<int> {};
TEST_P(QrVersion, IsReadAtEachLevelAsItIsAndMirrored) {
    const int size = 17 + 4 * GetParam();
    for (const int level : {1, 3, 5, 7}) {
        constexpr std::array order{Ecc::low, Ecc::medium, Ecc::quartile, Ecc::high};
        const QrBlocks spread = blocks_of(GetParam(), order[static_cast<std::size_t>(level / 2)]);
        const int length = spread.bytes - spread.blocks * spread.checks - (GetParam() < 10 ? 3 : 4);
        const std::string text = digits(static_cast<std::size_t>(length));
        for (const bool mirrored : {false, true}) {
            const Light light = drawn(text, level, mirrored);
            ASSERT_EQ(light.size, size);
            EXPECT_EQ(read_symbol(layout_of(size), light), text) << "level " << level;
        }
    }
}
INSTANTIATE_TEST_SUITE_P(, QrVersion, testing::Range(1, 41));

TEST(QrSymbol, IsReadWithACornerThatIsNotSeen) {
    Light light = drawn("KA2:0123456789ABCDEF0123456789ABCDEF0123456789", 3);
    const int gone = light.size * 3 / 10;
    for (int y = light.size - gone; y < light.size; ++y)
        for (int x = light.size - gone; x < light.size; ++x) light.at[static_cast<std::size_t>(y * light.size + x)] = 0;
    EXPECT_EQ(read_symbol(layout_of(light.size), light), "KA2:0123456789ABCDEF0123456789ABCDEF0123456789");
}

TEST(QrSymbol, TakesWhatIsLeastSureForTheErrors) {
    Light light = drawn("KA2:0123456789ABCDEF0123456789ABCDEF0123456789", 3);
    std::mt19937 dice(4);
    for (int y = light.size - 10; y < light.size; ++y)  // a finger: any values, hardly to be told apart
        for (int x = light.size - 10; x < light.size; ++x)
            light.at[static_cast<std::size_t>(y * light.size + x)] = dice() % 2 == 0 ? 0.01F : -0.01F;
    EXPECT_EQ(read_symbol(layout_of(light.size), light), "KA2:0123456789ABCDEF0123456789ABCDEF0123456789");
}

// Where too much is wrong, another text is nearer than the right one now and then: it must not be said. Each is a code whose
// data modules are turned over at random, from few to all.
TEST(QrSymbol, NeverSaysAnotherText) {
    std::mt19937 dice(11);
    int right = 0, wrong = 0;
    for (const int level : {1, 3, 5, 7}) {
        for (const std::size_t length : {5U, 11U, 20U, 40U}) {
            const Light clean = drawn(digits(length), level);
            const QrLayout& layout = layout_of(clean.size);
            for (int i = 0; i < 1000; ++i) {
                Light light = clean;
                const unsigned turned = dice() % 300;  // of 1000 modules
                for (std::size_t m = 0; m < light.at.size(); ++m) {
                    if (layout.modules[m] != QrLayout::Module::data) continue;
                    if (dice() % 1000 < turned) light.at[m] = -light.at[m];
                    light.at[m] *= 0.1F + static_cast<float>(dice() % 100) / 100;
                }
                if (const auto text = read_symbol(layout, light)) ++(*text == digits(length) ? right : wrong);
            }
        }
    }
    EXPECT_GT(right, 1500);
    EXPECT_EQ(wrong, 0);
}

TEST(QrSymbol, SaysNothingOfNoise) {
    std::mt19937 dice(12);
    int said = 0;
    for (int i = 0; i < 20000; ++i) {
        Light light = drawn("AB", 1);  // the smallest and weakest: ZXing takes about one in 6,000 of such for a code
        const QrLayout& layout = layout_of(light.size);
        for (std::size_t m = 0; m < light.at.size(); ++m)
            if (layout.modules[m] == QrLayout::Module::data) light.at[m] = dice() % 2 == 0 ? 1.0F : -1.0F;
        said += read_symbol(layout, light) ? 1 : 0;
    }
    EXPECT_EQ(said, 0);
}

TEST(ReedSolomon, MendsAsManyErrorsAndErasuresAsItCan) {
    std::mt19937 dice(5);
    constexpr int checks = 10;
    // A real block: the data of a code of version 1, level M, as its 26 bytes are.
    const std::vector<std::uint8_t> block{0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC,
                                          0x11, 0xEC, 0x11, 0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55};
    for (int erased = 0; erased <= checks; ++erased) {
        for (int errors = 0; 2 * errors + erased <= checks; ++errors) {
            std::vector<int> places(block.size());
            for (std::size_t i = 0; i < places.size(); ++i) places[i] = static_cast<int>(i);
            std::shuffle(places.begin(), places.end(), dice);
            auto damaged = block;
            for (int i = 0; i < erased + errors; ++i)
                damaged[static_cast<std::size_t>(places[static_cast<std::size_t>(i)])] ^= static_cast<std::uint8_t>(1 + i);
            EXPECT_EQ(mend(damaged, checks, std::span(places).first(static_cast<std::size_t>(erased))), errors);
            EXPECT_EQ(damaged, block);
        }
    }
}

struct Coded {
    const char* name;
    std::string bits;
    std::optional<std::string> text;
};
void PrintTo(const Coded& row, std::ostream* out) { *out << row.name; }
class QrText : public testing::TestWithParam<Coded> {};
TEST_P(QrText, IsWhatTheRulesSay) {
    std::vector<std::uint8_t> data;
    std::string bits = GetParam().bits;
    std::erase(bits, ' ');
    while (bits.size() % 8 != 0) bits += '0';
    for (std::size_t i = 0; i < bits.size(); i += 8)
        data.push_back(static_cast<std::uint8_t>(std::stoi(bits.substr(i, 8), nullptr, 2)));
    EXPECT_EQ(qr_text(data, 1), GetParam().text);
}
INSTANTIATE_TEST_SUITE_P(
    , QrText,
    testing::Values(Coded{"numbers", "0001 0000000101 0001111011 0000111 0000", "12307"},
                    Coded{"number_too_large", "0001 0000000011 1111101000 0000", std::nullopt},
                    Coded{"letters", "0010 000000010 00111001110 0000", "AC"},
                    Coded{"letters_too_large", "0010 000000010 11111111111 0000", std::nullopt},
                    Coded{"bytes", "0100 00000001 01000001 0000", "A"},
                    Coded{"bytes_cut_off", "0100 00000011 01000001 01000001", std::nullopt},
                    Coded{"two_parts", "0001 0000000001 0111 0100 00000001 01000001 0000", "7A"},
                    Coded{"kanji_as_shift_jis", "1000 00000001 0011100111111 0000", "\x8A\xBF"},
                    Coded{"hanzi_as_gb2312", "1101 0001 00000001 1001000110111 0000", "\xD6\xD8"},
                    Coded{"character_set_changes_nothing", "0111 00011010 0100 00000001 11100101 0000", "\xE5"},
                    Coded{"part_of_several", "0011 00010011 01010101 0100 00000001 01000001 0000", "A"},
                    Coded{"fields", "0101 0010 000000010 11010111000 0000",
                          "\x1D"
                          "A"},
                    Coded{"percent_among_fields", "0101 0010 000000010 11011010100 0000", "%"},
                    Coded{"unknown_mode", "0110 00000001 01000001 0000", std::nullopt}, Coded{"nothing", "0000", ""}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hw
