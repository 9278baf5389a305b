// A disk that is full: of the kiosk's own imports, or of anything else.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "kiosk/intake/bulk_write.h"
#include "kiosk/intake/demo_cases.h"
#include "kiosk/ledger/ballast.h"
#include "kiosk/ledger/local_ledger.h"
#include "tests/kiosk/ledger/small_disk.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

class FullDisk : public LedgerTest {
protected:
    // On a disk of 40 MB; true where this machine gives one to nobody but root.
    void on_small_disk(const std::function<void(const SmallDisk&)>& work) {
        const int code = in_child([&] {
            const SmallDisk disk(dir_.path().string());
            if (!disk.mounted()) return 77;
            work(disk);
            return HasFailure() ? 1 : 0;
        });
        if (code == 77) GTEST_SKIP() << "this system gives nobody but root a small disk";
        EXPECT_EQ(code, 0);
    }
    // How many of so many tickets are given, with their papers; the days are numbered on.
    int issue(SqliteLedger& ledger, int most, int first_day = 0) const {
        for (int count = 0; count < most; ++count) {
            const auto when = morning() + std::chrono::days{first_day + count / 999};
            const auto answer = ledger.issue(request(fmt::format("{}/{}", first_day, count)), site, policy_, when);
            if (!answer) {
                EXPECT_EQ(answer.error().fault, Fault::disk_full) << answer.error().detail;
                return count;
            }
            const auto* given = std::get_if<IssuedTicket>(&*answer);
            if (!given) return count;
            if (!ledger.record_paper(given->ticket, site.hall, OnPaper::yes)) return count;
        }
        return most;
    }
    std::string path() const { return options().path; }
};

TEST_F(FullDisk, StillTakesADaysTickets) {
    on_small_disk([&](const SmallDisk& disk) {
        const auto ledger = open();
        disk.fill();
        ASSERT_LT(room_beside(path()), 64 * 1024);
        EXPECT_GE(tickets_in(room_beside(path()) + Ballast(path()).held()), 999);
        EXPECT_EQ(issue(*ledger, 999), 999);
        EXPECT_TRUE(ledger->check());
    });
}

TEST_F(FullDisk, StillTakesADaysTicketsAfterARestart) {
    on_small_disk([&](const SmallDisk& disk) {
        ASSERT_EQ(issue(*open(), 20), 20);
        disk.fill();
        const auto ledger = open();
        ASSERT_TRUE(ledger);
        EXPECT_EQ(issue(*ledger, 999, 1), 999);
    });
}

TEST_F(FullDisk, TakesAsManyTicketsAsIsSaid) {
    on_small_disk([&](const SmallDisk& disk) {
        const auto ledger = open();
        disk.fill();
        const Ballast ballast(path());
        while (ballast.held() > 9 * 1024 * 1024) ballast.give();
        disk.fill();
        const auto said = static_cast<int>(tickets_in(room_beside(path()) + ballast.held()));
        ASSERT_GT(said, 100);
        EXPECT_EQ(issue(*ledger, said), said);
    });
}

TEST_F(FullDisk, IsToldWhenNothingIsLeftAndHealsWhenThereIsRoom) {
    on_small_disk([&](const SmallDisk& disk) {
        const auto ledger = open();
        ASSERT_EQ(issue(*ledger, 3), 3);
        disk.fill();
        const Ballast ballast(path());
        while (ballast.give()) continue;
        disk.fill();
        const int before_the_end = issue(*ledger, 2000, 1);
        EXPECT_LT(before_the_end, 2000);
        EXPECT_FALSE(ledger->try_to_write());
        EXPECT_EQ(ledger->tickets(site.hall, monday)->size(), 3U) << "what is there can be read";
        std::filesystem::remove(dir_.file("of-others"));
        EXPECT_TRUE(ledger->try_to_write());
        EXPECT_EQ(issue(*ledger, 3, 5), 3);
        EXPECT_EQ(ballast.held(), 0);
        EXPECT_TRUE(ledger->tend());
        EXPECT_GE(ballast.held(), Ballast::size) << "it comes back when there is room";
        EXPECT_TRUE(ledger->check());
    });
}

