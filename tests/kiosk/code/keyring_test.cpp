#include "kiosk/code/keyring.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <ostream>

#include "tests/kiosk/code/code_test_support.h"
#include "tests/support/process.h"

namespace code_test {
namespace {

const std::string key = signer().public_key().text();

TEST(Keyring, ReadsBackWhatItWrites) {
    Keyring ring;
    ring.keys.push_back({"hall-a.1", signer(1).public_key(), 2026y / 1 / 1, 2026y / 12 / 31, {}});
    ring.keys.push_back({"hall_b", signer(2).public_key(), {}, {}, 2026y / 11 / 1});
    const auto read = Keyring::parse(ring.text(), "fleet.keys");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->keys, ring.keys);
}

TEST(Keyring, CommentsAndEmptyLinesArePassedOver) {
    const auto ring = Keyring::parse("# fleet\n\n  a " + key + "  # the first\r\n", "fleet.keys");
    ASSERT_TRUE(ring) << ring.error().detail;
    EXPECT_EQ(ring->keys.size(), 1U);
}

// Else every 64th key could not be given to `kioskctl keys trust`.
TEST(PublicKeyText, IsNeverAnOptionOnACommandLine) {
    const PublicKey odd({0xFB, 0xEF, 0xBE});  // begins with the letter 62
    EXPECT_EQ(odd.text().substr(0, 4), "++++");
}

struct KeyringRow {
    const char* name;
    std::string text;
    std::string says;
};
void PrintTo(const KeyringRow& row, std::ostream* out) { *out << row.name; }
class BadKeyring : public testing::TestWithParam<KeyringRow> {};

TEST_P(BadKeyring, IsRefusedWithItsLine) {
    const auto ring = Keyring::parse(GetParam().text, "fleet.keys");
    ASSERT_FALSE(ring);
    EXPECT_EQ(ring.error().detail, "fleet.keys:" + GetParam().says);
}

INSTANTIATE_TEST_SUITE_P(
    , BadKeyring,
    testing::Values(
        KeyringRow{"name_alone", "a\n", "1: expects a name and a key"},
        KeyringRow{"name", "# x\na/b " + key, "2: a name has letters, digits and - . _ only"},
        KeyringRow{"key_cut", "a " + key.substr(1), "1: the key of 'a' is no Ed25519 public key (43 characters)"},
        KeyringRow{"key_of_zeros", "a " + std::string(43, 'A'),
                   "1: the key of 'a' is no Ed25519 public key (43 characters)"},
        KeyringRow{"key_too_long", "a " + key + "A", "1: the key of 'a' is no Ed25519 public key (43 characters)"},
        KeyringRow{"day", "a " + key + " from=soon", "1: from must be a day such as 2026-11-01"},
        KeyringRow{"day_twice", "a " + key + " from=2026-01-01 from=2026-01-02", "1: from is given twice"},
        KeyringRow{"word", "a " + key + " good", "1: 'good' is none of from=, until=, revoked="},
        KeyringRow{"same_name", "a " + key + "\na " + key, "2: 'a' is listed twice"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Keyring, FileThatIsNotThereIsEmpty) {
    const support::TempDir dir;
    EXPECT_TRUE(Keyring::load(dir.file("fleet.keys"))->keys.empty());
}

TEST(Keyring, IsSavedWholeOrNotAtAll) {
    const support::TempDir dir;
    ASSERT_TRUE(ring().save(dir.file("fleet.keys")));
    EXPECT_EQ(Keyring::load(dir.file("fleet.keys"))->keys, ring().keys);
    EXPECT_FALSE(ring().save(dir.file("nowhere/fleet.keys")));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1) << "no draft is left";
}

}  // namespace
}  // namespace code_test
