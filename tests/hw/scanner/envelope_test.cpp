#include "hw/scanner/envelope.h"

#include <gtest/gtest.h>

namespace hw {
namespace {

using namespace std::string_literals;

struct EnvelopeRow {
    const char* name;
    std::string scanned, code, before, behind, identifier;
};
void PrintTo(const EnvelopeRow& row, std::ostream* out) { *out << row.name; }
class EnvelopeOf : public testing::TestWithParam<EnvelopeRow> {};
TEST_P(EnvelopeOf, IsTakenAway) {
    const auto& row = GetParam();
    const auto envelope = opened(row.scanned);
    EXPECT_EQ(envelope.code, row.code);
    EXPECT_EQ(envelope.before, row.before);
    EXPECT_EQ(envelope.behind, row.behind);
    EXPECT_EQ(envelope.identifier, row.identifier);
}
const std::string bus = "\x80\x01 in binary \x07"s;
INSTANTIATE_TEST_SUITE_P(
    , EnvelopeOf,
    testing::Values(
        EnvelopeRow{"nothing", "", "", "", "", ""}, EnvelopeRow{"bare", "KA2:A", "KA2:A", "", "", ""},
        EnvelopeRow{"blanks", "  KA2:A \t", "KA2:A", "  ", " \t", ""},
        EnvelopeRow{"qr", "]Q1KA2:A", "KA2:A", "]Q1", "", "]Q1"}, EnvelopeRow{"code_128", "]C0123", "123", "]C0", "", "]C0"},
        EnvelopeRow{"gs1",
                    "]C1\x1d"
                    "0112\x1d"
                    "21",
                    "0112\x1d"
                    "21",
                    "]C1\x1d", "", "]C1"},
        EnvelopeRow{"upc", "]E0036000291452", "036000291452", "]E0", "", "]E0"},
        EnvelopeRow{"all_of_it", "\x02 ]d2 x y\x1e\x04\x03\r\n", "x y", "\x02 ]d2 ", "\x1e\x04\x03\r\n", "]d2"},
        EnvelopeRow{"nul_behind", "abc\0"s, "abc", "", "\0"s, ""}, EnvelopeRow{"identifier_alone", "]Q1", "]Q1", "", "", ""},
        EnvelopeRow{"identifier_and_blank", "]Q1 ", "", "]Q1 ", "", "]Q1"},
        EnvelopeRow{"no_identifier", "]?1abc", "]?1abc", "", "", ""},
        EnvelopeRow{"chinese", "]Q1重庆\r", "重庆", "]Q1", "\r", "]Q1"},
        EnvelopeRow{"binary", bus + "\r", bus + "\r", "", "", ""},
        EnvelopeRow{"binary_blanks", "\n" + bus, "\n" + bus, "", "", ""},
        EnvelopeRow{"binary_identified", "]Q1 " + bus, " " + bus, "]Q1", "", "]Q1"},
        EnvelopeRow{"gbk", "\xd6\xd8 ", "\xd6\xd8 ", "", "", ""}, EnvelopeRow{"ends_only", "\r\n\t", "", "\r\n\t", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Envelope, NamesWhatAnAdministratorCannotSee) {
    EXPECT_EQ(named_characters("\r\n"), "CR LF");
    EXPECT_EQ(named_characters("\x02]Q1 "), "STX ]Q1 blank");
    EXPECT_EQ(named_characters("\0\x7f"s), "NUL DEL");
    EXPECT_EQ(named_characters(""), "");
}

TEST(Envelope, NamesTheSymbologiesOfIso15424) {
    EXPECT_EQ(symbology("]Q1"), "QR code");
    EXPECT_EQ(symbology("]C0"), "Code 128");
    EXPECT_EQ(symbology("]C1"), "GS1-128");
    EXPECT_EQ(symbology("]E0"), "EAN or UPC");
    EXPECT_EQ(symbology("]y0"), "");
    EXPECT_EQ(symbology(""), "");
}

}  // namespace
}  // namespace hw
