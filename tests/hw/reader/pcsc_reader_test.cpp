#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <optional>
#include <thread>

#include "tests/hw/reader/pcsc_fixture.h"

namespace hw {
namespace {

using std::chrono::milliseconds;

TEST_F(PcscReader, ReportsACardFromItsComingToItsGoing) {
    open();
    insert_old_card();
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
    const char* reported;
};
void PrintTo(const KindRow& row, std::ostream* out) { *out << row.file; }
class PcscReaderReads : public PcscReader, public testing::WithParamInterface<KindRow> {};

TEST_P(PcscReaderReads, EveryKindOfCard) {
    open();
    usb.insert(card(GetParam().file));
    EXPECT_EQ(events.next(2), (Lines{"inserted", GetParam().reported}));
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
        KindRow{"silent", "card failed card_unresponsive"}, KindRow{"crooked", "identified transit 0001"},
        KindRow{"social-letters", "identified social 2 567X open"},
        KindRow{"social-3-letters", "identified social 3 567X protected"},
        KindRow{"social-no-version", "identified social 1 0041 open"},
        KindRow{"social-selected-number", "identified social 2 0042 protected"},
        KindRow{"social-all-records", "identified social 2 0043 open"},
        KindRow{"social-without-fci", "identified social 3 0044 protected"},
        KindRow{"city-union-shanghai", "identified numberless of 2000"}, KindRow{"old-by-file", "identified transit 9017"},
        KindRow{"old-by-file-strict", "identified transit 0071"}, KindRow{"old-t0", "identified transit 0073"},
        KindRow{"hangzhou-by-file", "identified transit 0074"}, KindRow{"highway", "identified numberless"},
        KindRow{"tunion-record", "identified transit 0076"}, KindRow{"tunion-long-lengths", "identified transit 0077"},
        KindRow{"bank-contact", "identified bank"}, KindRow{"bank-contact-closed", "identified bank"},
        KindRow{"bank-unionpay", "identified bank"}, KindRow{"atr-short", "identified unknown"},
        KindRow{"atr-long", "identified unknown"}, KindRow{"endless-more", "card failed card_endless"},
        KindRow{"endless-le", "identified unknown"}, KindRow{"endless-drip", "card failed card_endless"},
        KindRow{"endless-huge", "card failed card_endless"}, KindRow{"endless-yes", "identified numberless"}),
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
    insert_slow_card();
    usb.pull();
    EXPECT_EQ(events.next(2), (Lines{"card failed card_removed_early", "removed"}));
}

class PcscReaderBlink : public PcscReader, public testing::WithParamInterface<int> {};

// Faster than pcscd looks: only its counter tells that it may be another card.
TEST_P(PcscReaderBlink, AnotherCardIsNotTakenForTheFirst) {
    open();
    insert_old_card();
    usb.pull();
    if (GetParam() > 0) std::this_thread::sleep_for(milliseconds(GetParam()));  // the gap itself is what is tested
    usb.insert(card("old-02"));
    EXPECT_EQ(events.next(3), (Lines{"removed", "inserted", "identified transit 0002"}));
}

INSTANTIATE_TEST_SUITE_P(, PcscReaderBlink, testing::Values(0, 5, 50),
                         [](const auto& test) { return "after_" + std::to_string(test.param) + "_ms"; });

// ---- other programs

class PcscReaderShared : public PcscReader {
protected:
    // Until `let_go`, or its death.
    void another_program(std::vector<std::string> does) {
        does.insert(does.begin(), KIOSK_BINARY_DIR "/card_user");
        other.emplace(does, daemon.environment(), said);
    }
    void another_program_keeps_a_card(const std::string& mode) {
        daemon.start();
        usb.plug();
        usb.insert(card("old-01"));
        another_program({mode, "Kiosk Test Reader (A1) 00 00"});
        ASSERT_TRUE(support::wait_until([this] { return support::read_file(said) == "kept\n"; }));
        reader = open_pcsc_reader("", events.sink());
    }
    void let_go() { other->signal(SIGTERM); }

    support::TempDir dir;
    std::string said = dir.file("said");
    std::optional<support::Child> other;
};

TEST_F(PcscReaderShared, CardThatAnotherProgramKeepsIsReadWhenItLetsGo) {
    another_program_keeps_a_card("exclusive");
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "card failed reader_busy"}));
    let_go();
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReaderShared, CardThatAnotherProgramKeepsIsReadWhenThatIsKilled) {
    another_program_keeps_a_card("exclusive");
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "card failed reader_busy"}));
    other->signal(SIGKILL);
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
}

TEST_F(PcscReaderShared, CardThatAnotherProgramIsTalkingToIsReadWhenItHasFinished) {
    another_program_keeps_a_card("transaction");
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "failed reader_busy"}));
    let_go();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

TEST_F(PcscReaderShared, TwoProgramsReadTheSameCardAtOnce) {
    open();
    another_program({"read"});
    std::string expected = "ready\n";
    const auto others_said = [&](const char* line) {
        expected += line;
        return support::wait_until([&] { return support::read_file(said) == expected; });
    };
    ASSERT_TRUE(others_said(""));
    for (int i = 0; i < 10; ++i) {
        usb.insert(card("social-2"));
        EXPECT_EQ(events.next(2), (Lines{"inserted", "identified social 2 0002 open"}));
        ASSERT_TRUE(others_said("inserted\nidentified social 2 0002 open\n")) << support::read_file(said);
        usb.pull();
        EXPECT_EQ(events.next(), "removed");
        ASSERT_TRUE(others_said("removed\n")) << support::read_file(said);
    }
}

}  // namespace
}  // namespace hw
