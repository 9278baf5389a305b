#include "kiosk/code/payload.h"

#include <gtest/gtest.h>

#include <ostream>

#include "tests/kiosk/code/code_test_support.h"

namespace code_test {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes hex(std::string_view digits) {
    Bytes bytes;
    for (; digits.size() >= 2; digits.remove_prefix(2))
        bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(digits.substr(0, 2)), nullptr, 16)));
    return bytes;
}

const KeyId key_id{0xAA, 0xBB, 0xCC, 0xDD};
const CodeTerms terms{2026y / 11 / 22, 2026y / 11 / 23};  // 512B and 512C

TEST(Payload, EveryKindComesBackFromItsBytes) {
    for (const OwnCode& code : {OwnCode{TicketCode{{1, 2, 3, 4}, 'Z', 999}}, OwnCode{SlipCode{"DEMO-00002"}},
                                OwnCode{ReceiptCode{std::string(longest_identifier, 'K')}}, OwnCode{BagCode{"案7"}}}) {
        const Payload payload{code, terms, key_id};
        EXPECT_EQ(parse_payload(to_bytes(payload)), payload);
    }
}

TEST(Payload, IsLaidOutAsItsHeaderSays) {
    EXPECT_EQ(to_bytes({TicketCode{{1, 2, 3, 4}, 'A', 258}, terms, key_id}), hex("01AABBCCDD512B512C0102030441"
                                                                                 "0102"));
    EXPECT_EQ(to_bytes({BagCode{"B7"}, terms, key_id}), hex("04AABBCCDD512B512C"
                                                            "4237"));
}

TEST(HallId, IsTheSameEverywhereAndDiffersByName) {
    EXPECT_EQ(hall_id("Demo hall"), hall_id("Demo hall"));
    EXPECT_NE(hall_id("Demo hall"), hall_id("Demo hall 2"));
}

struct PayloadRow {
    const char* name;
    const char* bytes;
};
void PrintTo(const PayloadRow& row, std::ostream* out) { *out << row.name; }
class BadPayload : public testing::TestWithParam<PayloadRow> {};

TEST_P(BadPayload, IsNone) { EXPECT_EQ(parse_payload(hex(GetParam().bytes)), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(, BadPayload,
                         testing::Values(PayloadRow{"empty", ""}, PayloadRow{"head_cut", "01AABBCCDD512B51"},
                                         PayloadRow{"no_body", "02AABBCCDD512B512C"},
                                         PayloadRow{"kind_zero", "00AABBCCDD512B512C41"},
                                         PayloadRow{"kind_of_the_future", "05AABBCCDD512B512C41"},
                                         PayloadRow{"ends_before_it_begins", "04AABBCCDD512C512B41"},
                                         PayloadRow{"ticket_cut", "01AABBCCDD512B512C010203044101"},
                                         PayloadRow{"ticket_too_long", "01AABBCCDD512B512C0102030441010200"},
                                         PayloadRow{"ticket_number_zero",
                                                    "01AABBCCDD512B512C010203044100"
                                                    "00"},
                                         PayloadRow{"ticket_number_too_large",
                                                    "01AABBCCDD512B512C0102030441"
                                                    "03E8"},
                                         PayloadRow{"ticket_terminal", "01AABBCCDD512B512C01020304610102"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Payload, IdentifierThatIsTooLongIsNone) {
    auto bytes = to_bytes({BagCode{std::string(longest_identifier, 'B')}, terms, key_id});
    EXPECT_TRUE(parse_payload(bytes));
    bytes.push_back('B');
    EXPECT_EQ(parse_payload(bytes), std::nullopt);
}

}  // namespace
}  // namespace code_test
