#include "kiosk/code/base45.h"

#include <gtest/gtest.h>

#include <ostream>

namespace kiosk {
namespace {

using namespace std::string_view_literals;
using Bytes = std::vector<std::uint8_t>;

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

struct Base45Row {
    const char* name;
    std::string_view bytes, text;
};
void PrintTo(const Base45Row& row, std::ostream* out) { *out << row.name; }
class Base45 : public testing::TestWithParam<Base45Row> {};

TEST_P(Base45, IsThatOfTheStandard) {
    EXPECT_EQ(to_base45(bytes_of(GetParam().bytes)), GetParam().text);
    EXPECT_EQ(from_base45(GetParam().text), bytes_of(GetParam().bytes));
}

// The first four: RFC 9285, 4.3 and 4.4.
INSTANTIATE_TEST_SUITE_P(, Base45,
                         testing::Values(Base45Row{"two_bytes", "AB", "BB8"}, Base45Row{"words", "Hello!!", "%69 VD92EX0"},
                                         Base45Row{"digits", "base-45", "UJCLQE7W581"},
                                         Base45Row{"ietf", "ietf!", "QED8WEX0"}, Base45Row{"nothing", "", ""},
                                         Base45Row{"one_zero", "\0"sv, "00"}, Base45Row{"largest", "\xFF\xFF", "FGW"}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(FromBase45, RefusesWhatNothingIsWrittenAs) {
    for (const auto text : {"A"sv, "AAAA"sv, "GGW"sv, ":::"sv, "::"sv, "bb8"sv, "BB8\0"sv, "B\n8"sv, "\xC3\x84 "sv})
        EXPECT_EQ(from_base45(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kiosk
