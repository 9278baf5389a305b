#include "hw/card/apdu.h"

#include <gtest/gtest.h>

#include <ostream>

namespace hw {
namespace {

// Notes what reaches it, and answers from a list.
class Notebook final : public CardChannel {
public:
    explicit Notebook(std::vector<kiosk::Result<Bytes>> replies) : replies_(std::move(replies)) {}
    Bytes atr() const override { return {}; }
    kiosk::Result<Bytes> transmit(ByteView apdu) override {
        seen.push_back(to_hex(apdu));
        if (seen.size() > replies_.size()) return Bytes{0x6F, 0x00};
        return replies_[seen.size() - 1];
    }
    std::vector<std::string> seen;

private:
    std::vector<kiosk::Result<Bytes>> replies_;
};

struct GuardRow {
    const char* name;
    const char* apdu;
    bool passes;
};
void PrintTo(const GuardRow& row, std::ostream* out) { *out << row.apdu; }
class Guard : public testing::TestWithParam<GuardRow> {};

TEST_P(Guard, LetsOnlyReadsThrough) {
    Notebook card({Bytes{0x90, 0x00}});
    Dialogue dialogue(card);
    dialogue.send(*from_hex(GetParam().apdu));
    EXPECT_EQ(card.seen.size(), GetParam().passes ? 1U : 0U);
    const bool refused = dialogue.failure() && dialogue.failure()->fault == kiosk::Fault::refused;
    EXPECT_EQ(refused, !GetParam().passes);
}

INSTANTIATE_TEST_SUITE_P(
    , Guard,
    testing::Values(
        GuardRow{"select_by_name", "00A4040008A00000063201010500", true}, GuardRow{"select_file", "00A40000023F00", true},
        GuardRow{"read_binary", "00B0950000", true}, GuardRow{"read_record", "00B2032806", true},
        GuardRow{"get_response", "00C0000010", true}, GuardRow{"verify", "0020000003123456", false},
        GuardRow{"verify_without_data", "00200000", false}, GuardRow{"change_pin", "0024000006123456654321", false},
        GuardRow{"load_key", "FF82000006FFFFFFFFFFFF", false},
        GuardRow{"mifare_authenticate", "FF860000050100046000", false}, GuardRow{"uid_of_the_reader", "FFCA000000", false},
        GuardRow{"external_authenticate", "0082000A10", false},
        GuardRow{"internal_authenticate", "00880000081122334455667788", false},
        GuardRow{"update_binary", "00D6950001FF", false}, GuardRow{"update_record", "00DC010401FF", false},
        GuardRow{"append_record", "00E2000001FF", false}, GuardRow{"erase_binary", "000E000000", false},
        GuardRow{"put_data", "00DA000001FF", false}, GuardRow{"debit", "8054010F", false},
        GuardRow{"get_balance_is_not_needed", "805C000204", false}, GuardRow{"secure_messaging", "04B0950000", false},
        GuardRow{"logical_channel", "01A40000023F00", false}, GuardRow{"read_with_data_behind", "00B0950001FF", false},
        GuardRow{"select_with_a_command_behind", "00A40000023F000020000003", false},
        GuardRow{"select_without_data", "00A4000000", false}, GuardRow{"extended_length", "00B09500000100", false},
        GuardRow{"too_short", "00A4", false}, GuardRow{"empty", "", false}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Dialogue, FollowsMoreDataOfAT0Card) {
    Notebook card({Bytes{0x61, 0x03}, Bytes{0x01, 0x02, 0x61, 0x01}, Bytes{0x03, 0x90, 0x00}});
    Dialogue dialogue(card);
    const Reply reply = dialogue.send(select_file(0x00, 0x3F00));
    EXPECT_EQ(to_hex(reply.data), "010203");
    EXPECT_TRUE(reply.ok());
    EXPECT_EQ(card.seen, (std::vector<std::string>{"00A40000023F00", "00C0000003", "00C0000001"}));
    EXPECT_EQ(dialogue.apdus(), 3);
}

TEST(Dialogue, RepeatsWithTheLeThatTheCardNames) {
    Notebook card({Bytes{0x6C, 0x02}, Bytes{0x01, 0x02, 0x90, 0x00}});
    Dialogue dialogue(card);
    EXPECT_TRUE(dialogue.send(read_record(3, 0x28, 6)).ok());
    EXPECT_EQ(card.seen.back(), "00B2032802");
}

TEST(Dialogue, AsksForNothingWhereASelectMayHaveNoLe) {
    Notebook card({Bytes{0x67, 0x00}, Bytes{0x90, 0x00}});
    Dialogue dialogue(card);
    EXPECT_TRUE(dialogue.send(select_name(Bytes{0xA0, 0x01})).ok());
    EXPECT_EQ(card.seen, (std::vector<std::string>{"00A4040002A00100", "00A4040002A001"}));
}

struct FollowRow {
    const char* name;
    std::vector<const char*> replies;
    const char* data;
    int sw;
    std::vector<std::string> commands;
};
void PrintTo(const FollowRow& row, std::ostream* out) { *out << row.name; }
class Follow : public testing::TestWithParam<FollowRow> {};

TEST_P(Follow, GetsTheWholeAnswerOrTheReasonWhyNot) {
    std::vector<kiosk::Result<Bytes>> replies;
    for (const char* reply : GetParam().replies) replies.emplace_back(*from_hex(reply));
    Notebook card(replies);
    Dialogue dialogue(card);
    const Reply reply = dialogue.send(read_binary(0x15, 0x1E));
    EXPECT_EQ(to_hex(reply.data), GetParam().data);
    EXPECT_EQ(reply.sw, GetParam().sw);
    EXPECT_EQ(card.seen, GetParam().commands);
}

INSTANTIATE_TEST_SUITE_P(
    , Follow,
    testing::Values(
        FollowRow{"at_once", {"01029000"}, "0102", 0x9000, {"00B095001E"}},
        FollowRow{"all_256_more", {"6100", "01029000"}, "0102", 0x9000, {"00B095001E", "00C0000000"}},
        FollowRow{"data_and_more", {"016101", "029000"}, "0102", 0x9000, {"00B095001E", "00C0000001"}},
        FollowRow{"more_that_is_refused", {"6102", "6F00"}, "", 0x6F00, {"00B095001E", "00C0000002"}},
        FollowRow{
            "wrong_le_then_more", {"6C02", "6102", "01029000"}, "0102", 0x9000, {"00B095001E", "00B0950002", "00C0000002"}},
        FollowRow{"wrong_length_then_wrong_le",
                  {"6700", "6C02", "01029000"},
                  "0102",
                  0x9000,
                  {"00B095001E", "00B0950000", "00B0950002"}},
        FollowRow{"wrong_length_twice", {"6700", "6700"}, "", 0x6700, {"00B095001E", "00B0950000"}},
        FollowRow{"wrong_le_twice", {"6C02", "6C03"}, "", 0x6C03, {"00B095001E", "00B0950002"}},
        FollowRow{"wrong_le_of_all", {"6C00", "019000"}, "01", 0x9000, {"00B095001E", "00B0950000"}},
        FollowRow{"more_as_of_old", {"9F02", "01029000"}, "0102", 0x9000, {"00B095001E", "00C0000002"}},
        FollowRow{"more_in_another_length",
                  {"6110", "6C02", "01029000"},
                  "0102",
                  0x9000,
                  {"00B095001E", "00C0000010", "00C0000002"}},
        FollowRow{"more_of_a_wrong_length",
                  {"6110", "6700", "01029000"},
                  "0102",
                  0x9000,
                  {"00B095001E", "00C0000010", "00C0000000"}},
        FollowRow{"shorter_than_asked", {"016282"}, "01", 0x6282, {"00B095001E"}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Dialogue, TakesALongerAnswerThanItAskedFor) {
    Notebook card({Bytes(258, 0x90)});
    Dialogue dialogue(card);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0x1E)).data.size(), 256U);
}

TEST(Dialogue, AsksForAllWhereASelectMustHaveAnLe) {
    Notebook card({Bytes{0x67, 0x00}, Bytes{0x90, 0x00}});
    Dialogue dialogue(card);
    EXPECT_TRUE(dialogue.send(select_file(0x00, 0x3F00)).ok());
    EXPECT_EQ(card.seen, (std::vector<std::string>{"00A40000023F00", "00A40000023F0000"}));
}

TEST(Dialogue, LeavesACardAloneThatGivesAnAnswerInEndlessPieces) {
    Notebook card(std::vector<kiosk::Result<Bytes>>(100, Bytes{0x01, 0x61, 0x01}));
    Dialogue dialogue(card);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.apdus(), 1 + dialogue_limit::responses);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_endless);
}

