// A power cut at any instant, a disk that is full or cannot be written: nothing is lost, doubled or made worse.
// KIOSK_CRASH_RUNS says how often it is killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <set>

#include <fmt/format.h>

#include "kiosk/custody/ledger_custody.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/kiosk/ledger/small_disk.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

namespace fs = std::filesystem;

int wanted_runs() {
    const char* const runs = std::getenv("KIOSK_CRASH_RUNS");
    return runs ? std::max(1, std::atoi(runs)) : 60;
}

constexpr int moved = 120, added = 15;  // cases that every batch moves to another street; and adds

// Batch n: the first cases are now in street n, and there are some more of them.
std::string batch_csv(int batch) {
    std::string csv = "case_key,holder_name,id_number,old_card,street,handed_in_at,stage\n";
    const auto row = [&](int number, const std::string& street) {
        csv += fmt::format("K{:06},测试甲,,4000900000{:06},{},2026-11-01,at_maker\n", number, number, street);
    };
    for (int number = 1; number <= moved; ++number) row(number, std::to_string(batch));
    for (int number = 0; number < added; ++number) row(moved + 1 + batch * added + number, "new");
    return csv;
}

// The cards that batch n adds go home in a bag: packed, three hand-overs, and as one of these does not add up, a problem
// that is closed.
constexpr int custody_steps = 5;

// What the working process tells of what it has done: it is on disk before it is told.
struct Told {
    char what;  // 'i': batch; 't': ticket; 'c': step of custody
    int number;
};

class Crash : public LedgerTest {
protected:
    static Status custody_step(SqliteLedger& ledger, int batch, int step) {
        LedgerCustody custody(ledger.local());
        const auto bag = fmt::format("B{}", batch);
        if (step == 0) {
            std::vector<std::string> keys;
            for (int number = 0; number < added; ++number)
                keys.push_back(fmt::format("K{:06}", moved + 1 + batch * added + number));
            const auto packed = custody.pack({bag, keys, "desk"}, morning());
            return packed ? Status{Done{}} : Status{packed.error()};
        }
        if (step == custody_steps - 1) {
            const auto open_ones = custody.problems(false);
            if (!open_ones) return open_ones.error();
            if (open_ones->empty()) return Done{};
            const auto closed = custody.close_problem({open_ones->front().number, "found", "desk", {}}, morning());
            return closed ? Status{Done{}} : Status{closed.error()};
        }
        const auto from = static_cast<Level>(4 - step), to = static_cast<Level>(3 - step);
        const auto done =
            custody.hand_over({bag, {from, {}}, {to, {}}, added, step == 2 ? added - 1 : added, "desk"}, morning());
        return done ? Status{Done{}} : Status{done.error()};
    }
    // Told again from the beginning after every kill: what was done is not done twice.
    static void custody_of(SqliteLedger& ledger, int batch, int pipe_end) {
        for (int step = 0; step < custody_steps; ++step) {
            if (const auto done = custody_step(ledger, batch, step); !done) {
                std::cerr << done.error().detail << "\n";
                _exit(5);
            }
            tell(pipe_end, {'c', batch * custody_steps + step});
        }
    }

    // Imports, issues and hands over until it is killed.
    void work(int first_batch, int pipe_end) const {
        const auto ledger = open_ledger(options());
        if (!ledger) _exit(1);
        if (first_batch > 0) custody_of(**ledger, first_batch - 1, pipe_end);
        for (int batch = first_batch;; ++batch) {
            for (int i = 0; i < 3; ++i) {
                const auto when = morning() + std::chrono::days{batch / 40};
                const auto answer = (*ledger)->issue(request(fmt::format("{}/{}", batch, i)), site, policy_, when);
                if (!answer) _exit(2);
                tell(pipe_end, {'t', batch * 3 + i});
            }
            const auto report = import_csv((*ledger)->local(), batch_csv(batch), policy_);
            if (!report || !report->taken) {
                std::cerr << (report ? report->bad.at(0).reason : report.error().detail) << "\n";
                _exit(3);
            }
            tell(pipe_end, {'i', batch});
            custody_of(**ledger, batch, pipe_end);
        }
    }
    static void tell(int pipe_end, const Told& told) {
        if (write(pipe_end, &told, sizeof told) != sizeof told) _exit(4);
    }

    // One process, killed `wait` after it told that many things: a busy machine may need long for the first. Returns what it
    // told.
    std::vector<Told> run_until_killed(int first_batch, unsigned things, std::chrono::microseconds wait) const {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) work(first_batch, ends[1]);
        close(ends[1]);
        std::vector<Told> all;
        Told told{};
        while (all.size() < things && read(ends[0], &told, sizeof told) == sizeof told) all.push_back(told);
        usleep(static_cast<useconds_t>(wait.count()));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << WEXITSTATUS(status);
        while (read(ends[0], &told, sizeof told) == sizeof told) all.push_back(told);
        close(ends[0]);
        return all;
    }

    // The batch that the cases show; every one of them the same.
    static int batch_of(SqliteLedger& ledger) {
        std::set<std::string> streets;
        int others = 0;
        EXPECT_TRUE(ledger.each_case([&](const CaseView& view) -> Status {
            if (view.street == "new")
                ++others;
            else
                streets.insert(view.street);
            return Done{};
        }));
        EXPECT_LE(streets.size(), 1U) << "an import counts by halves";
        const int batch = streets.empty() ? -1 : std::stoi(*streets.begin());
        EXPECT_EQ(others, (batch + 1) * added);
        return batch;
    }
};

