#include "hw/card/simulated_card.h"

#include <gtest/gtest.h>

#include <ostream>

namespace hw {
namespace {

std::string ask(SimulatedCard& card, const char* apdu) {
    const auto reply = card.transmit(*from_hex(apdu));
    return reply ? to_hex(*reply) : "error";
}

TEST(SimulatedCard, AnswersByItsFile) {
    auto card = SimulatedCard::parse(
        "# a card\n"
        "title.zh = 样卡  # a name\n"
        "title.en = Sample # 1\n"
        "atr = 3B 80 80 01 01\r\n"
        "delay_ms = 20\n"
        "\n"
        "00B0 95 ?? * -> 01 \"#2\" 00*3 9000\n"
        "default -> 6A82\n",
        "sample");
    ASSERT_TRUE(card) << card.error().detail;
    EXPECT_EQ(card->title(), (kiosk::Bilingual{"样卡", "Sample"}));
    EXPECT_EQ(to_hex(card->atr()), "3B80800101");
    EXPECT_EQ(card->delay(), std::chrono::milliseconds(20));
    EXPECT_EQ(ask(*card, "00B0950000"), "0123320000009000");
    EXPECT_EQ(ask(*card, "00B095"), "6A82") << "shorter than the pattern";
    EXPECT_EQ(ask(*card, "00B0940000"), "6A82");
}

TEST(SimulatedCard, AnswersASectionOnlyWhileItIsSelected) {
    auto card = SimulatedCard::parse(
        "atr = 3B 00\n00 B0 01 -> 10 90 00\n"
        "[a]\nselect 00 A4 0A -> 90 00\n00 B0 02 -> 0A 90 00\n00 B0 01 -> AA 90 00\n"
        "[b]\nselect 00 A4 0B -> 90 00\n00 B0 02 -> 0B 90 00\n",
        "sections");
    ASSERT_TRUE(card) << card.error().detail;
    EXPECT_EQ(ask(*card, "00B002"), "6D00");
    EXPECT_EQ(ask(*card, "00B001"), "109000");
    ask(*card, "00A40A");
    EXPECT_EQ(ask(*card, "00B002"), "0A9000");
    EXPECT_EQ(ask(*card, "00B001"), "AA9000") << "what is selected comes first";
    ask(*card, "00A40B");
    EXPECT_EQ(ask(*card, "00B002"), "0B9000");
    EXPECT_EQ(ask(*card, "00B001"), "109000");
    card->reset();
    EXPECT_EQ(ask(*card, "00B002"), "6D00");
}

TEST(SimulatedCard, IsPulledAfterSoManyAnswers) {
    auto card = SimulatedCard::parse("atr = 3B 00\npulled_after = 1\n", "pulled");
    EXPECT_TRUE(card->transmit(Bytes{0x00}));
    EXPECT_EQ(card->transmit(Bytes{0x00}).error().fault, kiosk::Fault::card_removed_early);
    card->reset();
    EXPECT_FALSE(card->transmit(Bytes{0x00}));
}

TEST(SimulatedCard, FallsSilentUntilAReset) {
    auto card = SimulatedCard::parse("atr = 3B 00\nsilent_after = 0\nwakes_on_reset = yes\n", "silent");
    EXPECT_EQ(card->transmit(Bytes{0x00}).error().fault, kiosk::Fault::card_unresponsive);
    card->reset();
    EXPECT_TRUE(card->transmit(Bytes{0x00}));
}

TEST(SimulatedCard, AFileThatIsNotThereIsSaid) {
    const auto card = SimulatedCard::load("/nowhere/at-all.card");
    ASSERT_FALSE(card);
    EXPECT_EQ(card.error().fault, kiosk::Fault::not_found);
    EXPECT_NE(card.error().detail.find("/nowhere/at-all.card"), std::string::npos);
}

struct WrongRow {
    const char* name;
    const char* text;
    const char* detail;
};
void PrintTo(const WrongRow& row, std::ostream* out) { *out << row.name; }
class WrongCardFile : public testing::TestWithParam<WrongRow> {};

TEST_P(WrongCardFile, IsRefusedWithItsLine) {
    const auto card = SimulatedCard::parse(GetParam().text, "x.card");
    ASSERT_FALSE(card);
    EXPECT_EQ(card.error().fault, kiosk::Fault::malformed);
    EXPECT_NE(card.error().detail.find(GetParam().detail), std::string::npos) << card.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    , WrongCardFile,
    testing::Values(WrongRow{"no_atr", "title.en = x\n", "x.card:1: atr is missing"},
                    WrongRow{"empty", "", "atr is missing"}, WrongRow{"atr_odd", "\natr = 3B0\n", "x.card:2: an ATR"},
                    WrongRow{"atr_long", "atr = 3B*40", "an ATR"},
                    WrongRow{"unknown_key", "atr = 3B 00\ncolour = red\n", "x.card:2: unknown key colour"},
                    WrongRow{"not_a_number", "delay_ms = soon\n", "x.card:1: expected a number"},
                    WrongRow{"negative", "delay_ms = -1\n", "expected a number"},
                    WrongRow{"not_yes", "mute = maybe\n", "expected yes or no"},
                    WrongRow{"no_statement", "hello\n", "expected KEY = VALUE"},
                    WrongRow{"bad_command", "atr = 3B 00\n00 X4 -> 90 00\n", "x.card:2: a command"},
                    WrongRow{"rest_in_the_middle", "atr = 3B 00\n00 * 00 -> 90 00\n", "x.card:2: a command"},
                    WrongRow{"no_command", "atr = 3B 00\n-> 90 00\n", "a command"},
                    WrongRow{"bad_reply", "atr = 3B 00\n00 A4 -> 9\n", "x.card:2: a reply"},
                    WrongRow{"open_quote", "atr = 3B 00\n00 A4 -> \"abc\n", "a reply"},
                    WrongRow{"reply_too_long", "atr = 3B 00\n00 A4 -> 00*65000 00*65000\n", "a reply"},
                    WrongRow{"select_outside", "atr = 3B 00\nselect 00 A4 -> 90 00\n", "below a [SECTION]"},
                    WrongRow{"section_open", "atr = 3B 00\n[a\n", "x.card:2: a section"},
                    WrongRow{"setting_in_section", "[a]\natr = 3B 00\n", "x.card:2: settings stand"},
                    WrongRow{"not_utf8", "title.zh = \xC0\xC1\n", "UTF-8"}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace hw
