// What a terminal fetches from a large store stops before it takes the room that is for tickets.
#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/ledger/ballast.h"
#include "tests/kiosk/ledger/small_disk.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

constexpr std::int64_t mib = 1024 * 1024;

class CopyOntoAFullDisk : public SharedTest, public testing::WithParamInterface<int> {
protected:
    void publish(int first, int last) {
        ASSERT_TRUE(import_csv(office()->local(), cases_csv(first, last), policy_));
        ASSERT_TRUE(office_sync().publish(morning()));
    }
    std::string path() const { return folder() + "/kiosk/terminal.db"; }
    void stop_and_go_on(const SmallDisk& disk) {
        const auto ledger = open_ledger({path(), folder() + "/office.key", offset});
        ASSERT_TRUE(ledger) << ledger.error().detail;
        disk.fill(12 * mib + mib / 2);
        Sync sync({{path(), folder() + "/office.key", offset}, {server_.where("terminal")}, "Hall"});
        for (int time = 0; time < 3; ++time) {
            const auto refused = sync.round(morning());
            ASSERT_FALSE(refused) << room_beside(path()) << " bytes are left";
            EXPECT_EQ(refused.error().fault, Fault::disk_full) << refused.error().detail;
            EXPECT_NE(refused.error().detail.find("free some space"), std::string::npos) << refused.error().detail;
            EXPECT_GE(room_beside(path()), 10 * mib);
            EXPECT_GE(Ballast(path()).held(), Ballast::size);
            EXPECT_LT(*(*ledger)->count_cases(), static_cast<std::size_t>(GetParam()));
            issued((*ledger)->issue(request(std::to_string(time)), site, policy_, morning()));
        }
        std::filesystem::remove(folder() + "/kiosk/of-others");
        disk.free_some_space();
        const auto done = sync.round(morning());
        EXPECT_TRUE(done) << done.error().detail;
        EXPECT_EQ(*(*ledger)->count_cases(), static_cast<std::size_t>(GetParam()));
        EXPECT_TRUE((*ledger)->check());
    }
};

TEST_P(CopyOntoAFullDisk, StopsBeforeTheRoomForTicketsAndGoesOnWhenThereIsMore) {
    std::filesystem::create_directory(folder() + "/kiosk");
    publish(1, GetParam());
    const int code = in_child([&] {
        const SmallDisk disk(folder() + "/kiosk");
        if (!disk.mounted()) return 77;
        stop_and_go_on(disk);
        return HasFailure() ? 1 : 0;
    });
    if (code == 77) GTEST_SKIP() << "this system gives nobody but root a small disk";
    EXPECT_EQ(code, 0);
}

INSTANTIATE_TEST_SUITE_P(, CopyOntoAFullDisk, testing::Values(4900, 12'000),  // page by page, and all at once
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace ledger_test
