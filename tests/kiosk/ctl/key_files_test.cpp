// Where the secret keys lie: moved off the ledger's disk, looked after, and never printed.
#include <sys/stat.h>

#include <filesystem>

#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

namespace fs = std::filesystem;

class KeyFiles : public Kioskctl {
protected:
    void SetUp() override {
        config("");
        import_demo();
    }
    void config(const std::string& more_of_the_ledger) const {
        support::write_file(dir_.path() / "kiosk.toml", "[site]\nhall = \"Hall\"\n[printer]\nserver = \"" +
                                                            dir_.file("no.sock") + "\"\n[ledger]\npath = \"ledger.db\"\n" +
                                                            more_of_the_ledger);
    }
    std::string beside() const { return ledger() + ".key"; }
    std::string stick() const { return dir_.file("stick.key"); }
    static void expect_no_key(const Finished& told, const std::string& key) {
        for (const auto* text : {&told.out, &told.err}) EXPECT_EQ(text->find(key), std::string::npos);
    }
    Json doctor(const std::string& what, std::map<std::string, std::string> environment = {}) const {
        environment["PCSCLITE_CSOCK_NAME"] = dir_.file("no.pcscd");
        const auto told = support::run(
            {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "doctor", "--json"}, environment);
        for (const auto& finding : Json::parse(told.out))
            if (finding["what"] == what) return finding;
        return Json{};
    }
    static bool says(const Json& finding, const std::string& words) {
        return finding["state"].get<std::string>().find(words) != std::string::npos;
    }
    bool finds_a_card() const { return ctl({"case", "--card", "-"}, "4000000000000002\n").code == 0; }
};

