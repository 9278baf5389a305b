// More than fits into memory, in order.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "kiosk/intake/sorter.h"
#include "tests/support/process.h"

namespace ledger_test {
namespace {

using namespace kiosk;

struct Number {
    std::uint64_t value = 0;
    bool operator<(const Number& other) const { return value < other.value; }
};

struct Amount {
    const char* name;
    std::size_t held, records;
    std::uint64_t values;  // so few that some are equal
};
void PrintTo(const Amount& row, std::ostream* out) { *out << row.name; }

class Sorting : public testing::TestWithParam<Amount> {
protected:
    std::size_t files() const {
        return static_cast<std::size_t>(std::ranges::distance(std::filesystem::directory_iterator(dir_.path())));
    }
    support::TempDir dir_;
};

TEST_P(Sorting, HandsOutAllInOrder) {
    Spill spill(dir_.file("ledger.db"));
    Sorter<Number> sorter(spill, GetParam().held);
    std::minstd_rand random(7);
    std::vector<std::uint64_t> wanted, given;
    for (std::size_t at = 0; at < GetParam().records; ++at) {
        wanted.push_back(random() % GetParam().values);
        ASSERT_TRUE(sorter.add({wanted.back()}));
    }
    EXPECT_EQ(files(), 0U) << "it has no name";
    const auto take = [&](std::span<const Number> some) -> Status {
        EXPECT_FALSE(some.empty());
        for (const auto& one : some) given.push_back(one.value);
        return Done{};
    };
    ASSERT_TRUE(sorter.each(take));
    std::ranges::sort(wanted);
    EXPECT_EQ(given, wanted);
    given.clear();
    ASSERT_TRUE(sorter.each(take));
    EXPECT_TRUE(given.empty()) << "they are handed out once";
}
INSTANTIATE_TEST_SUITE_P(, Sorting,
                         testing::Values(Amount{"none", 100, 0, 1}, Amount{"one", 100, 1, 9},
                                         Amount{"as_many_as_fit", 100, 100, 50}, Amount{"one_too_many", 100, 101, 1000},
                                         Amount{"many_runs", 100, 12345, 1'000'000}, Amount{"all_equal", 100, 1000, 1},
                                         Amount{"runs_longer_than_what_is_read_at_a_time", 20000, 70000, 1'000'000}),
                         [](const auto& test) { return std::string(test.param.name); });

class Aside : public testing::Test {
protected:
    support::TempDir dir_;
};

TEST_F(Aside, ErrorOfTheUserEndsIt) {
    Spill spill(dir_.file("ledger.db"));
    Sorter<Number> sorter(spill, 10);
    for (std::uint64_t value = 0; value < 5000; ++value) ASSERT_TRUE(sorter.add({value}));
    int calls = 0;
    const auto done = sorter.each([&](std::span<const Number>) -> Status {
        ++calls;
        return Error{Fault::refused, "enough"};
    });
    EXPECT_FALSE(done);
    EXPECT_EQ(calls, 1);
}

TEST_F(Aside, FolderThatCannotBeWrittenIsNamed) {
    Spill spill("/dev/full/ledger.db");  // no folder: the file cannot be made
    Sorter<Number> sorter(spill, 1);
    ASSERT_TRUE(sorter.add({1}));
    const auto added = sorter.add({2});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().fault, Fault::ledger_unreadable);
    EXPECT_NE(added.error().detail.find("/dev/full/ledger.db"), std::string::npos);
}

}  // namespace
}  // namespace ledger_test
