#include "hw/scanner/framing.h"

#include <gtest/gtest.h>

namespace hw {
namespace {

using namespace std::string_literals;
using Codes = std::vector<std::string>;

struct FramingRow {
    const char* name;
    Framing::Kind kind;
    Codes pieces;  // as they arrive; "SILENCE": none does
    Codes codes;
};
void PrintTo(const FramingRow& row, std::ostream* out) { *out << row.name; }
class FramingOf : public testing::TestWithParam<FramingRow> {};
TEST_P(FramingOf, FindsTheCodes) {
    Framing framing(GetParam().kind);
    Codes codes;
    for (const auto& piece : GetParam().pieces) {
        if (piece == "SILENCE") {
            if (auto code = framing.silence()) codes.push_back(*code);
        } else {
            for (auto& code : framing.feed(piece)) codes.push_back(code);
        }
    }
    EXPECT_EQ(codes, GetParam().codes);
}
const std::string full(Framing::longest, 'x');
INSTANTIATE_TEST_SUITE_P(
    , FramingOf,
    testing::Values(
        FramingRow{"one_line", Framing::Kind::line, {"abc\r"}, {"abc"}},
        FramingRow{"in_pieces", Framing::Kind::line, {"a", "b", "c\r", "\n"}, {"abc"}},
        FramingRow{"ended_by_a_pause", Framing::Kind::line, {"ab", "SILENCE", "whole\r", "SILENCE"}, {"ab", "whole"}},
        FramingRow{"tab", Framing::Kind::line, {"a\tb\t\r\n", "SILENCE"}, {"a", "b"}},
        FramingRow{"stx_under_line",
                   Framing::Kind::line,
                   {"\x02"s
                    "a\x03\x02"s
                    "b\x03\r\n"s,
                    "SILENCE"},
                   {"a", "b"}},
        FramingRow{"stx_without_etx",
                   Framing::Kind::line,
                   {"\x02"s
                    "a\r\x02"s
                    "b",
                    "SILENCE"},
                   {"a", "b"}},
        FramingRow{"etx_alone", Framing::Kind::line, {"a\x03"s, "SILENCE"}, {"a"}},
        FramingRow{"end_of_transmission", Framing::Kind::line, {"a\x1e\x04"s, "SILENCE"}, {"a"}},
        FramingRow{"escape_and_nul", Framing::Kind::line, {"a\x1b", "SILENCE", "b\0"s, "SILENCE"}, {"a", "b"}},
        FramingRow{"blanks_only", Framing::Kind::line, {"  \r", " ", "SILENCE"}, {}},
        FramingRow{"identifier", Framing::Kind::line, {"]Q1 KA2:A \r"}, {"KA2:A"}},
        FramingRow{"identifier_in_stx", Framing::Kind::stx, {"\x02]Q1KA2:A\x03"}, {"KA2:A"}},
        FramingRow{"identifier_before_binary", Framing::Kind::gap, {"]Q1\x01\xff\r", "SILENCE"}, {"\x01\xff\r"}},
        FramingRow{"text_after_a_gap", Framing::Kind::gap, {"KA2:A\r\n", "SILENCE"}, {"KA2:A"}},
        FramingRow{"several", Framing::Kind::line, {"a\r\nb\nc\rd"}, {"a", "b", "c"}},
        FramingRow{"empty_lines", Framing::Kind::line, {"\r\n\r\n"}, {}},
        FramingRow{"with_nul_inside", Framing::Kind::line, {"a\0b\r"s}, {"a\0b"s}},
        FramingRow{"longest", Framing::Kind::line, {full, "\r"}, {full}},
        FramingRow{"too_long", Framing::Kind::line, {full, "y\r", "next\r"}, {"next"}},
        FramingRow{"framed",
                   Framing::Kind::stx,
                   {"noise\x02"s
                    "a\r\nb\x03"s
                    "noise"},
                   {"a\r\nb"}},
        FramingRow{"framed_in_pieces",
                   Framing::Kind::stx,
                   {"\x02"s
                    "a",
                    "b\x03"s},
                   {"ab"}},
        FramingRow{"framed_cut_off",
                   Framing::Kind::stx,
                   {"\x02"s
                    "a",
                    "SILENCE", "b\x03"s,
                    "\x02"s
                    "whole\x03"s},
                   {"whole"}},
        FramingRow{"end_without_start", Framing::Kind::stx, {"abc\x03"s}, {}},
        FramingRow{"start_again",
                   Framing::Kind::stx,
                   {"\x02"s
                    "lost\x02"s
                    "kept\x03"s},
                   {"kept"}},
        FramingRow{
            "gap", Framing::Kind::gap, {"\x80\r", "\n\x03", "SILENCE", "SILENCE", "b", "SILENCE"}, {"\x80\r\n\x03", "b"}},
        FramingRow{"gap_too_long", Framing::Kind::gap, {full, "y", "SILENCE", "z", "SILENCE"}, {"z"}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Framing, ForgetsHalfACode) {
    Framing framing(Framing::Kind::line);
    EXPECT_EQ(framing.feed("half"), Codes{});
    framing.forget();
    EXPECT_EQ(framing.feed("whole\r"), Codes{"whole"});
}

TEST(Framing, HasANameForEachKind) {
    EXPECT_EQ(Framing::kind_named("line"), Framing::Kind::line);
    EXPECT_EQ(Framing::kind_named("stx"), Framing::Kind::stx);
    EXPECT_EQ(Framing::kind_named("gap"), Framing::Kind::gap);
    EXPECT_EQ(Framing::kind_named("crlf"), std::nullopt);
}

}  // namespace
}  // namespace hw
