#include "kiosk/config/key_place.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/process.h"

namespace {

using namespace kiosk;

class KeyPlaces : public testing::Test {
protected:
    KeyPlaces() { config_.ledger.path = "/var/lib/kiosk/ledger.db"; }
    std::string credentials() const { return dir_.path().string(); }

    support::TempDir dir_;
    Config config_;
};

TEST_F(KeyPlaces, AreBesideTheLedgerIfNobodySaysAnything) {
    EXPECT_EQ(ledger_key_file(config_, {}), (KeyFile{KeyPlace::beside, "/var/lib/kiosk/ledger.db.key"}));
    EXPECT_EQ(code_key_file(config_, {}), (KeyFile{KeyPlace::beside, "/var/lib/kiosk/ledger.db.code-key"}));
}

TEST_F(KeyPlaces, AreWhereTheConfigurationSays) {
    config_.ledger.key_file = "/media/stick/ledger.key";
    config_.codes.key_file = "/media/stick/code.key";
    EXPECT_EQ(ledger_key_file(config_, credentials()), (KeyFile{KeyPlace::named, "/media/stick/ledger.key"}));
    EXPECT_EQ(code_key_file(config_, credentials()), (KeyFile{KeyPlace::named, "/media/stick/code.key"}));
}

TEST_F(KeyPlaces, AreFirstOfAllWhatSystemdHandsIn) {
    config_.ledger.key_file = config_.codes.key_file = "/media/stick/key";
    support::write_file(dir_.path() / "ledger-key", "k");
    EXPECT_EQ(ledger_key_file(config_, credentials()), (KeyFile{KeyPlace::credential, dir_.file("ledger-key")}));
    EXPECT_EQ(code_key_file(config_, credentials()).place, KeyPlace::named) << "each for itself";
    support::write_file(dir_.path() / "code-key", "k");
    EXPECT_EQ(code_key_file(config_, credentials()), (KeyFile{KeyPlace::credential, dir_.file("code-key")}));
}

TEST_F(KeyPlaces, KnowWhetherTwoLieOnOneDisk) {
    support::write_file(dir_.path() / "a", "");
    EXPECT_TRUE(on_one_file_system(dir_.file("a"), credentials()));
    EXPECT_FALSE(on_one_file_system(dir_.file("a"), "/proc/self/status"));
    EXPECT_FALSE(on_one_file_system(dir_.file("a"), dir_.file("nothing"))) << "what is not there is on no disk";
}

}  // namespace
