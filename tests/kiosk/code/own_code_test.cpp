#include "kiosk/code/own_code.h"

#include <gtest/gtest.h>

#include <cctype>

#include "kiosk/code/base45.h"
#include "tests/kiosk/code/code_test_support.h"

namespace code_test {
namespace {

constexpr std::string_view qr_alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

std::string code() { return make_code(ticket(), today_only(), signer()); }

TEST(OwnCode, OfATrustedTerminalIsBelieved) {
    EXPECT_EQ(read_code(code(), ring(), today), CodeReading(GoodCode{ticket(), today_only(), "hall-a"}));
}

TEST(OwnCode, OfATicketFitsVersionSixAtLevelM) {
    const auto text = make_code(TicketCode{{255, 255, 255, 255}, 'Z', 999}, {2149y / 1 / 1, 2149y / 1 / 1}, signer());
    EXPECT_LE(text.size(), 154U) << "alphanumeric characters of 6-M (ISO/IEC 18004, table 7)";
    EXPECT_EQ(text.find_first_not_of(qr_alphanumeric), std::string::npos);
}

TEST(OwnCode, AnyAlteredCharacterIsNoticed) {
    const auto good = code();
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto altered = good;
        altered[at] = altered[at] == '0' ? '1' : '0';
        EXPECT_FALSE(std::holds_alternative<GoodCode>(read_code(altered, ring(), today))) << at;
    }
}

TEST(OwnCode, AnyLengthButItsOwnIsNoticed) {
    const auto good = code();
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(std::holds_alternative<GoodCode>(read_code(good.substr(0, length), ring(), today))) << length;
    EXPECT_EQ(read_code(good + "000", ring(), today), CodeReading(CodeFault::damaged));
}

TEST(OwnCode, OfAStrangerIsNotBelieved) {
    EXPECT_EQ(read_code(code(), {}, today), CodeReading(CodeFault::unknown_issuer));
    EXPECT_EQ(read_code(make_code(ticket(), today_only(), signer(2)), ring(), today),
              CodeReading(CodeFault::unknown_issuer));
}

TEST(OwnCode, SignedByNobodyIsForged) {
    auto bytes = *from_base45(std::string_view(code()).substr(4));
    bytes.back() ^= 1U;
    EXPECT_EQ(read_code("KA2:" + to_base45(bytes), ring(), today), CodeReading(CodeFault::forged));
    bytes.back() ^= 1U;
    bytes[15] ^= 1U;  // the ticket's number
    EXPECT_EQ(read_code("KA2:" + to_base45(bytes), ring(), today), CodeReading(CodeFault::forged));
}

TEST(OwnCode, IsGoodOnItsDaysOnly) {
    EXPECT_EQ(read_code(code(), ring(), 2026y / 11 / 21), CodeReading(CodeFault::not_yet));
    EXPECT_EQ(read_code(code(), ring(), 2026y / 11 / 23), CodeReading(CodeFault::expired));
}

TEST(OwnCode, IssuedWhenItsKeyWasNotGoodIsRefused) {
    auto keys = ring();
    keys.keys[0].from = 2026y / 11 / 23;
    EXPECT_EQ(read_code(code(), keys, today), CodeReading(CodeFault::not_yet));
    keys.keys[0].from.reset();
    keys.keys[0].until = 2026y / 11 / 21;
    EXPECT_EQ(read_code(code(), keys, today), CodeReading(CodeFault::expired));
    keys.keys[0].until.reset();
    keys.keys[0].revoked = 2026y / 12 / 1;
    EXPECT_EQ(read_code(code(), keys, today), CodeReading(CodeFault::revoked)) << "whatever day it claims";
}

TEST(OwnCode, OfALaterProgramSaysSo) {
    EXPECT_EQ(read_code("KA3:ANYTHING", ring(), today), CodeReading(CodeFault::later_version));
}

TEST(OwnCode, OfTomorrowNamesTheTerminalWhoseClockIsAnother) {
    const auto yesterday = plus_days(today, -1);
    EXPECT_EQ(read_code(code(), ring(), yesterday), CodeReading(CodeFault::not_yet));
    EXPECT_EQ(code_of_tomorrow(code(), ring(), yesterday), ring().keys[0].name);
    EXPECT_EQ(code_of_tomorrow(code(), ring(), today), std::nullopt);
    EXPECT_EQ(code_of_tomorrow(code(), ring(), plus_days(today, -2)), std::nullopt);
    EXPECT_EQ(code_of_tomorrow(code(), Keyring{}, yesterday), std::nullopt) << "anybody may write a name";
    EXPECT_EQ(code_of_tomorrow("KA2:AAA", ring(), yesterday), std::nullopt);
}

TEST(OwnCode, SomebodyElsesIsNotCalledDamaged) {
    for (const char* foreign :
         {"", "KA", "KA1:T:2026-11-22:A017", "https://example.org/KA2:", "ka2:AAA", "134567890123456789"})
        EXPECT_EQ(read_code(foreign, ring(), today), CodeReading(NotOurs{})) << foreign;
}

TEST(OwnCode, IsFoundWithinWhatAScannerPutsAroundIt) {
    const CodeReading good = GoodCode{ticket(), today_only(), "hall-a"};
    std::string small = code(), mixed = code();
    for (char& c : small) c = static_cast<char>(std::tolower(c));
    for (std::size_t i = 0; i < mixed.size(); i += 3) mixed[i] = static_cast<char>(std::tolower(mixed[i]));
    for (const auto& seen : {code(), " " + code(), code() + " ", "]Q1" + code(), "P01" + code(),
                             "prefix-" + code() + "#suffix", code() + "000", code() + "0123456789ABCDEF",
                             "\xEF\xBB\xBF" + code(), small, mixed, "KA2:" + code(), "]Q2\\000003" + code() + "\r\n"})
        EXPECT_EQ(read_scanned(seen, ring(), today), good) << seen;
    EXPECT_EQ(read_scanned("#" + code() + "#", ring(), 2026y / 11 / 23), CodeReading(CodeFault::expired));
}

TEST(OwnCode, ThatSeemsToBeOursIsNobodyElses) {
    EXPECT_EQ(read_scanned("#" + code().substr(0, 110) + "#", ring(), today), CodeReading(CodeFault::damaged));
    EXPECT_EQ(read_scanned("#" + code(), {}, today), CodeReading(CodeFault::unknown_issuer));
    for (const char* foreign : {"", "KA", "https://example.org/KA2:", "ka2:AAA", "134567890123456789"})
        EXPECT_EQ(read_scanned(foreign, ring(), today), CodeReading(NotOurs{})) << foreign;
    EXPECT_EQ(read_scanned(std::string(100, 'x') + code(), ring(), today), CodeReading(NotOurs{}));
}

TEST(OwnCode, TwoIssuersMayShareAKeyId) {
    auto keys = ring();
    keys.keys.insert(keys.keys.begin(), {"double", signer().public_key(), {}, {}, {}});
    EXPECT_TRUE(std::holds_alternative<GoodCode>(read_code(code(), keys, today)));
}

// RFC 8032, 7.1, TEST 1: the key pair of a known seed. (Our signatures have a prefix, so only the key can be compared.)
TEST(Signer, MakesTheKeyOfTheStandard) {
    constexpr std::array<std::uint8_t, 32> seed{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
                                                0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
                                                0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
    EXPECT_EQ(Signer(Secret(seed)).public_key().text(), "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo");
}

}  // namespace
}  // namespace code_test
