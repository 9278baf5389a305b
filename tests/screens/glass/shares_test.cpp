#include "screens/glass/shares.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace screens {
namespace {

struct Shared {
    std::string name;
    std::vector<Rows> rows;
    int height;
    std::vector<std::vector<Rows>> expected;
};
void PrintTo(const Shared& row, std::ostream* out) { *out << row.name; }

class Shares : public testing::TestWithParam<Shared> {};

TEST_P(Shares, AreDrawnOnceEachAndShownFromTheTopDown) {
    std::mutex mutex;
    std::vector<std::vector<Rows>> drawn;
    std::vector<Rows> shown;
    const auto here = std::this_thread::get_id();
    in_shares(
        GetParam().rows, GetParam().height,
        [&](const std::vector<Rows>& some) {
            const std::lock_guard lock(mutex);
            drawn.push_back(some);
        },
        [&](const std::vector<Rows>& some) {
            EXPECT_EQ(std::this_thread::get_id(), here);
            const std::lock_guard lock(mutex);
            for (const Rows& rows : some) {
                EXPECT_TRUE(std::any_of(drawn.begin(), drawn.end(), [&](const std::vector<Rows>& share) {
                    return std::find(share.begin(), share.end(), rows) != share.end();
                })) << "shown before it was drawn";
                shown.push_back(rows);
            }
        });
    std::vector<Rows> in_order;
    for (const auto& share : GetParam().expected) in_order.insert(in_order.end(), share.begin(), share.end());
    EXPECT_EQ(shown, in_order);
    std::sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.front().top < b.front().top; });
    EXPECT_EQ(drawn, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Screens, Shares,
    testing::Values(Shared{"nothing", {}, 10, {}}, Shared{"empty_band", {{5, 5}}, 10, {}},
                    Shared{"one_share", {{3, 9}}, 10, {{{3, 9}}}},
                    Shared{"exactly_full", {{0, 20}}, 10, {{{0, 10}}, {{10, 20}}}},
                    Shared{"cut_in_the_middle", {{0, 8}, {20, 26}}, 10, {{{0, 8}, {20, 22}}, {{22, 26}}}},
                    Shared{"several_bands_a_share", {{0, 2}, {4, 6}, {8, 10}}, 4, {{{0, 2}, {4, 6}}, {{8, 10}}}},
                    Shared{"no_height_is_a_row", {{0, 2}}, 0, {{{0, 1}}, {{1, 2}}}}),
    [](const auto& test) { return test.param.name; });

TEST(SharesOfASlowThread, AreWaitedForBeforeTheyAreShown) {
    int shown = 0;
    in_shares(
        {{0, 64}}, 1, [](const std::vector<Rows>&) { std::this_thread::yield(); },
        [&](const std::vector<Rows>& some) {
            EXPECT_EQ(some.front().top, shown);
            shown = some.back().bottom;
        });
    EXPECT_EQ(shown, 64);
}

TEST(SharesOfRows, NeedNobodyToShowThem) {
    std::atomic<int> drawn = 0;
    in_shares({{0, 6}}, 2, [&](const std::vector<Rows>&) { ++drawn; }, {});
    EXPECT_EQ(drawn, 3);
}

}  // namespace
}  // namespace screens
