#include "screens/glass/box.h"

#include <gtest/gtest.h>

#include <cmath>

namespace screens {
namespace {

constexpr Box page{10, 20, 300, 400};

TEST(Box, SplitsOffEachSideAndLosesTheGap) {
    const auto top = page.split_top(100, 10);
    EXPECT_EQ(top.part, (Box{10, 20, 300, 100}));
    EXPECT_EQ(top.rest, (Box{10, 130, 300, 290}));
    const auto bottom = page.split_bottom(100, 10);
    EXPECT_EQ(bottom.part, (Box{10, 320, 300, 100}));
    EXPECT_EQ(bottom.rest, (Box{10, 20, 300, 290}));
    const auto left = page.split_left(100, 10);
    EXPECT_EQ(left.part, (Box{10, 20, 100, 400}));
    EXPECT_EQ(left.rest, (Box{120, 20, 190, 400}));
    const auto right = page.split_right(100, 10);
    EXPECT_EQ(right.part, (Box{210, 20, 100, 400}));
    EXPECT_EQ(right.rest, (Box{10, 20, 190, 400}));
}

TEST(Box, StripLargerThanTheBoxIsTheBox) {
    const auto split = page.split_top(1000, 10);
    EXPECT_EQ(split.part, page);
    EXPECT_EQ(split.rest.h, 0);
    EXPECT_EQ(split.rest.bottom(), page.bottom());
}

struct Grid {
    const char* name;
    int across, down;
    float gap;
};
void PrintTo(const Grid& row, std::ostream* out) { *out << row.name; }
class Divides : public testing::TestWithParam<Grid> {};

TEST_P(Divides, FillsTheBoxOnWholePixelsWithoutOverlap) {
    const auto [name, across, down, gap] = GetParam();
    const auto cells = page.grid(across, down, gap);
    ASSERT_EQ(cells.size(), static_cast<std::size_t>(across * down));
    EXPECT_EQ(cells.front().x, page.x);
    EXPECT_EQ(cells.back().right(), page.right());
    EXPECT_EQ(cells.back().bottom(), page.bottom());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(cells[i].x, std::floor(cells[i].x));
        EXPECT_GT(cells[i].w, 0);
        for (std::size_t k = i + 1; k < cells.size(); ++k) EXPECT_FALSE(cells[i].overlaps(cells[k]));
    }
}

INSTANTIATE_TEST_SUITE_P(, Divides,
                         testing::Values(Grid{"one", 1, 1, 5}, Grid{"keypad", 3, 4, 7}, Grid{"sevenths", 7, 3, 1},
                                         Grid{"no_gap", 4, 4, 0}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Box, WeightsShareTheSpaceInProportion) {
    const auto rows = page.rows({1, 3}, 0);
    EXPECT_EQ(rows[0].h, 100);
    EXPECT_EQ(rows[1].h, 300);
}

TEST(Box, GapIsTheDistanceBetweenNeighbours) {
    const Box left{0, 0, 10, 10};
    EXPECT_EQ(left.gap_to({14, 0, 10, 10}), 4);
    EXPECT_EQ(left.gap_to({0, 13, 10, 10}), 3);
    EXPECT_EQ(left.gap_to({10, 0, 10, 10}), 0);
    EXPECT_FALSE(left.overlaps({10, 0, 10, 10}));
}

TEST(Box, InsetNeverTurnsInsideOut) { EXPECT_EQ(page.inset(1000).w, 0); }

}  // namespace
}  // namespace screens
