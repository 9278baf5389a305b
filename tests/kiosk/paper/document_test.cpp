#include "kiosk/paper/document.h"

#include <gtest/gtest.h>

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <thread>

#include "kiosk/base/assets.h"
#include "kiosk/base/utf8.h"
#include "kiosk/code/own_code.h"
#include "tests/kiosk/paper/samples.h"
#include "tests/support/dots.h"
#include "tests/support/pdf.h"
#include "tests/support/process.h"

namespace kiosk {
namespace {

using support::Raster;

constexpr int dpi = 203;
constexpr double pixels_per_mm = dpi / 25.4;

std::string made(const std::vector<Block>& blocks, const std::string& language = "zh-cn") {
    const auto pdf = to_pdf({"Test", language, blocks});
    if (!pdf) throw std::runtime_error(pdf.error().detail);
    return pdf->bytes;
}

// The columns that hold ink, in millimetres.
struct Extent {
    double left = 1e9, right = -1;
};
Extent ink_of(const Raster& raster) {
    Extent extent;
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            if (raster.at(x, y) > 200) continue;
            extent.left = std::min(extent.left, static_cast<double>(x) / pixels_per_mm);
            extent.right = std::max(extent.right, static_cast<double>(x + 1) / pixels_per_mm);
        }
    }
    return extent;
}

