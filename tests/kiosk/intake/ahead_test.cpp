// Work that is a few batches ahead.
#include "kiosk/intake/ahead.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace ledger_test {
namespace {

using namespace kiosk;
using Numbers = std::vector<int>;
using AheadOfNumbers = Ahead<Numbers>;

// Gives on `count` batches of one number each.
AheadOfNumbers::Work numbers(int count, Status end = Done{}) {
    return [count, end](const AheadOfNumbers::GiveOn& give_on) -> Status {
        Numbers some;
        for (int number = 0; number < count; ++number) {
            some.assign(1, number);
            if (!give_on(some)) return Done{};
        }
        return end;
    };
}

TEST(AheadOfItsUser, GivesAllBatchesInTheirOrder) {
    AheadOfNumbers ahead(numbers(1000));
    for (int number = 0; number < 1000; ++number) {
        const auto some = ahead.next();
        ASSERT_TRUE(some && *some);
        EXPECT_EQ(**some, Numbers{number});
    }
    EXPECT_EQ(*ahead.next(), nullptr);
    EXPECT_EQ(*ahead.next(), nullptr);
}

TEST(AheadOfItsUser, ItsErrorFollowsWhatItGaveOn) {
    AheadOfNumbers ahead(numbers(3, Error{Fault::malformed, "no more"}));
    for (int number = 0; number < 3; ++number) ASSERT_TRUE(ahead.next());
    const auto end = ahead.next();
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().detail, "no more");
}

TEST(AheadOfItsUser, IsNoMoreThanAFewBatchesAhead) {
    std::atomic<int> given = 0;
    AheadOfNumbers ahead(
        [&](const AheadOfNumbers::GiveOn& give_on) -> Status {
            Numbers some;
            while (give_on(some)) ++given;
            return Done{};
        },
        3);
    for (int count = 1; count <= 100; ++count) {
        ASSERT_TRUE(ahead.next());
        EXPECT_LE(given, count + 3);
    }
}

TEST(AheadOfItsUser, EndsWhenNobodyWantsMore) {
    AheadOfNumbers ahead(numbers(1'000'000'000));
    ASSERT_TRUE(ahead.next());
}

TEST(AheadOfItsUser, SaysWhetherABatchIsThere) {
    Mailbox<int> go;
    AheadOfNumbers ahead([&](const AheadOfNumbers::GiveOn& give_on) -> Status {
        static_cast<void>(go.wait({}));
        Numbers some{7};
        give_on(some);
        return Done{};
    });
    EXPECT_FALSE(ahead.is_there_within(std::chrono::milliseconds{0}));
    go.post(1);
    const auto some = ahead.next();
    ASSERT_TRUE(some && *some);
    EXPECT_EQ(**some, Numbers{7});
}

}  // namespace
}  // namespace ledger_test