TEST(Dialogue, LeavesACardAloneThatGivesMoreThanAnyFileHolds) {
    Notebook card({Bytes(65000, 0x90)});
    Dialogue dialogue(card);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_endless);
}

TEST(Dialogue, EndsAfterSoManyCommands) {
    Notebook card({});
    Dialogue dialogue(card);
    for (int i = 0; i < dialogue_limit::commands; ++i) EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0x6F00);
    EXPECT_FALSE(dialogue.failure());
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.apdus(), dialogue_limit::commands);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_endless);
    EXPECT_EQ(dialogue.failure()->detail, "no end after 128 commands");
}

TEST(Dialogue, EndsAfterSoMuchTime) {
    static kiosk::Steady now;
    now = {};
    Notebook card({});
    Dialogue dialogue(card, [] { return now; });
    now += dialogue_limit::time;
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0x6F00);
    now += std::chrono::milliseconds(1);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_endless);
    EXPECT_EQ(dialogue.failure()->detail, "no end after 8 s");
}

TEST(Dialogue, SendsNothingMoreAfterTheCardIsGone) {
    Notebook card({kiosk::Error{kiosk::Fault::card_removed_early, "test"}, Bytes{0x90, 0x00}});
    Dialogue dialogue(card);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(card.seen.size(), 1U);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_removed_early);
}

TEST(Dialogue, TakesAReplyWithoutStatusWordForNone) {
    Notebook card({Bytes{0x90}});
    Dialogue dialogue(card);
    EXPECT_EQ(dialogue.send(read_binary(0x15, 0)).sw, 0);
    EXPECT_EQ(dialogue.failure()->fault, kiosk::Fault::card_unresponsive);
}

}  // namespace
}  // namespace hw