TEST_F(FullDisk, ImportStopsBeforeItTouchesTheRoomForTickets) {
    on_small_disk([&](const SmallDisk&) {
        const auto ledger = open();
        for (int time = 0; time < 3; ++time) {
            const auto report = import_csv(ledger->local(), demo_csv(1, 60'000, monday), policy_);
            ASSERT_FALSE(report);
            EXPECT_EQ(report.error().fault, Fault::disk_full) << report.error().detail;
            EXPECT_NE(report.error().detail.find("free some space"), std::string::npos) << report.error().detail;
            EXPECT_GE(Ballast(path()).held(), Ballast::size);
            EXPECT_EQ(*ledger->count_cases(), 0U);
            EXPECT_EQ(issue(*ledger, 10, time), 10);
        }
    });
}

// An import that was killed leaves its cases in the file, and the disk full of them but for what imports leave free.
TEST_F(FullDisk, WhatABrokenImportLeftIsTakenAwayBeforeTheRoomIsCounted) {
    on_small_disk([&](const SmallDisk&) {
        ASSERT_TRUE(open());  // it keeps the room that is needed to tidy up
        {
            const auto local = open_local_ledger(options());
            ASSERT_TRUE(local);
            CaseWriter writer(local->db());
            for (int number = 0;; ++number) {
                CaseRecord record;
                record.view.key = fmt::format("K{:06}", number);
                record.view.community = std::string(400, 'x');
                if (room_beside(path()) < 13 * 1024 * 1024) break;
                writer.insert(record);
                if (number % 100 == 99) writer.let_others();
                ASSERT_TRUE(writer.status());
            }
            writer.let_others();
            ASSERT_TRUE(writer.status());
        }
        const auto ledger = open();
        constexpr std::int64_t wanted = 3 * 1024 * 1024;
        EXPECT_FALSE(check_room(path(), wanted)) << "so it was refused";
        const auto room = make_room(ledger->local(), wanted);
        EXPECT_TRUE(room) << "the pages that were taken up are free again: " << room.error().detail;
        EXPECT_EQ(*ledger->count_cases(), 0U);
    });
}

TEST_F(FullDisk, OfFilesGivesTicketsAndTakesNoImport) {
    on_small_disk([&](const SmallDisk& disk) {
        const auto ledger = open();
        ASSERT_EQ(issue(*ledger, 3), 3);
        ASSERT_TRUE(takes_more_files(path()));
        disk.use_up_inodes();
        EXPECT_FALSE(takes_more_files(path()));
        EXPECT_EQ(issue(*ledger, 999, 1), 999);
        const auto report = import_csv(ledger->local(), demo_csv(1, 100, monday), policy_);
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().fault, Fault::disk_full) << report.error().detail;
        EXPECT_NE(report.error().detail.find("df -i"), std::string::npos) << report.error().detail;
        EXPECT_EQ(*ledger->count_cases(), 0U);
        for (int number = 0; number < 9; ++number) std::filesystem::remove(dir_.file(fmt::format("of-others.{}", number)));
        EXPECT_TRUE(import_csv(ledger->local(), demo_csv(1, 100, monday), policy_));
        EXPECT_TRUE(ledger->check());
    });
}

TEST_F(FullDisk, OfFilesAtTheStartIsToldAndHeals) {
    on_small_disk([&](const SmallDisk& disk) {
        ASSERT_EQ(issue(*open(), 3), 3);
        disk.use_up_inodes();
        const auto refused = open_ledger(options());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, Fault::disk_full) << refused.error().detail;
        EXPECT_NE(refused.error().detail.find("df -i"), std::string::npos) << refused.error().detail;
        for (int number = 0; number < 9; ++number) std::filesystem::remove(dir_.file(fmt::format("of-others.{}", number)));
        EXPECT_EQ(issue(*open(), 3, 1), 3);
    });
}

TEST_F(FullDisk, MountedReadOnlyIsToldAndHeals) {
    on_small_disk([&](const SmallDisk& disk) {
        ASSERT_EQ(issue(*open(), 3), 3);
        ASSERT_TRUE(disk.make_read_only(true));
        const auto refused = open_ledger(options());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().fault, Fault::disk_read_only) << refused.error().detail;
        EXPECT_NE(refused.error().detail.find("remount,rw"), std::string::npos) << refused.error().detail;
        ASSERT_TRUE(disk.make_read_only(false));
        EXPECT_EQ(issue(*open(), 3, 1), 3);
    });
}

// Of a file's size, as a quota or the service's own limit sets it.
TEST_F(FullDisk, LimitOnFilesEndsNoProgramAndTicketsGoOn) {
    const int code = in_child([&] {
        const auto ledger = open();
        rlimit limit{17 * 1024 * 1024, RLIM_INFINITY};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto report = import_csv(ledger->local(), demo_csv(1, 60'000, monday), policy_);
        EXPECT_FALSE(report);
        if (!report) {
            EXPECT_EQ(report.error().fault, Fault::disk_full) << report.error().detail;
        }
        EXPECT_EQ(issue(*ledger, 200), 200);
        EXPECT_TRUE(ledger->check());
        return HasFailure() ? 1 : 0;
    });
    EXPECT_EQ(code, 0);
}

}  // namespace
}  // namespace ledger_test
