#include <gtest/gtest.h>
#include <winscard.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <thread>

#include "hw/reader/reader.h"
#include "tests/support/card_events.h"
#include "tests/support/pcscd.h"

namespace hw {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using support::card;
using Lines = std::vector<std::string>;

constexpr milliseconds busy_machine{1500};  // what a test may come late when many run at once

int count_threads() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<int>(std::distance(begin(tasks), end(tasks)));
}

// The driver against the real pcscd.
class PcscReader : public testing::Test {
protected:
    PcscReader() { daemon.serve_this_process(); }

    // With one reader plugged in, ready.
    void open() {
        daemon.start();
        usb.plug();
        reader = open_pcsc_reader("", events.sink());
        ASSERT_EQ(events.next(), "ready");
    }

    support::Pcscd daemon;
    support::SimReader usb{daemon};
    support::CardEvents events;
    std::unique_ptr<Reader> reader;
};

TEST_F(PcscReader, TellsACardFromItsComingToItsGoing) {
    open();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
}

TEST_F(PcscReader, CardThatLiesThereAtTheStartIsRead) {
    daemon.start();
    usb.plug();
    usb.insert(card("old-01"));
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, ManyCardsOneAfterTheOther) {
    open();
    for (int i = 0; i < 30; ++i) {
        usb.insert(card(i % 2 == 0 ? "old-01" : "mifare"));
        ASSERT_EQ(events.next(2),
                  (Lines{"inserted", i % 2 == 0 ? "identified transit 0001" : "identified storage Mifare Classic 1K"}));
        usb.pull();
        ASSERT_EQ(events.next(), "removed");
    }
}

struct KindRow {
    const char* file;
    const char* told;
};
void PrintTo(const KindRow& row, std::ostream* out) { *out << row.file; }
class PcscReaderReads : public PcscReader, public testing::WithParamInterface<KindRow> {};

TEST_P(PcscReaderReads, EveryKindOfCard) {
    open();
    usb.insert(card(GetParam().file));
    EXPECT_EQ(events.next(2), (Lines{"inserted", GetParam().told}));
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
}

INSTANTIATE_TEST_SUITE_P(
    , PcscReaderReads,
    testing::Values(
        KindRow{"old-03", "identified transit 0003"}, KindRow{"county", "identified transit 0001"},
        KindRow{"city-union", "identified transit 0017"}, KindRow{"new-senior", "identified transit 0001"},
        KindRow{"tunion-elsewhere", "identified transit 0001"}, KindRow{"dual", "identified transit 0003 and 0021"},
        KindRow{"social-1", "identified social 3 0001 protected"}, KindRow{"social-2", "identified social 2 0002 open"},
        KindRow{"social-3", "identified social 3 0003 protected rides"},
        KindRow{"social-contact", "identified social 2 0001 open"},
        KindRow{"mifare", "identified storage Mifare Classic 1K"}, KindRow{"resident-id", "identified resident id"},
        KindRow{"bank", "identified bank"}, KindRow{"blocked", "identified blocked"},
        KindRow{"garbage", "identified unknown"}, KindRow{"mute", "card failed card_unresponsive"},
        KindRow{"silent", "card failed card_unresponsive"}, KindRow{"crooked", "identified transit 0001"}),
    [](const auto& test) {
        std::string name = test.param.file;
        std::replace(name.begin(), name.end(), '-', '_');
        return name;
    });

TEST_F(PcscReader, CardPulledWhileItIsReadHasFailed) {
    open();
    usb.insert(card("pulled"));
    EXPECT_EQ(events.next(3), (Lines{"inserted", "card failed card_removed_early", "removed"}));
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
}

TEST_F(PcscReader, CardPulledInTheMiddleOfAnAnswerHasFailed) {
    open();
    usb.insert(*SimulatedCard::parse("atr = 3B 80 80 01 01\ndelay_ms = 2500\n", "slow"));
    EXPECT_EQ(events.next(), "inserted");
    ASSERT_TRUE(support::wait_until([&] { return usb.apdus() == 1; }));
    usb.pull();
    EXPECT_EQ(events.next(2), (Lines{"card failed card_removed_early", "removed"}));
}

