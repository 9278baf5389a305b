#include <gtest/gtest.h>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "tests/hw/reader/pcsc_fixture.h"

namespace {
std::atomic<long> clock_set_by_s{0};
}

// The wall clock of this process, which libpcsclite asks: an executable's own function comes before the C library's.
extern "C" int gettimeofday(timeval* time, void* zone) noexcept {
    const auto code = syscall(SYS_gettimeofday, time, zone);
    time->tv_sec += clock_set_by_s;
    return static_cast<int>(code);
}

namespace hw {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds busy_machine{1500};   // what a test may come late when many run at once
constexpr milliseconds short_silence{2000};  // between questions to a daemon while nothing happens

TEST_F(PcscReader, DaemonThatIsNotThereIsReported) {
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    usb.plug();
    daemon.start();
    EXPECT_EQ(next_when_started(), "ready");
}

TEST_F(PcscReader, KilledDaemonIsReportedAndFoundAgain) {
    open();
    insert_old_card();
    daemon.kill();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_service_gone"}));
    daemon.start();
    EXPECT_EQ(next_when_started(), "ready");
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, DaemonKilledWhileACardIsRead) {
    open();
    insert_slow_card();
    daemon.kill();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_service_gone"}));
}

TEST_F(PcscReader, AnswerThatNeverComesIsReportedAndTheReaderComesBack) {
    open();
    usb.hang();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(), "inserted");
    const auto begin = steady_clock::now();
    EXPECT_EQ(events.next(), "failed reader_silent");
    EXPECT_GT(steady_clock::now() - begin, milliseconds(2500));
    EXPECT_LT(steady_clock::now() - begin, milliseconds(3000) + busy_machine);
    usb.go_on();
    EXPECT_EQ(events.next(2), (Lines{"ready", "card failed card_unresponsive"}));
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
}

TEST_F(PcscReader, HangingReaderThatIsUnpluggedIsAbsent) {
    open();
    usb.hang();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "failed reader_silent"}));
    usb.unplug();
    Lines rest;
    while (rest.empty() || rest.back() != "failed reader_absent") {
        rest.push_back(events.next());
        ASSERT_NE(rest.back(), "nothing");
    }
    EXPECT_NE(std::find(rest.begin(), rest.end(), "removed"), rest.end());
}

TEST_F(PcscReader, IsDestroyedWhileNothingHappens) {
    open();
    const auto begin = steady_clock::now();
    reader.reset();
    EXPECT_LT(steady_clock::now() - begin, milliseconds(500));
}

TEST_F(PcscReader, IsDestroyedWhileAnAnswerHangs) {
    open();
    usb.hang();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(), "inserted");
    ASSERT_TRUE(support::wait_until([&] { return usb.apdus() == 1; }));
    const auto begin = steady_clock::now();
    reader.reset();
    EXPECT_LT(steady_clock::now() - begin, seconds(3));
    usb.go_on();
    EXPECT_TRUE(events.quiet(milliseconds(200))) << "reported after the end";
}

TEST_F(PcscReader, IsDestroyedWhileTheDaemonHangs) {
    open();
    daemon.freeze();
    const auto begin = steady_clock::now();
    reader.reset();
    EXPECT_LT(steady_clock::now() - begin, seconds(3));
    daemon.thaw();
}

TEST_F(PcscReader, DaemonThatHangsFromTheStartIsReported) {
    daemon.start();
    daemon.freeze();
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    daemon.thaw();
    EXPECT_EQ(events.next(), "failed reader_absent");
    usb.plug();
    EXPECT_EQ(events.next(), "ready");
}

TEST_F(PcscReader, DaemonThatFreezesWhileNothingHappensIsReportedWithinThreeSeconds) {
    open(short_silence);
    const int threads = support::count_threads();
    for (int i = 0; i < 3; ++i) {
        const auto begin = steady_clock::now();
        daemon.freeze();
        EXPECT_EQ(events.next(), "failed reader_service_gone");
        EXPECT_LT(steady_clock::now() - begin, milliseconds(3000) + busy_machine);
        daemon.thaw();
        EXPECT_EQ(events.next(), "ready");
        EXPECT_TRUE(support::wait_until([&] { return support::count_threads() == threads; }));
    }
    insert_old_card();
}

TEST_F(PcscReader, FrozenDaemonIsReportedOnceSomebodyIsThere) {
    open();
    const int threads = support::count_threads();
    for (int i = 0; i < 2; ++i) {
        daemon.freeze();
        reader->attend();
        EXPECT_EQ(events.next(), "failed reader_service_gone");
        daemon.thaw();
        EXPECT_EQ(events.next(), "ready");
        EXPECT_TRUE(support::wait_until([&] { return support::count_threads() == threads; }));
    }
    insert_old_card();
}

TEST_F(PcscReader, AttendingToADaemonThatIsWellIsNoNews) {
    open();
    for (int i = 0; i < 20; ++i) reader->attend();
    EXPECT_TRUE(events.quiet(milliseconds(3500))) << "one that did not answer is reported after 2.9 s";
    insert_old_card();
    reader->attend();
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(PcscReader, CardThatLiesThereWhileTheDaemonIsFrozenIsReadAgain) {
    open(short_silence);
    insert_old_card();
    daemon.freeze();
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    daemon.thaw();
    EXPECT_EQ(events.next(4), (Lines{"removed", "ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, FrozenDaemonThatIsKilledAndStartedAgainIsFound) {
    open(short_silence);
    const int threads = support::count_threads();
    for (int i = 0; i < 2; ++i) {
        daemon.freeze();
        EXPECT_EQ(events.next(), "failed reader_service_gone");
        daemon.kill();
        daemon.start();
        EXPECT_EQ(next_when_started(), "ready");
        EXPECT_TRUE(support::wait_until([&] { return support::count_threads() == threads; }));
    }
}

class PcscReaderClock : public PcscReader, public testing::WithParamInterface<long> {
protected:
    ~PcscReaderClock() override { clock_set_by_s = 0; }
};

TEST_P(PcscReaderClock, SetWhileTheReaderWaitsIsNoFault) {
    open(short_silence);
    EXPECT_TRUE(events.quiet(milliseconds(1000))) << "a wait lasts 2 s, so this is in its middle";
    clock_set_by_s = GetParam();
    EXPECT_TRUE(events.quiet(milliseconds(3500))) << "a wait that never ends is reported after 2.9 s";
    insert_old_card();
    clock_set_by_s = 0;
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
    insert_old_card();
}

INSTANTIATE_TEST_SUITE_P(, PcscReaderClock, testing::Values(-30 * 86400L, -3600L, -5L, 5L, 400 * 86400L),
                         [](const auto& test) {
                             return (test.param < 0 ? "BackBy" : "ForwardBy") + std::to_string(std::abs(test.param)) + "s";
                         });

}  // namespace
}  // namespace hw
