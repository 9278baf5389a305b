#include "hw/decode/decoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>

#include "kiosk/paper/qr.h"
#include "tests/support/code_scene.h"

namespace hw {
namespace {

using kiosk::CodeObstacle;

GreyView view(const support::CameraFrame& f) { return {f.pixels.data(), f.width, f.height, f.width}; }

struct Modules {
    int size = 0;
    std::vector<bool> black;
};
Modules modules_of(const ZXing::BitMatrix& matrix) {
    Modules modules{matrix.width(), {}};
    for (int y = 0; y < matrix.height(); ++y)
        for (int x = 0; x < matrix.width(); ++x) modules.black.push_back(matrix.get(x, y));
    return modules;
}
Modules coded(const std::wstring& text, ZXing::CharacterSet set) {
    return modules_of(
        ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode).setEncoding(set).setMargin(0).encode(text, 0, 0));
}

Sight look(Decoder& decoder, const Modules& code, const support::CodeView& held, int frames) {
    std::mt19937 noise(3);
    Sight sight;
    for (int i = 0; i < frames; ++i) {
        const auto frame = support::see_code(code.black, code.size, held, 11, noise);
        sight = decoder.look(view(frame));
        if (!sight.codes.empty()) break;
    }
    return sight;
}

struct Coding {
    const char* name;
    std::wstring text;  // for Latin-1, a character is a byte
    ZXing::CharacterSet set;
    std::string bytes;
};
void PrintTo(const Coding& row, std::ostream* out) { *out << row.name; }
class CodeOf : public testing::TestWithParam<Coding> {};
TEST_P(CodeOf, GivesItsBytesAsTheyWereCoded) {
    Decoder decoder;
    const Sight sight = look(decoder, coded(GetParam().text, GetParam().set), {}, 3);
    ASSERT_EQ(sight.codes.size(), 1U);
    EXPECT_EQ(sight.codes[0].bytes, GetParam().bytes);
}
std::pair<std::wstring, std::string> all_bytes() {
    std::wstring text;
    std::string bytes;
    for (int i = 0; i < 256; ++i) text += static_cast<wchar_t>(i), bytes += static_cast<char>(i);
    return {text, bytes};
}
INSTANTIATE_TEST_SUITE_P(
    , CodeOf,
    testing::Values(Coding{"alphanumeric", L"KA2:AB12", ZXing::CharacterSet::ISO8859_1, "KA2:AB12"},
                    Coding{"numeric", L"6901234567892", ZXing::CharacterSet::ISO8859_1, "6901234567892"},
                    Coding{"binary", all_bytes().first, ZXing::CharacterSet::ISO8859_1, all_bytes().second},
                    Coding{"utf8_with_eci", L"\u91cd\u5e86", ZXing::CharacterSet::UTF8, "\xE9\x87\x8D\xE5\xBA\x86"},
                    Coding{"gbk_with_eci", L"\u91cd\u5e86", ZXing::CharacterSet::GB18030, "\xD6\xD8\xC7\xEC"}),
    [](const auto& test) { return std::string(test.param.name); });

struct Holding {
    const char* name;
    support::CodeView held;
};
void PrintTo(const Holding& row, std::ostream* out) { *out << row.name; }
class CodeHeld : public testing::TestWithParam<Holding> {};
TEST_P(CodeHeld, IsReadWithinTenFrames) {
    Decoder decoder;
    const auto code = *kiosk::qr_modules("KA2:0123456789ABCDEF");
    const Sight sight = look(decoder, {code.size, code.black}, GetParam().held, 10);
    ASSERT_EQ(sight.codes.size(), 1U);
    EXPECT_EQ(sight.codes[0].bytes, "KA2:0123456789ABCDEF");
}
INSTANTIATE_TEST_SUITE_P(
    , CodeHeld,
    testing::Values(Holding{"straight", {}}, Holding{"turned", {.angle = 33}}, Holding{"inverted", {.inverted = true}},
                    Holding{"small", {.module = 2}}, Holding{"large", {.module = 22}}, Holding{"noisy", {.noise = 40}},
                    Holding{"tilted_away", {.tilt = 0.58}}, Holding{"tilted_towards", {.angle = 175, .tilt = 0.58}},
                    Holding{"tilted_and_turned", {.angle = 130, .tilt = 0.55}},
                    Holding{"tilted_on_its_side", {.angle = 280, .tilt = 0.58}},
                    Holding{"almost_edge_on", {.angle = 300, .tilt = 0.85}},
                    Holding{"very_small", {.module = 1.5, .angle = 20}},
                    Holding{"small_and_inverted", {.module = 1.5, .inverted = true}}, Holding{"blurred", {.blur = 3}},
                    Holding{"drowned_in_noise", {.noise = 90}}, Holding{"faint", {.black = 110, .white = 128}},
                    Holding{"in_glare", {.angle = 40, .glare = 0.8}}, Holding{"higher_than_the_frame", {.module = 36}},
                    Holding{"cut_off_on_the_left", {.module = 8, .x = 0.053}},
                    Holding{"cut_off_on_the_right", {.module = 8, .x = 0.947}},
                    Holding{"cut_off_above", {.module = 8, .y = 0.094}},
                    Holding{"cut_off_below", {.module = 8, .y = 0.906}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Decoder, SeesNothingInAnEmptyHall) {
    Decoder decoder;
    const Sight sight = look(decoder, {}, {}, 12);
    EXPECT_TRUE(sight.codes.empty());
    EXPECT_EQ(sight.obstacle, std::nullopt);
}

TEST(Decoder, SaysThatItIsTooDark) {
    Decoder decoder;
    const Grey night(1280, 720, 12);
    Sight sight;
    for (int i = 0; i < 4; ++i) sight = decoder.look(night.view());
    EXPECT_EQ(sight.obstacle, CodeObstacle::too_dark);
}

support::CameraFrame mirrored(support::CameraFrame frame) {
    for (int y = 0; y < frame.height; ++y) {
        const auto row = frame.pixels.begin() + y * frame.width;
        std::reverse(row, row + frame.width);
    }
    return frame;
}

TEST(Decoder, ReadsWhatAMirroredCameraShows) {
    std::mt19937 noise(3);
    for (int i = 0; i < 60; ++i) {
        const auto text = "KA2:" + std::to_string(1000003 * i) + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        const auto code = *kiosk::qr_modules(text);
        const support::CodeView held{.module = 4, .angle = 6.0 * i, .clutter = 10};
        Decoder decoder;
        const auto frame = mirrored(support::see_code(code.black, code.size, held, 5, noise, 640, 480));
        const Sight sight = decoder.look(view(frame));
        ASSERT_EQ(sight.codes.size(), 1U) << text;
        EXPECT_EQ(sight.codes[0].bytes, text);
    }
}

TEST(Decoder, ReadsLargeCodesOfSmallModules) {
    for (const std::size_t length : {1100U, 1500U}) {
        const std::string text(length, 'x');
        const auto code = *kiosk::qr_modules(text);
        ASSERT_GE(code.size, 117);
        Decoder decoder;
        const Sight sight =
            look(decoder, {code.size, code.black}, {.module = 3.6, .angle = 2, .tilt = 0.1, .clutter = 10}, 10);
        ASSERT_EQ(sight.codes.size(), 1U) << code.size << " modules";
        EXPECT_EQ(sight.codes[0].bytes, text);
    }
}

// Their inside is full of what looks like the squares in a code's corners.
TEST(Decoder, ReadsTheLargestCodesHoweverTheyAreTurned) {
    for (const auto& [length, angle] : {std::pair{950U, 40.0}, {1300U, -70.0}, {1800U, 3.0}, {2250U, -2.0}, {2250U, 91.0}}) {
        std::mt19937 dice(length);
        std::string text;
        while (text.size() < length) text += static_cast<char>('A' + dice() % 58);
        const auto code = *kiosk::qr_modules(text);
        ASSERT_GE(code.size, 117);
        Decoder decoder;
        const support::CodeView held{.module = 3.7, .angle = angle, .tilt = 0.05, .clutter = 10};
        const Sight sight = look(decoder, {code.size, code.black}, held, 10);
        ASSERT_EQ(sight.codes.size(), 1U) << code.size << " modules";
        EXPECT_EQ(sight.codes[0].bytes, text);
    }
}

// Side by side, of different texts.
support::CameraFrame many_codes(int columns, int rows) {
    std::mt19937 noise(3);
    support::CameraFrame all;
    for (int i = 0; i < columns * rows; ++i) {
        const auto code = *kiosk::qr_modules("NO" + std::to_string(i));
        const int wide = 1280 / columns, high = 720 / rows;
        const auto one =
            support::see_code(code.black, code.size, {.module = 3, .angle = 4.0 * i, .clutter = 0}, 1, noise, wide, high);
        if (i == 0)
            all = {wide * columns, high * rows,
                   std::vector<std::uint8_t>(static_cast<std::size_t>(wide * columns * high * rows))};
        for (int y = 0; y < high; ++y)
            std::copy_n(one.pixels.begin() + y * wide, wide,
                        all.pixels.begin() + (i / columns * high + y) * all.width + i % columns * wide);
    }
    return all;
}

TEST(Decoder, ReadsFortyCodesInOnePicture) {
    const auto frame = many_codes(8, 5);
    Decoder decoder;
    std::set<std::string> texts;
    for (const SeenCode& code : decoder.search(view(frame)).codes) texts.insert(code.bytes);
    EXPECT_EQ(texts.size(), 40U);
}

TEST(Decoder, NeverTakesOneOfManyForTheOnlyOne) {
    const auto frame = many_codes(8, 5);
    Decoder decoder;
    for (int i = 0; i < 12; ++i) EXPECT_NE(decoder.look(view(frame)).codes.size(), 1U) << "frame " << i;
}

// What a frame costs is counted, not timed: points of light, besides the first look and one more way of looking.
TEST(Decoder, KeepsToItsBudgetWhateverIsShown) {
    long most = 0;
    for (unsigned scene = 0; scene < 24; ++scene) {
        std::mt19937 noise(scene);
        auto frame =
            support::see_code({}, 0, {.noise = 1.0 + scene * 4, .clutter = static_cast<int>(scene * 8)}, scene, noise);
        if (scene % 4 == 3)  // a wall of squares
            for (int y = 0; y < frame.height; ++y)
                for (int x = 0; x < frame.width; ++x) {
                    const int ring = std::max(std::abs(x % 44 - 22), std::abs(y % 44 - 22)) / 4;
                    frame.pixels[static_cast<std::size_t>(y * frame.width + x)] = ring <= 1 || ring == 3 ? 20 : 220;
                }
        QrSearch search;
        for (int i = 0; i < 2 * QrSearch::turns; ++i) most = std::max(most, search.look(view(frame), 700'000).work);
    }
    EXPECT_LT(most, 1'400'000);
}

TEST(Decoder, SpendsLittleOnPicturesInWhichNothingIsACode) {
    long most = 0;
    for (unsigned scene = 0; scene < 12; ++scene) {
        std::mt19937 noise(scene);
        const support::CodeView hall{.noise = 1.0 + scene, .clutter = static_cast<int>(scene * 60)};
        const auto frame = support::see_code({}, 0, hall, scene, noise);
        QrSearch search;
        for (int i = 0; i < 2 * QrSearch::turns; ++i) most = std::max(most, search.look(view(frame), 700'000).work);
    }
    EXPECT_LT(most, 200'000);
}

struct Held {
    const char* name;
    support::CodeView held;
    bool torn;  // its middle is white
    CodeObstacle reported;
};
void PrintTo(const Held& row, std::ostream* out) { *out << row.name; }
class CodeHeldWrong : public testing::TestWithParam<Held> {};
TEST_P(CodeHeldWrong, IsReportedWithTheReason) {
    Decoder decoder;
    auto code = *kiosk::qr_modules("KA2:0123456789ABCDEF");
    for (int y = 9; GetParam().torn && y < code.size; ++y)
        for (int x = 9; x < code.size; ++x) code.black[static_cast<std::size_t>(y * code.size + x)] = false;
    const Sight sight = look(decoder, {code.size, code.black}, GetParam().held, 8);
    EXPECT_TRUE(sight.codes.empty());
    ASSERT_TRUE(sight.obstacle);
    EXPECT_EQ(static_cast<int>(*sight.obstacle), static_cast<int>(GetParam().reported));
}
INSTANTIATE_TEST_SUITE_P(
    , CodeHeldWrong,
    testing::Values(Held{"too_far", {.module = 2}, true, CodeObstacle::too_far},
                    Held{"too_near", {.module = 40, .y = 0.9}, false, CodeObstacle::too_near},
                    Held{"before_the_lens", {.module = 60, .x = 0.2, .y = 0.9}, false, CodeObstacle::too_near},
                    Held{"half_outside", {.module = 12, .x = 0.97}, false, CodeObstacle::cut_off},
                    Held{"half_below", {.module = 10, .angle = 20, .y = 0.95}, false, CodeObstacle::cut_off},
                    Held{"torn", {.module = 8}, true, CodeObstacle::damaged},
                    Held{"torn_and_turned", {.module = 4, .angle = 30}, true, CodeObstacle::damaged}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Decoder, SeldomTakesAHallForACode) {
    int reported = 0;
    for (unsigned scene = 0; scene < 20; ++scene) {
        Decoder decoder;
        std::mt19937 noise(scene);
        Sight sight;
        for (int i = 0; i < 6; ++i) {
            const auto frame =
                support::see_code({}, 0, {.noise = 1.0 + scene % 10, .clutter = static_cast<int>(scene * 6)}, scene, noise);
            sight = decoder.look(view(frame));
        }
        EXPECT_TRUE(sight.codes.empty());
        reported += sight.obstacle ? 1 : 0;
    }
    EXPECT_LE(reported, 2);
}

TEST(Decoder, SaysThatACodeIsDamaged) {
    Decoder decoder;
    auto code = *kiosk::qr_modules("KA2:0123456789ABCDEF");
    for (int y = 9; y < code.size; ++y)
        for (int x = 9; x < code.size; ++x) code.black[static_cast<std::size_t>(y * code.size + x)] = false;
    EXPECT_EQ(look(decoder, {code.size, code.black}, {.module = 8, .clutter = 0}, 6).obstacle, CodeObstacle::damaged);
}

TEST(Decoder, SaysThatThereAreTwoCodes) {
    Decoder decoder;
    std::mt19937 noise(3);
    const auto one = *kiosk::qr_modules("KA2:ONE"), two = *kiosk::qr_modules("KA2:TWO");
    const auto left = support::see_code(one.black, one.size, {.x = 0.3, .clutter = 0}, 1, noise);
    auto both = support::see_code(two.black, two.size, {.x = 0.7, .clutter = 0}, 1, noise);
    for (int y = 0; y < both.height; ++y)
        std::copy_n(left.pixels.begin() + y * left.width, left.width / 2, both.pixels.begin() + y * both.width);
    Sight sight;
    for (int i = 0; i < 4; ++i) sight = decoder.look(view(both));
    EXPECT_EQ(sight.codes.size(), 2U);
    EXPECT_EQ(sight.obstacle, CodeObstacle::several);
}

TEST(Decoder, TakesAnySmallFrame) {
    Decoder decoder;
    for (int side = 0; side < 40; ++side) {
        const Grey small(side, 40 - side, 90);
        EXPECT_TRUE(decoder.look(small.view()).codes.empty());
    }
}

}  // namespace
}  // namespace hw
