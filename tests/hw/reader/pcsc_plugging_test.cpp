#include <gtest/gtest.h>

#include <deque>

#include "tests/hw/reader/pcsc_fixture.h"

namespace hw {
namespace {

using std::chrono::milliseconds;

TEST_F(PcscReader, ReaderThatIsAbsentAtTheStartIsFoundWhenItComes) {
    daemon.start();
    reader = open_pcsc_reader("", events.sink());
    EXPECT_EQ(events.next(), "failed reader_absent");
    usb.plug();
    EXPECT_EQ(events.next(), "ready");
    insert_old_card();
}

TEST_F(PcscReader, UnpluggedReaderIsAbsentAndItsCardIsReadAgainAfterwards) {
    open();
    insert_old_card();
    usb.unplug();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_absent"}));
    usb.plug();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"})) << daemon.log();
}

TEST_F(PcscReader, ReaderUnpluggedWhileItReads) {
    open();
    insert_slow_card();
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
    insert_old_card();
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
    insert_old_card();
}

}  // namespace
}  // namespace hw
