#include "hw/decode/code_helper.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <MultiFormatWriter.h>

#include "hw/decode/decoder.h"

namespace hw {
namespace {

using std::chrono::milliseconds;
using ZXing::BarcodeFormat;

constexpr milliseconds patience{20'000};  // of a machine that does much else

Grey picture_of(BarcodeFormat format, const std::wstring& text) {
    const auto matrix =
        ZXing::MultiFormatWriter(format).setMargin(4).encode(text, 0, format == BarcodeFormat::Code128 ? 40 : 0);
    constexpr int side = 4;  // pixels a module
    Grey picture(matrix.width() * side, matrix.height() * side, 255);
    for (int y = 0; y < picture.height; ++y)
        for (int x = 0; x < picture.width; ++x)
            if (matrix.get(x / side, y / side)) picture.row(y)[x] = 0;
    return picture;
}

struct Other {
    const char* name;  // in the configuration
    BarcodeFormat format;
};
void PrintTo(const Other& row, std::ostream* out) { *out << row.name; }
class OtherCode : public testing::TestWithParam<Other> {};
TEST_P(OtherCode, IsReadByTheHelper) {
    const Grey picture = picture_of(GetParam().format, L"SHELF 0042");
    CodeHelper helper({GetParam().name});
    const auto codes = helper.look(picture.view(), patience);
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes[0].bytes, "SHELF 0042");
}
INSTANTIATE_TEST_SUITE_P(, OtherCode,
                         testing::Values(Other{"data_matrix", BarcodeFormat::DataMatrix},
                                         Other{"aztec", BarcodeFormat::Aztec}, Other{"linear", BarcodeFormat::Code128}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(CodeHelper, IsNotStartedForQrCodesOnly) {
    CodeHelper helper({"qr"});
    EXPECT_FALSE(helper.wanted());
    EXPECT_TRUE(helper.look(Grey(64, 64, 255).view(), patience).empty());
    EXPECT_EQ(helper.starts(), 0);
}

// As an assertion of ZXing ends it. Frames go on, and soon codes are read again.
TEST(CodeHelper, IsStartedAgainWhenItEnds) {
    const Grey picture = picture_of(BarcodeFormat::Aztec, L"AGAIN");
    CodeHelper helper({"aztec"});
    ASSERT_EQ(helper.look(picture.view(), patience).size(), 1U);
    ASSERT_EQ(kill(helper.process(), SIGABRT), 0);
    std::vector<SeenCode> codes;
    for (const auto end = std::chrono::steady_clock::now() + patience;
         codes.empty() && std::chrono::steady_clock::now() < end;)
        codes = helper.look(picture.view(), patience);
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes[0].bytes, "AGAIN");
    EXPECT_EQ(helper.starts(), 2);
}

TEST(CodeHelper, IsReplacedWhenItHangs) {
    const Grey picture = picture_of(BarcodeFormat::Aztec, L"AGAIN");
    CodeHelper helper({"aztec"});
    ASSERT_EQ(helper.look(picture.view(), patience).size(), 1U);
    const pid_t first = helper.process();
    ASSERT_EQ(kill(first, SIGSTOP), 0);
    std::vector<SeenCode> codes;
    for (const auto end = std::chrono::steady_clock::now() + patience;
         codes.empty() && std::chrono::steady_clock::now() < end;)
        codes = helper.look(picture.view(), helper.process() == first ? milliseconds(10) : patience);
    EXPECT_EQ(codes.size(), 1U);
    EXPECT_EQ(helper.starts(), 2);
    EXPECT_NE(kill(first, 0), 0) << "the one that hung is still there";
}

TEST(CodeHelper, LeavesNoCoreFile) {
    CodeHelper helper({"aztec"});
    helper.look(Grey(64, 64, 255).view(), patience);
    rlimit limit{};
    ASSERT_EQ(prlimit(helper.process(), RLIMIT_CORE, nullptr, &limit), 0);
    EXPECT_EQ(limit.rlim_max, 0U);
}

TEST(CodeHelper, SurvivesAnyPicture) {
    CodeHelper helper({"micro_qr", "data_matrix", "aztec", "linear"});
    std::mt19937 dice(7);
    for (int i = 0; i < 60; ++i) {
        Grey frame(1 + static_cast<int>(dice() % 200), 1 + static_cast<int>(dice() % 200));
        for (auto& pixel : frame.pixels) pixel = dice() % 2 == 0 ? 0 : 255;
        for (const SeenCode& code : helper.look(frame.view(), milliseconds(200))) EXPECT_FALSE(code.bytes.empty());
    }
}

}  // namespace
}  // namespace hw