class PcscReaderBlink : public PcscReader, public testing::WithParamInterface<int> {};

// Faster than pcscd looks: only its counter tells that it may be another card.
TEST_P(PcscReaderBlink, AnotherCardIsNotTakenForTheFirst) {
    open();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    usb.pull();
    if (GetParam() > 0) std::this_thread::sleep_for(milliseconds(GetParam()));  // the gap itself is what is tested
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(3), (Lines{"removed", "inserted", "identified transit 0002"}));
}

INSTANTIATE_TEST_SUITE_P(, PcscReaderBlink, testing::Values(0, 5, 50),
                         [](const auto& test) { return "after_" + std::to_string(test.param) + "_ms"; });

// ---- other programs

TEST_F(PcscReader, CardThatAnotherProgramKeepsIsReadWhenItLetsGo) {
    daemon.start();
    usb.plug();
    usb.insert(card("old-01"));
    SCARDCONTEXT context = 0;
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    ASSERT_EQ(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), SCARD_S_SUCCESS);
    const auto keep = [&] {
        return SCardConnect(context, "Kiosk Test Reader (A1) 00 00", SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_ANY, &handle,
                            &protocol) == SCARD_S_SUCCESS;
    };
    ASSERT_TRUE(support::wait_until(keep));
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "card failed reader_busy"}));
    SCardDisconnect(handle, SCARD_LEAVE_CARD);
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    SCardReleaseContext(context);
}

TEST_F(PcscReader, CardThatAnotherProgramIsTalkingToIsReadWhenItHasFinished) {
    daemon.start();
    usb.plug();
    usb.insert(card("old-01"));
    SCARDCONTEXT context = 0;
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    ASSERT_EQ(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), SCARD_S_SUCCESS);
    ASSERT_TRUE(support::wait_until([&] {
        return SCardConnect(context, "Kiosk Test Reader (A1) 00 00", SCARD_SHARE_SHARED, SCARD_PROTOCOL_ANY, &handle,
                            &protocol) == SCARD_S_SUCCESS;
    }));
    ASSERT_EQ(SCardBeginTransaction(handle), SCARD_S_SUCCESS);
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "failed reader_busy"}));
    SCardEndTransaction(handle, SCARD_LEAVE_CARD);
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
    SCardDisconnect(handle, SCARD_LEAVE_CARD);
    SCardReleaseContext(context);
}

TEST_F(PcscReader, TwoProgramsReadTheSameCardAtOnce) {
    open();
    support::CardEvents others;
    const auto other = open_pcsc_reader("", others.sink());
    EXPECT_EQ(others.next(), "ready");
    for (int i = 0; i < 10; ++i) {
        usb.insert(card("social-2"));
        EXPECT_EQ(events.next(2), (Lines{"inserted", "identified social 2 0002 open"}));
        EXPECT_EQ(others.next(2), (Lines{"inserted", "identified social 2 0002 open"}));
        usb.pull();
        EXPECT_EQ(events.next(), "removed");
        EXPECT_EQ(others.next(), "removed");
    }
}

// ---- readers that come and go

TEST_F(PcscReader, ReaderThatIsAbsentAtTheStartIsFoundWhenItComes) {
    daemon.start();
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_absent");
    usb.plug();
    EXPECT_EQ(events.next(), "ready");
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, UnpluggedReaderIsAbsentAndItsCardIsReadAgainAfterwards) {
    open();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    usb.unplug();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_absent"}));
    usb.plug();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"})) << daemon.log();
}