TEST_F(KeyFiles, LedgersIsMovedToAnotherPlaceAndFoundThere) {
    const auto key = support::read_file(beside());
    const auto copied = ctl({"keys", "copy", "ledger", stick()});
    ASSERT_EQ(copied.code, 0) << copied.err;
    expect_no_key(copied, key);
    EXPECT_NE(copied.err.find("same file system"), std::string::npos) << "as it is in this test";
    EXPECT_EQ(support::read_file(stick()), key);
    struct stat info {};
    ASSERT_EQ(stat(stick().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    EXPECT_EQ(ctl({"keys", "check", "ledger", stick()}).code, 0);

    config("key_file = \"stick.key\"\n");
    EXPECT_TRUE(says(doctor("ledger key"), "a copy still lies beside the ledger")) << doctor("ledger key");
    const auto removed = ctl({"keys", "remove", "ledger", "--elsewhere", stick()});
    ASSERT_EQ(removed.code, 0) << removed.err;
    expect_no_key(removed, key);
    EXPECT_EQ(support::read_file(beside()).find(key.substr(0, 8)), std::string::npos);
    EXPECT_TRUE(finds_a_card());
    EXPECT_EQ(doctor("ledger")["ok"], true);
    EXPECT_TRUE(says(doctor("ledger key"), "on the ledger's own file system")) << doctor("ledger key");

    config("");
    const auto lost = ctl({"case", "--card", "-"}, "4000000000000002\n");
    EXPECT_EQ(lost.code, 1);
    EXPECT_NE(lost.err.find("was moved away"), std::string::npos) << lost.err;
}

TEST_F(KeyFiles, CredentialOfSystemdComesBeforeAnyOther) {
    fs::create_directory(dir_.path() / "credentials");
    fs::rename(beside(), dir_.path() / "credentials/ledger-key");
    EXPECT_FALSE(finds_a_card());
    const std::map<std::string, std::string> service{{"CREDENTIALS_DIRECTORY", dir_.file("credentials")}};
    EXPECT_EQ(support::run({KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "case", "--card", "-"},
                           service, "4000000000000002\n")
                  .code,
              0);
    const auto told = doctor("ledger key", service);
    EXPECT_EQ(told["ok"], true);
    EXPECT_TRUE(says(told, "a systemd credential")) << told;
    support::write_file(dir_.path() / "credentials/ledger-key", std::string(32, 'k'));
    EXPECT_TRUE(says(doctor("ledger", service), "does not belong to")) << "nobody is silently not found";
}

TEST_F(KeyFiles, DoctorSaysThatTheKeyLiesBesideTheLedger) {
    const auto told = doctor("ledger key");
    EXPECT_TRUE(says(told, "beside the ledger; whoever takes the disk has both")) << told;
    EXPECT_NE(told["remedy"], "");
}

TEST_F(KeyFiles, WrongOneIsToldFromTheRight) {
    support::write_file(stick(), std::string(32, 'k'));
    for (const auto& command : {std::vector<std::string>{"keys", "check", "ledger", stick()},
                                {"keys", "remove", "ledger", "--elsewhere", stick()},
                                {"keys", "copy", "ledger", stick()}}) {
        const auto refused = ctl(command);
        EXPECT_EQ(refused.code, 1) << command[1];
        EXPECT_NE(refused.err, "");
    }
    EXPECT_EQ(support::read_file(stick()), std::string(32, 'k'));
    EXPECT_TRUE(finds_a_card());
    EXPECT_EQ(ctl({"keys", "check", "ledger", dir_.file("nothing")}).code, 1);
    EXPECT_EQ(ctl({"keys", "check", "ledger", "-"}, "short").code, 1);
    EXPECT_EQ(ctl({"keys", "check", "ledger", "-"}, std::string(33, 'k')).code, 1);
    EXPECT_EQ(ctl({"keys", "check", "other", stick()}).code, 2);
}

TEST_F(KeyFiles, OnlyOneIsNeverTakenAway) {
    const auto key = support::read_file(beside());
    fs::create_symlink(beside(), dir_.path() / "link");
    fs::create_hard_link(beside(), dir_.path() / "second name");
    for (const auto& name : {beside(), dir_.file("link"), dir_.file("second name")}) {
        const auto refused = ctl({"keys", "remove", "ledger", "--elsewhere", name});
        EXPECT_EQ(refused.code, 1) << name;
        EXPECT_NE(refused.err.find("the very file"), std::string::npos) << refused.err;
    }
    EXPECT_EQ(support::read_file(beside()), key);
}

TEST_F(KeyFiles, SealedOneIsCheckedFromStandardInput) {
    const auto key = support::read_file(beside());
    EXPECT_EQ(ctl({"keys", "check", "ledger", "-"}, key).code, 0);
    ASSERT_EQ(ctl({"keys", "remove", "ledger", "--elsewhere", "-"}, key).code, 0);
    EXPECT_EQ(ctl({"keys", "check", "ledger", "-"}, key).code, 0) << "the ledger still knows its key";
}

TEST_F(KeyFiles, CodeKeyIsMovedLikewise) {
    const auto own = ctl({"keys", "own"}).out;
    ASSERT_EQ(ctl({"keys", "copy", "code", dir_.file("code.key")}).code, 0);
    EXPECT_EQ(ctl({"keys", "check", "code", dir_.file("code.key")}).code, 0);
    EXPECT_EQ(ctl({"keys", "check", "code", beside()}).code, 1) << "the ledger's is another";
    ASSERT_EQ(ctl({"keys", "remove", "code", "--elsewhere", dir_.file("code.key")}).code, 0);
    const auto without = ctl({"keys", "own"});
    EXPECT_EQ(without.code, 1) << "no new pair is made in its place";
    config("[codes]\nkey_file = \"code.key\"\n");
    EXPECT_EQ(ctl({"keys", "own"}).out, own);
}

TEST_F(KeyFiles, BackupSaysWhetherItHoldsTheKey) {
    EXPECT_NE(ctl({"backup", dir_.file("a")}).out.find("with the key"), std::string::npos);
    ASSERT_EQ(ctl({"keys", "copy", "ledger", stick()}).code, 0);
    config("key_file = \"stick.key\"\n");
    EXPECT_NE(ctl({"backup", dir_.file("b")}).out.find("without the key"), std::string::npos);
    EXPECT_EQ(support::read_file(dir_.file("b")).find(support::read_file(stick())), std::string::npos);
}

}  // namespace
}  // namespace ctl_test
