#include "hw/reader/fake_reader.h"

#include <gtest/gtest.h>

#include "tests/support/card_events.h"

namespace hw {
namespace {

using support::card;
using Lines = std::vector<std::string>;

class FakeReaderTest : public testing::Test {
protected:
    FakeReaderTest() { EXPECT_EQ(events.next(), "ready"); }
    support::CardEvents events;
    FakeReader reader{events.sink()};
};

TEST_F(FakeReaderTest, ReportsACardFromItsComingToItsGoing) {
    reader.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    reader.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(FakeReaderTest, CardPulledWhileItIsReadHasFailed) {
    auto slow = SimulatedCard::parse("atr = 3B 00\ndelay_ms = 60000\n", "slow");
    reader.insert(*slow);
    EXPECT_EQ(events.next(), "inserted");
    reader.pull();
    EXPECT_EQ(events.next(2), (Lines{"card failed card_removed_early", "removed"}));
}

TEST_F(FakeReaderTest, CardThatIsPulledByItsScriptIsGone) {
    reader.insert(card("pulled"));
    EXPECT_EQ(events.next(3), (Lines{"inserted", "card failed card_removed_early", "removed"}));
    reader.insert(card("old-02"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0002"}));
}

TEST_F(FakeReaderTest, MuteCardIsUnresponsive) {
    reader.insert(card("mute"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "card failed card_unresponsive"}));
    reader.pull();
    EXPECT_EQ(events.next(), "removed");
}

TEST_F(FakeReaderTest, AnotherCardTakesThePlaceOfTheFirst) {
    reader.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    reader.insert(card("old-02"));
    EXPECT_EQ(events.next(3), (Lines{"removed", "inserted", "identified transit 0002"}));
}

TEST_F(FakeReaderTest, UnpluggedReaderIsAbsentAndItsCardIsReadAgainAfterwards) {
    reader.insert(card("old-01"));
    EXPECT_EQ(events.next(2), (Lines{"inserted", "identified transit 0001"}));
    reader.unplug();
    EXPECT_EQ(events.next(2), (Lines{"removed", "failed reader_absent"}));
    reader.replug();
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified transit 0001"}));
}

TEST(FakeReader, KnowsTheCardsOfTheCitiesThatItIsToldOf) {
    support::CardEvents events;
    FakeReader reader(events.sink(), {{"PAY.SZT", {"深圳", "Shenzhen"}}});
    reader.insert(card("shenzhen"));
    EXPECT_EQ(events.next(3), (Lines{"ready", "inserted", "identified of Shenzhen"}));
}

TEST(FakeReader, IsDestroyedInTheMiddleOfAReading) {
    support::CardEvents events;
    const auto begin = std::chrono::steady_clock::now();
    {
        FakeReader reader(events.sink());
        reader.insert(*SimulatedCard::parse("atr = 3B 00\ndelay_ms = 60000\n", "slow"));
        while (events.next() != "inserted") {
        }
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace hw
