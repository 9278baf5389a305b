#include "hw/printer/media.h"

#include <gtest/gtest.h>

#include <ostream>

namespace hw {
namespace {

// Hundredths of a millimetre. A ticket of 80 x 224 mm whose ink is 72 mm wide.
const kiosk::Pdf sample{{}, {8000, 22400}, 1, 7200, 400};

Medium fixed(int width, int length, int sides = 0, int top = 0, int bottom = 0) {
    return {{width, length}, {width, length}, sides, sides, top, bottom};
}

struct Case {
    const char* name;
    std::vector<Medium> queue;
    std::optional<Paper> want;
};
void PrintTo(const Case& row, std::ostream* out) { *out << row.name; }
class PaperFor : public testing::TestWithParam<Case> {};

TEST_P(PaperFor, IsTheNearestThatNeedsNoScaling) { EXPECT_EQ(paper_for(sample, GetParam().queue), GetParam().want); }

INSTANTIATE_TEST_SUITE_P(
    , PaperFor,
    testing::Values(
        Case{"raw_queue", {}, Paper{{{8000, 22400}}}},
        Case{"custom_sizes", {fixed(8008, 20003), {{2469, 2469}, {8008, 199990}}}, Paper{{{8000, 22400}}, true}},
        Case{"custom_sizes_a_little_narrower", {{{2469, 2469}, {7973, 199990}}}, Paper{{{7973, 22400}}, true}},
        Case{"custom_lengths_only", {{{8000, 5000}, {8000, 300000}}}, Paper{{{8000, 22400}}, true}},
        Case{"custom_sizes_that_begin_longer", {{{7000, 25000}, {8300, 300000}}}, Paper{{{8000, 25000}}, true}},
        Case{"custom_sizes_that_begin_wider", {{{8200, 1000}, {8300, 300000}}}, Paper{{{8200, 22400}}, true}},
        Case{"custom_sizes_too_short_a_named_one_long_enough",
             {{{2469, 2469}, {8008, 20003}}, fixed(8008, 29704), fixed(8008, 199990)},
             Paper{{{8008, 29704}}}},
        Case{"next_longer_roll", {fixed(8008, 20003), fixed(8008, 199990), fixed(8008, 29704)}, Paper{{{8008, 29704}}}},
        Case{"only_a_much_longer_roll", {fixed(8008, 20003), fixed(8008, 199990)}, Paper{{{8008, 199990}}}},
        Case{"one_that_is_the_same_to_cups", {fixed(8000, 22360), fixed(8000, 30000)}, Paper{{{8000, 22360}}}},
        Case{"page_as_wide_as_the_ink", {fixed(7197, 29704), fixed(5800, 29704)}, Paper{{{7197, 29704}}}},
        Case{"roll_rather_than_a_sheet", {fixed(21000, 29700), fixed(8000, 199990)}, Paper{{{8000, 199990}}}},
        Case{"sheet_rather_than_pieces", {fixed(21000, 29700), fixed(8000, 20000)}, Paper{{{21000, 29700}}}},
        Case{"smallest_sheet", {fixed(29700, 42000), fixed(14800, 21000), fixed(21000, 29700)}, Paper{{{21000, 29700}}}},
        Case{"margins_within_what_is_blank", {fixed(8000, 22400, 400, 400, 300)}, Paper{{{8000, 22400}}}},
        Case{"margins_above_and_below_need_longer_paper",
             {fixed(8000, 23000, 0, 900, 1000), fixed(8000, 24000, 0, 900, 1000)},
             Paper{{{8000, 24000}, 900, 1000}}},
        Case{"margins_of_custom_sizes",
             {{{2500, 2500}, {8000, 300000}, 0, 0, 900, 500}},
             Paper{{{8000, 23000}, 900, 500}, true}},
        Case{"all_too_short", {fixed(8008, 8008), fixed(8008, 20003), fixed(5800, 30000)}, Paper{{{8008, 20003}}}},
        Case{"custom_sizes_too_short", {{{2469, 2469}, {8008, 12000}}}, Paper{{{8000, 12000}}, true}},
        Case{"all_too_narrow", {fixed(5800, 29704), {{2469, 2469}, {5800, 300000}}}, std::nullopt}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Margins, OfTheSidesMustLeaveTheInkAlone) {
    for (const auto& [margin, whole] : {std::pair{0, true}, {400, true}, {440, true}, {500, false}, {1000, false}}) {
        const std::vector queue{fixed(8000, 29700, margin)};
        EXPECT_EQ(prints_whole_width(sample, *paper_for(sample, queue), queue), whole) << margin;
    }
    EXPECT_TRUE(prints_whole_width(sample, *paper_for(sample, {}), {}));
}

}  // namespace
}  // namespace hw