TEST_F(PcscReader, ReaderUnpluggedWhileItReads) {
    open();
    usb.insert(*SimulatedCard::parse("atr = 3B 80 80 01 01\ndelay_ms = 2500\n", "slow"));
    EXPECT_EQ(events.next(), "inserted");
    ASSERT_TRUE(support::wait_until([&] { return usb.apdus() == 1; }));
    usb.unplug();
    // the second try may come before pcscd knows that the reader is gone: then the card is the one that does not answer
    const auto failed = events.next();
    EXPECT_TRUE(failed == "card failed card_removed_early" || failed == "card failed card_unresponsive") << failed;
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_absent"}));
    usb.insert(card("old-01"));
    usb.plug();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, OnlyTheReaderOfTheConfiguredNameCounts) {
    support::SimReader other(daemon, "B2");
    daemon.start();
    usb.plug();
    reader = open_pcsc_reader("(B2)", events.sink());
    EXPECT_EQ(events.next(), "failed reader_absent");
    other.plug();
    EXPECT_EQ(events.next(), "ready");
    usb.insert(card("old-01"));
    other.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
    other.unplug();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_absent"}));
}

TEST_F(PcscReader, OfTwoReadersTheOneWithTheCardIsRead) {
    support::SimReader other(daemon, "B2");
    open();
    other.plug();
    other.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
    usb.insert(card("old-01"));
    EXPECT_TRUE(events.quiet(milliseconds(300))) << "one card at a time";
    other.pull();
    EXPECT_EQ(events.next(3), (Lines{"removed", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, ReplacedReaderOfAnotherNameIsUsed) {
    support::SimReader other(daemon, "B2");
    open();
    usb.unplug();
    EXPECT_EQ(events.next(), "failed reader_absent");
    other.insert(card("old-01"));
    other.plug();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, ConfiguredReaderThatIsReplacedByAStrangersIsAbsent) {
    support::SimReader other(daemon, "B2");
    daemon.start();
    usb.plug();
    reader = open_pcsc_reader("(A1)", events.sink());
    EXPECT_EQ(events.next(), "ready");
    usb.unplug();
    EXPECT_EQ(events.next(), "failed reader_absent");
    other.insert(card("old-01"));
    other.plug();
    EXPECT_TRUE(events.quiet(milliseconds(300))) << "the stranger's card was read";
}

TEST_F(PcscReader, OfAsManyReadersAsPcscdTakesTheOneWithTheCardIsRead) {
    std::deque<support::SimReader> others;
    open();
    for (int i = 0; i < 15; ++i) others.emplace_back(daemon, "B" + std::to_string(i)).plug();
    others[7].insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
}

TEST_F(PcscReader, ReaderThatLosesItsSensesIsAbsentUntilItHasThemAgain) {
    open();
    usb.lose_sense();
    EXPECT_EQ(events.next(), "failed reader_absent");
    usb.insert(card("old-01"));
    usb.regain_sense();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

// ---- two slots of one device: one place to put a card

class PcscReaderTwoSlots : public PcscReader {
protected:
    PcscReaderTwoSlots() {
        antenna.plug();
        open();
    }
    support::SimReader antenna{daemon, "A1", support::SimReader::SecondSlot{}};
};

TEST_F(PcscReaderTwoSlots, EitherIsRead) {
    antenna.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    antenna.pull();
    EXPECT_EQ(events.next(), "removed");
    usb.insert(card("social-contact"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified social 2 0001 open"}));
}

TEST_F(PcscReaderTwoSlots, TwoCardsAreTooMany) {
    antenna.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "card failed several_cards"}));
    antenna.pull();
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"})) << "what is left is read";
    usb.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(PcscReaderTwoSlots, TwoCardsOfTwoKindsAreTooMany) {
    usb.insert(card("bank"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified bank"}));
    antenna.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "card failed several_cards"}));
}

TEST_F(PcscReaderTwoSlots, OneCardThatShowsInBothIsOneVisit) {
    usb.insert(card("dual"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0003 and 0021"}));
    antenna.insert(card("dual"));
    EXPECT_TRUE(events.quiet(milliseconds(300)));
    usb.pull();
    EXPECT_TRUE(events.quiet(milliseconds(300))) << "it is still there";
    antenna.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(PcscReaderTwoSlots, MuteSecondCardDoesNotSpoilTheFirst) {
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    antenna.insert(card("mute"));
    EXPECT_TRUE(events.quiet(milliseconds(300)));
    usb.pull();
    EXPECT_EQ(events.next(2), (Lines{"inserted", "card failed card_unresponsive"}));
    antenna.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(PcscReaderTwoSlots, ReadableCardIsTakenBesideOneThatIsNot) {
    antenna.insert(card("mute"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "card failed card_unresponsive"}));
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

// ---- the daemon

TEST_F(PcscReader, DaemonThatIsNotThereIsTold) {
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    usb.plug();
    daemon.start();
    std::string line = events.next();
    if (line == "failed reader_absent") line = events.next();  // the daemon is up before it has opened the reader
    EXPECT_EQ(line, "ready");
}

TEST_F(PcscReader, KilledDaemonIsToldAndFoundAgain) {
    open();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    daemon.kill();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_service_gone"}));
    daemon.start();
    std::string line = events.next();
    if (line == "failed reader_absent") line = events.next();
    EXPECT_EQ(line, "ready");
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, DaemonKilledWhileACardIsRead) {
    open();
    usb.insert(*SimulatedCard::parse("atr = 3B 80 80 01 01\ndelay_ms = 2500\n", "slow"));
    EXPECT_EQ(events.next(), "inserted");
    ASSERT_TRUE(support::wait_until([&] { return usb.apdus() == 1; }));
    daemon.kill();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_service_gone"}));
}

// ---- what hangs

TEST_F(PcscReader, AnswerThatNeverComesIsToldAndTheReaderComesBack) {
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
    EXPECT_TRUE(events.quiet(milliseconds(200))) << "told after the end";
}

TEST_F(PcscReader, IsDestroyedWhileTheDaemonHangs) {
    open();
    daemon.freeze();
    const auto begin = steady_clock::now();
    reader.reset();
    EXPECT_LT(steady_clock::now() - begin, seconds(3));
    daemon.thaw();
}

TEST_F(PcscReader, DaemonThatHangsFromTheStartIsTold) {
    daemon.start();
    daemon.freeze();
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    daemon.thaw();
    EXPECT_EQ(events.next(), "failed reader_absent");
    usb.plug();
    EXPECT_EQ(events.next(), "ready");
}

TEST_F(PcscReader, DaemonThatFreezesWhileNothingHappensIsToldWithinThreeSeconds) {
    open();
    const int threads = count_threads();
    for (int i = 0; i < 3; ++i) {
        const auto begin = steady_clock::now();
        daemon.freeze();
        EXPECT_EQ(events.next(), "failed reader_service_gone");
        EXPECT_LT(steady_clock::now() - begin, milliseconds(3000) + busy_machine);
        daemon.thaw();
        EXPECT_EQ(events.next(), "ready");
        EXPECT_EQ(count_threads(), threads);
    }
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, CardThatLiesThereWhileTheDaemonIsFrozenIsReadAgain) {
    open();
    usb.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    daemon.freeze();
    EXPECT_EQ(events.next(), "failed reader_service_gone");
    daemon.thaw();
    EXPECT_EQ(events.next(4), (Lines{"removed", "ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReader, FrozenDaemonThatIsKilledAndStartedAgainIsFound) {
    open();
    const int threads = count_threads();
    for (int i = 0; i < 2; ++i) {
        daemon.freeze();
        EXPECT_EQ(events.next(), "failed reader_service_gone");
        daemon.kill();
        daemon.start();
        std::string line = events.next();
        if (line == "failed reader_absent") line = events.next();
        EXPECT_EQ(line, "ready");
        EXPECT_EQ(count_threads(), threads);
    }
}

}  // namespace
}  // namespace hw
