#include "screens/glass/raster.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>

#include "kiosk/base/owned.h"
#include "tests/support/png.h"
#include "tests/support/process.h"

namespace screens {
namespace {

constexpr Colour white{255, 255, 255};
constexpr ImU32 black = IM_COL32(0, 0, 0, 255);

// Draw lists without a window: what a widget would put there, and the pixels that come of it.
class RasterTest : public testing::Test {
protected:
    RasterTest() : context_(ImGui::CreateContext()) {
        ImGui::SetCurrentContext(context_.get());
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().Fonts->Build();
        ImGui::GetIO().Fonts->SetTexID(&shapes_);
        ImGui::GetIO().DisplaySize = {40, 30};
        ImGui::GetStyle().AntiAliasedLinesUseTex = false;
        ImGui::NewFrame();
    }
    static ImDrawList& list() { return *ImGui::GetBackgroundDrawList(); }
    Bitmap pixels() {
        ImGui::Render();
        Bitmap bitmap({40, 30});
        rasterise(*ImGui::GetDrawData(), white, bitmap.canvas());
        return bitmap;
    }
    static int count(const Bitmap& bitmap, std::uint32_t colour) {
        return static_cast<int>(std::count(bitmap.pixels().begin(), bitmap.pixels().end(), colour));
    }

private:
    kiosk::Owned<ImGuiContext, ImGui::DestroyContext> context_;
    Texture shapes_;
};

TEST_F(RasterTest, RectangleCoversExactlyItsPixels) {
    list().AddRectFilled({5, 6}, {15, 10}, black);
    const Bitmap seen = pixels();
    EXPECT_EQ(count(seen, 0), 40);
    EXPECT_EQ(seen.at(5, 6), 0U);
    EXPECT_EQ(seen.at(14, 9), 0U);
    EXPECT_EQ(seen.at(15, 9), 0xFFFFFFU);
    EXPECT_EQ(seen.at(4, 6), 0xFFFFFFU);
}

TEST_F(RasterTest, TrianglesThatShareAnEdgeNeitherOverlapNorLeaveAGap) {
    list().Flags = 0;  // no smoothing
    const ImU32 half = IM_COL32(0, 0, 0, 128);
    for (const ImVec2 middle : {ImVec2{11.3F, 9.7F}}) {
        const ImVec2 corners[] = {{2.2F, 3.1F}, {33.7F, 2.4F}, {36.9F, 26.3F}, {4.4F, 28.8F}};
        for (int i = 0; i < 4; ++i) list().AddTriangleFilled(middle, corners[i], corners[(i + 1) % 4], half);
    }
    const Bitmap seen = pixels();
    EXPECT_GT(count(seen, 0x7F7F7FU), 600);
    EXPECT_EQ(count(seen, 0x7F7F7FU) + count(seen, 0xFFFFFFU), 40 * 30) << "some pixels were drawn twice";
    for (int y = 8; y < 22; ++y) {
        for (int x = 8; x < 30; ++x) EXPECT_EQ(seen.at(x, y), 0x7F7F7FU) << x << "," << y;
    }
}

TEST_F(RasterTest, CornerOrderDoesNotMatter) {
    list().Flags = 0;
    list().AddTriangleFilled({3, 3}, {30, 8}, {12, 27}, black);
    const Bitmap clockwise = pixels();
    ImGui::NewFrame();
    list().Flags = 0;
    list().AddTriangleFilled({12, 27}, {30, 8}, {3, 3}, black);
    EXPECT_EQ(pixels(), clockwise);
    EXPECT_GT(count(clockwise, 0), 200);
}

TEST_F(RasterTest, SmoothCircleHasTheRightAreaAndGreyEdge) {
    list().AddCircleFilled({20, 15}, 10, black, 64);
    const Bitmap seen = pixels();
    double area = 0;
    for (const auto pixel : seen.pixels()) area += (255 - static_cast<double>(pixel & 0xFFU)) / 255;
    EXPECT_NEAR(area, 3.14159 * 100, 6);
    EXPECT_GT(static_cast<int>(seen.pixels().size()) - count(seen, 0) - count(seen, 0xFFFFFFU), 30);
}

TEST_F(RasterTest, AlphaIsRoundedToNearest) {
    list().AddRectFilled({0, 0}, {1, 1}, IM_COL32(10, 200, 30, 100));
    EXPECT_EQ(pixels().at(0, 0), 0x9FE9A7U);  // 255 + (c - 255) * 100 / 255
}

TEST_F(RasterTest, ClipCutsShapesAndText) {
    const std::vector<std::uint8_t> full(400, 255);
    Texture block{full.data(), 20, 20, 20};
    list().PushClipRect({10, 10}, {20, 15});
    list().AddRectFilled({0, 0}, {40, 12}, black);
    list().AddImage(&block, {5, 5}, {25, 25}, {0, 0}, {1, 1}, IM_COL32(255, 0, 0, 255));
    list().PopClipRect();
    const Bitmap seen = pixels();
    EXPECT_EQ(count(seen, 0xFF0000U), 50);
    EXPECT_EQ(count(seen, 0xFFFFFFU), 40 * 30 - 50);
}

TEST_F(RasterTest, CoverageIsDrawnOnePixelToOne) {
    const std::vector<std::uint8_t> cover{0, 255, 128, 64, 0, 255};
    Texture text{cover.data(), 3, 2, 3};
    list().AddImage(&text, {7, 8}, {10, 10}, {0, 0}, {1, 1}, black);
    const Bitmap seen = pixels();
    EXPECT_EQ(seen.at(7, 8), 0xFFFFFFU);
    EXPECT_EQ(seen.at(8, 8), 0U);
    EXPECT_EQ(seen.at(9, 8), 0x7F7F7FU);
    EXPECT_EQ(seen.at(7, 9), 0xBFBFBFU);
    EXPECT_EQ(seen.at(9, 9), 0U);
}

TEST_F(RasterTest, TextOverTheEdgeIsCut) {
    const std::vector<std::uint8_t> full(400, 255);
    Texture block{full.data(), 20, 20, 20};
    list().AddImage(&block, {-10, -10}, {10, 10}, {0, 0}, {1, 1}, black);
    list().AddImage(&block, {30, 20}, {50, 40}, {0, 0}, {1, 1}, black);
    EXPECT_EQ(count(pixels(), 0), 200);
}

TEST_F(RasterTest, SameListsGiveTheSamePixels) {
    list().AddCircleFilled({20, 15}, 9.3F, IM_COL32(12, 80, 200, 180));
    list().AddLine({1, 1}, {37, 26}, black, 2.5F);
    list().AddRect({3.5F, 3.5F}, {30.25F, 20}, black, 6, 0, 3);
    const Bitmap first = pixels();
    Bitmap second({40, 30});
    rasterise(*ImGui::GetDrawData(), white, second.canvas());
    EXPECT_EQ(first, second);
}

using RasterDeathTest = RasterTest;

TEST_F(RasterDeathTest, RefusesDearImguisOwnText) {
    list().AddText({5, 5}, black, "?");
    EXPECT_DEATH(pixels(), "own text");
}
TEST_F(RasterDeathTest, RefusesColourGradients) {
    list().AddRectFilledMultiColor({0, 0}, {9, 9}, black, IM_COL32(255, 0, 0, 255), black, black);
    EXPECT_DEATH(pixels(), "gradient");
}
TEST_F(RasterDeathTest, RefusesScaledText) {
    const std::vector<std::uint8_t> full(400, 255);
    Texture block{full.data(), 20, 20, 20};
    list().AddImage(&block, {0, 0}, {10, 10});
    EXPECT_DEATH(pixels(), "scaled");
}
TEST_F(RasterDeathTest, RefusesTextBetweenPixels) {
    const std::vector<std::uint8_t> full(400, 255);
    Texture block{full.data(), 20, 20, 20};
    list().AddImage(&block, {0.5F, 0}, {20.5F, 20});
    EXPECT_DEATH(pixels(), "between pixels");
}
TEST_F(RasterDeathTest, RefusesTurnedImages) {
    const std::vector<std::uint8_t> full(400, 255);
    Texture block{full.data(), 20, 20, 20};
    list().AddImageQuad(&block, {10, 0}, {20, 10}, {10, 20}, {0, 10});
    EXPECT_DEATH(pixels(), "turned");
}

TEST(Png, HoldsWhatWasDrawn) {
    Bitmap bitmap({3, 2});
    bitmap.canvas().pixels[0] = 0x123456;
    bitmap.canvas().pixels[5] = 0xFFFFFF;
    const support::TempDir dir;
    ASSERT_TRUE(write_png(bitmap.canvas(), dir.file("bitmap.png")));
    const auto read = support::read_png(dir.file("bitmap.png"));
    EXPECT_EQ(read.width, 3);
    EXPECT_EQ(read.pixels, bitmap.pixels());
}

TEST(Png, FolderThatIsNotThereIsAnError) {
    Bitmap bitmap({3, 2});
    const auto written = write_png(bitmap.canvas(), "/nowhere/at/all.png");
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().detail.find("/nowhere/at/all.png"), std::string::npos);
}

}  // namespace
}  // namespace screens