std::size_t black_pixels(const Raster& raster) {
    return static_cast<std::size_t>(
        std::count_if(raster.pixels.begin(), raster.pixels.end(), [](auto p) { return p < 128; }));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        line.erase(0, line.find_first_not_of(" \f"));
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

const std::string long_chinese =
    "您好！您的老卡（十六位）已经收到了，我们马上给您办：请带上身份证、社保卡；如果没有，也不要紧，到窗口说一声，我们来帮您"
    "。“别着急”，"
    "慢慢来……谢谢您！再说一遍：带好证件，带好老卡，叫到您的号，您再过来，好吗？好的，那就这样，祝您身体健康，万事如意！";

TEST(Document, IsOnePageOf80MillimetresAndAsHighAsItsContent) {
    const auto little = support::pdf_size(made({Paragraph{"短"}}));
    const auto much = support::pdf_size(made({Paragraph{long_chinese}, Paragraph{long_chinese, true}}));
    for (const auto& size : {little, much}) {
        EXPECT_NEAR(size.width_mm, 80, 0.01);
        EXPECT_EQ(size.pages, 1);
    }
    EXPECT_LT(little.height_mm, 20);
    EXPECT_GT(much.height_mm, little.height_mm + 50);
}

TEST(Document, LengthIsOfWholeMillimetresSoThatAPrinterCanBeToldIt) {
    const auto pdf = to_pdf({"Test", "zh-cn", {Paragraph{long_chinese}}});
    const auto size = support::pdf_size(pdf->bytes);
    EXPECT_EQ(pdf->page.width, 8000);
    EXPECT_EQ(pdf->page.length % 100, 0);
    EXPECT_NEAR(size.height_mm, pdf->page.length / 100.0, 0.01);
    EXPECT_EQ(pdf->pages, 1);
}

// Whatever the paper, nothing becomes smaller or is lost.
TEST(Document, OnAnotherPaperIsTheSameSizeAtItsTopAndInItsMiddle) {
    const Document document{"Test", "zh-cn", {HugeNumber{"A017"}, Rule{}, QrCode{"SAME"}, Paragraph{long_chinese}}};
    const auto own = support::pdf_raster(to_pdf(document)->bytes, dpi);
    const Extent wanted = ink_of(own);
    for (const PaperSize paper : {PaperSize{8008, 29704}, PaperSize{7200, 30000}, PaperSize{21000, 29700}}) {
        const auto pdf = to_pdf(document, PaperPage{paper});
        ASSERT_TRUE(pdf);
        EXPECT_EQ(pdf->page, paper);
        EXPECT_EQ(pdf->pages, 1);
        const auto size = support::pdf_size(pdf->bytes);
        EXPECT_NEAR(size.width_mm, paper.width / 100.0, 0.01);
        EXPECT_NEAR(size.height_mm, paper.length / 100.0, 0.01);
        const auto seen = support::pdf_raster(pdf->bytes, dpi);
        const Extent extent = ink_of(seen);
        EXPECT_NEAR(extent.right - extent.left, wanted.right - wanted.left, 0.2);
        EXPECT_NEAR((extent.right + extent.left) / 2, paper.width / 200.0, 0.3);
        EXPECT_NEAR(static_cast<double>(support::ink_box(seen).top), static_cast<double>(support::ink_box(own).top), 1);
        EXPECT_EQ(support::read_qr(seen), "SAME");
    }
}

TEST(Document, OnPaperThatIsTooShortGoesOnOnTheNextPageBetweenTwoBlocks) {
    std::vector<Block> blocks;
    for (int i = 10; i < 30; ++i) blocks.push_back(Paragraph{"第 " + std::to_string(i) + " 行", true});
    blocks.push_back(QrCode{"LAST"});
    const Document document{"Test", "zh-cn", blocks};
    const std::string whole = support::pdf_one_line(to_pdf(document)->bytes);
    const auto pdf = to_pdf(document, PaperPage{{8000, 8000}});
    ASSERT_TRUE(pdf);
    EXPECT_GT(pdf->pages, 2);
    EXPECT_EQ(support::pdf_size(pdf->bytes).pages, pdf->pages);
    std::size_t ink = 0;
    for (int page = 1; page <= pdf->pages; ++page) {
        const auto raster = support::pdf_raster(pdf->bytes, dpi, page);
        EXPECT_GT(support::ink_box(raster).top, static_cast<std::size_t>(3 * pixels_per_mm)) << page;
        EXPECT_LT(support::ink_box(raster).bottom, raster.height - static_cast<std::size_t>(3 * pixels_per_mm)) << page;
        ink += black_pixels(raster);
        EXPECT_EQ(support::read_qr(raster), page == pdf->pages ? "LAST" : "");
    }
    const auto all = black_pixels(support::pdf_raster(to_pdf(document)->bytes, dpi));
    EXPECT_NEAR(static_cast<double>(ink), static_cast<double>(all), 0.02 * static_cast<double>(all)) << "each once";
}

TEST(Document, KeepsOutOfWhereThePrinterPutsNoInk) {
    const Document document{"Test", "zh-cn", {Rule{}, Paragraph{long_chinese}, Rule{}}};
    const auto raster = support::pdf_raster(to_pdf(document, PaperPage{{8000, 20000}, 1000, 1200})->bytes, dpi);
    const auto own = support::pdf_raster(to_pdf(document)->bytes, dpi);
    const auto seen = support::ink_box(raster), wanted = support::ink_box(own);
    EXPECT_NEAR(static_cast<double>(seen.top - wanted.top), 6 * pixels_per_mm, 2);
    EXPECT_EQ(seen.bottom - seen.top, wanted.bottom - wanted.top);
}

TEST(Document, BlockThatIsLargerThanThePaperIsRefused) {
    const auto pdf = to_pdf({"Test", "zh-cn", {QrCode{"LARGE"}}}, PaperPage{{8000, 2000}});
    ASSERT_FALSE(pdf);
    EXPECT_EQ(pdf.error().fault, Fault::malformed);
}

TEST(Document, RulerIsAsLongAsItSays) {
    const auto raster = support::pdf_raster(made({Ruler{72, 50}}), dpi);
    const auto box = support::ink_box(raster);
    EXPECT_NEAR(static_cast<double>(box.right - box.left), 72 * pixels_per_mm, 1.5);
    EXPECT_NEAR(static_cast<double>(box.bottom - box.top), 50 * pixels_per_mm, 1.5);
    int ticks = 0;
    const auto row = box.top + static_cast<std::size_t>(1.5 * pixels_per_mm);  // between two ticks of the other ruler
    for (std::size_t x = 1; x < raster.width; ++x) ticks += raster.at(x, row) < 128 && raster.at(x - 1, row) >= 128 ? 1 : 0;
    EXPECT_EQ(ticks, 73);
}

TEST(Document, WithoutBlocksIsStillAPage) { EXPECT_EQ(support::pdf_size(made({})).pages, 1); }

TEST(Document, IsTheSameBytesEveryTimeAndOnEveryThread) {
    const std::vector<Block> blocks{Title{"优先号"},
                                    HugeNumber{"A017"},
                                    Paragraph{long_chinese},
                                    Field{"姓名", "𠅤＊䶮"},
                                    Step{"社区", Step::Mark::here},
                                    QrCode{"KA1:T:2026-11-22:A017"},
                                    FinePrint{"fine"}};
    const std::string first = made(blocks);
    EXPECT_EQ(made(blocks), first);
    std::string other;
    std::thread([&] { other = made(blocks); }).join();
    EXPECT_EQ(other, first);
}

TEST(Document, RareCharactersOfNamesArePrinted) {
    for (const auto* name : {"𠅤", "䶮", "𪜀", "𫝀", "𫠠", "𬺰", "𰻞", "\U00031350", "\u9FFF"}) {
        const std::string pdf = made({Paragraph{name, true}});
        EXPECT_EQ(support::pdf_one_line(pdf), name);
        EXPECT_GT(black_pixels(support::pdf_raster(pdf)), 300u) << name;
    }
}

TEST(Document, EveryCommonCharacterIsPrinted) {
    std::istringstream codes(support::read_file(common_characters_path()));
    std::string all;
    for (std::uint32_t code = 0; codes >> std::hex >> code;) all += to_utf8(std::u32string(1, code));
    EXPECT_EQ(support::pdf_one_line(made({Paragraph{all}})), all);
}

TEST(Document, CharacterThatNoFontHasIsABoxWithItsCode) {
    for (const auto& [text, code] :
         {std::pair{"\U0002EBF0", "02EBF0"}, {"\U0003347F", "03347F"}, {"\U000F0000", "0F0000"}, {"\uE863", "E863"}}) {
        const std::string pdf = made({Paragraph{text, true}});
        EXPECT_EQ(support::pdf_one_line(pdf), code);
        const auto box = support::pdf_raster(pdf);
        EXPECT_GT(black_pixels(box), black_pixels(support::pdf_raster(made({Paragraph{"□", true}}))));
    }
}

TEST(Document, MalformedBytesBecomeEmptyBoxes) {
    const std::string pdf =
        made({Paragraph{"before\xff\xfe"
                        "after"}});
    EXPECT_EQ(support::pdf_one_line(pdf), "before□□after");
    EXPECT_TRUE(to_pdf({"title \xff", "zh-cn", {}}));
}

struct Wide {
    const char* name;
    Block block;
};
void PrintTo(const Wide& row, std::ostream* out) { *out << row.name; }
class WideBlock : public testing::TestWithParam<Wide> {};

TEST_P(WideBlock, StaysWithinThe72MillimetresThatPrint) {
    for (const auto* language : {"zh-cn", "en"}) {
        const Extent extent = ink_of(support::pdf_raster(made({GetParam().block}, language), dpi));
        EXPECT_GE(extent.left, 4 - 0.2) << language;
        EXPECT_LE(extent.right, 76 + 0.2) << language;
    }
}

const std::string long_word(60, 'W');

INSTANTIATE_TEST_SUITE_P(
    , WideBlock,
    testing::Values(Wide{"title", Title{long_chinese}}, Wide{"title_of_one_word", Title{long_word}},
                    Wide{"paragraph", Paragraph{long_chinese}}, Wide{"strong_paragraph", Paragraph{long_chinese, true}},
                    Wide{"paragraph_of_one_word", Paragraph{long_word}}, Wide{"huge_number", HugeNumber{"A017"}},
                    Wide{"huge_number_of_wide_letters", HugeNumber{"W888"}},
                    Wide{"huge_number_too_long", HugeNumber{"WWWWWWWWWW"}}, Wide{"field_value", Field{"名字", long_chinese}},
                    Wide{"field_label", Field{long_chinese, "值"}}, Wide{"field_both", Field{long_word, long_word}},
                    Wide{"step", Step{long_chinese, Step::Mark::done}}, Wide{"step_here", Step{long_word, Step::Mark::here}},
                    Wide{"fine_print", FinePrint{long_chinese + long_word}}, Wide{"rule", Rule{}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Document, NoChineseLineBeginsWithAClosingMark) {
    std::string words = long_chinese;
    for (int shift = 0; shift < 14; ++shift) {  // so that every mark comes to a line's end once
        for (const auto& line :
             lines_of(support::pdf_text(made({Paragraph{words}, Paragraph{words, true}, FinePrint{words}})))) {
            for (const auto* mark : {"，", "。", "；", "：", "！", "？", "）", "、", "”", "…"}) {
                EXPECT_FALSE(line.starts_with(mark)) << line;
            }
            EXPECT_FALSE(line.ends_with("（") || line.ends_with("“")) << line;
        }
        words = "字" + words;
    }
}

TEST(Document, LastLineIsNotASingleCharacter) {
    for (int length = 16; length < 40; ++length) {
        std::string words;
        for (int i = 0; i < length; ++i) words += "字";
        const auto lines = lines_of(support::pdf_text(made({Paragraph{words}})));
        EXPECT_GE(lines.back().size(), std::string("字字").size()) << length;
    }
}

TEST(Document, ShortTextsBreakAfterAPause) {
    const auto lines = lines_of(support::pdf_text(made({Paragraph{"社保卡里没有您的照片，新卡做不了。", true}})));
    EXPECT_EQ(lines, (std::vector<std::string>{"社保卡里没有您的照片，", "新卡做不了。"}));
}

TEST(Document, FieldTakesASecondLineOnlyWhereItMust) {
    const double one = support::pdf_size(made({Field{"Name", "short"}})).height_mm;
    const double two = support::pdf_size(made({Field{"Name", "a value that is far too long for one line"}})).height_mm;
    EXPECT_GT(two, one + 5);
    EXPECT_EQ(lines_of(support::pdf_text(made({Field{"Name", "short"}}))).size(), 1u);
}

TEST(Document, HugeNumberIsHuge) {
    const Raster raster = support::pdf_raster(made({HugeNumber{"A017"}}), dpi);
    const Extent extent = ink_of(raster);
    EXPECT_GT(extent.right - extent.left, 60);
    EXPECT_GT(static_cast<double>(raster.height) / pixels_per_mm, 20 + 8);
}

std::string code_of(const OwnCode& code) {
    return make_code(code, {Date{std::chrono::sys_days{}}, Date{std::chrono::sys_days{}}}, paper_samples::site().signer);
}

struct Printed {
    const char* name;
    std::string payload;
};
void PrintTo(const Printed& row, std::ostream* out) { *out << row.name; }
class QrOnPaper : public testing::TestWithParam<Printed> {};

TEST_P(QrOnPaper, IsReadFromThePrintersRaster) {
    const Raster raster =
        support::pdf_raster(made({Paragraph{"above"}, QrCode{GetParam().payload}, Paragraph{"below"}}), dpi);
    const ZXing::ImageView view(raster.pixels.data(), static_cast<int>(raster.width), static_cast<int>(raster.height),
                                ZXing::ImageFormat::Lum);
    const auto read = ZXing::ReadBarcode(view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode));
    ASSERT_TRUE(read.isValid());
    EXPECT_EQ(read.text(), GetParam().payload);
    EXPECT_EQ(read.ecLevel(), "M");
}

INSTANTIATE_TEST_SUITE_P(, QrOnPaper,
                         testing::Values(Printed{"ticket", code_of(TicketCode{hall_id("Hall"), 'A', 17})},
                                         Printed{"slip", code_of(SlipCode{"DEMO-00002"})},
                                         Printed{"slip_of_the_longest_key", code_of(SlipCode{std::string(64, 'K')})},
                                         Printed{"largest_that_fits", std::string(2000, '7')}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(QrPayload, ThatDoesNotFitIsRefused) {
    for (const std::string& payload : {std::string(), std::string(4000, 'A'), std::string(9000, '7')}) {
        const auto pdf = to_pdf({"Test", "en", {QrCode{payload}}});
        ASSERT_FALSE(pdf) << payload.size();
        EXPECT_EQ(pdf.error().fault, Fault::malformed);
    }
}

}  // namespace
}  // namespace kiosk