// How many steps of custody the ledger shows; every one of them once, in their order.
int steps_of(SqliteLedger& ledger) {
    LedgerCustody custody(ledger.local());
    int events = 0;
    EXPECT_TRUE(custody.each_event(Wall::min(), Wall::max(), [&](const CustodyEvent& event) -> Status {
        if (event.kind == CustodyKind::closed) return Done{};  // it is counted with the problems
        EXPECT_EQ(event.bag, fmt::format("B{}", events / (custody_steps - 1)));
        EXPECT_EQ(event.kind == CustodyKind::packed, events % (custody_steps - 1) == 0);
        EXPECT_EQ(event.problem.has_value(), events % (custody_steps - 1) == 2);
        ++events;
        return Done{};
    }));
    const auto problems = *custody.problems(true);
    const auto closed = std::ranges::count_if(problems, [](const Problem& one) { return one.closed_at.has_value(); });
    return events + static_cast<int>(closed);
}

TEST_F(Crash, KilledAtAnyInstantLosesNothingAndDoublesNothing) {
    std::mt19937 random(20261101);
    int batch = -1, tickets = 0, steps = 0;
    for (int run = 0; run < wanted_runs(); ++run) {
        const unsigned things =
            run % 2 == 0 ? 0 : random() % (4 + custody_steps);  // a batch tells three tickets and an import
        const auto told = run_until_killed(batch + 1, things, std::chrono::microseconds{random() % 80'000});
        for (const auto& one : told) {
            if (one.what == 'i') batch = one.number;
            if (one.what == 't') tickets = one.number + 1;
            if (one.what == 'c') steps = std::max(steps, one.number + 1);
        }
        const auto ledger = open();
        ASSERT_TRUE(ledger);
        ASSERT_TRUE(ledger->check()) << "run " << run;
        const int found = batch_of(*ledger);
        ASSERT_TRUE(found == batch || found == batch + 1) << "run " << run << ": " << found << " after " << batch;
        batch = found;
        const int taken = steps_of(*ledger);
        ASSERT_TRUE(taken == steps || taken == steps + 1) << "run " << run << ": " << taken << " after " << steps;
        steps = taken;
        std::size_t stored = 0;
        for (int day = 0; day <= batch / 40 + 1; ++day) {
            const auto of_day = *ledger->tickets(site.hall, plus_days(monday, day));
            stored += of_day.size();
            for (std::size_t i = 0; i < of_day.size(); ++i)
                ASSERT_EQ(of_day[i].number, static_cast<int>(i) + 1) << "run " << run;
        }
        ASSERT_GE(static_cast<int>(stored), tickets) << "run " << run;
        ASSERT_LE(static_cast<int>(stored), tickets + 3) << "run " << run;
        ASSERT_FALSE(HasFailure()) << "run " << run;
    }
    const auto ledger = open();
    EXPECT_GT(batch, 0);
    std::cout << "killed " << wanted_runs() << " times: " << batch + 1 << " imports, " << tickets << " tickets, " << steps
              << " steps of custody\n";
    ASSERT_TRUE(import_csv(ledger->local(), batch_csv(batch + 1), policy_)->taken);
    EXPECT_EQ(batch_of(*ledger), batch + 1);
}

TEST_F(Crash, FullDiskIsToldAndCostsNothing) {
    const int code = in_child([&] {
        const SmallDisk disk(dir_.path().string());
        const auto ledger = open_ledger(options());
        if (!ledger || !import_csv((*ledger)->local(), batch_csv(0), policy_)) return 1;
        const auto report = import_csv((*ledger)->local(), demo_csv(1, 100'000, monday), policy_);
        if (report) return 2;
        if (disk.mounted() && report.error().fault != Fault::disk_full) return 3;
        if (disk.mounted() && report.error().detail.find("free some space") == std::string::npos) return 4;
        if (!(*ledger)->check() || batch_of(**ledger) != 0) return 5;
        if (!(*ledger)->issue(request("after"), site, policy_, morning())) return 6;
        disk.free_some_space();
        const auto small = import_csv((*ledger)->local(), batch_csv(1), policy_);
        if (!small) return std::cerr << small.error().detail << "\n", 7;
        return batch_of(**ledger) == 1 && !HasFailure() ? 0 : 8;
    });
    EXPECT_EQ(code, 0);
}

TEST_F(Crash, LedgerThatMayNotBeWrittenIsToldAndLeftAlone) {
    ASSERT_TRUE(import_csv(open()->local(), batch_csv(0), policy_));
    const auto before = support::read_file(options().path);
    ASSERT_EQ(chmod(options().path.c_str(), 0444), 0);
    ASSERT_EQ(chmod((options().path + ".key").c_str(), 0444), 0);
    ASSERT_EQ(chmod(dir_.path().c_str(), 0555), 0);
    const int code = in_child([&] {
        if (geteuid() == 0 && setuid(65534) != 0) return 1;
        const auto ledger = open_ledger(options());
        if (ledger) return 2;
        if (ledger.error().fault != Fault::ledger_unreadable) return 3;
        return ledger.error().detail.find("let this user write") == std::string::npos ? 4 : 0;
    });
    ASSERT_EQ(chmod(dir_.path().c_str(), 0755), 0);
    EXPECT_EQ(code, 0);
    EXPECT_EQ(support::read_file(options().path), before);
}

}  // namespace
}  // namespace ledger_test
