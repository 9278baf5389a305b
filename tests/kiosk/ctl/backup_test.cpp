// The daily backup of a terminal: installer/session/backup with the real kioskctl, to a folder and through sftp's own
// server, and the way back from it.
#include <algorithm>

#include "kiosk/base/clock.h"
#include "kiosk/ledger/sqlite.h"
#include "tests/kiosk/ctl/support.h"
#include "tests/support/samples.h"

namespace ctl_test {
namespace {

namespace fs = std::filesystem;

class DailyBackup : public Kioskctl {
protected:
    void SetUp() override {
        Kioskctl::SetUp();
        for (const char* folder : {"bin", "own", "disk"}) fs::create_directory(dir_.path() / folder);
        program("kioskctl", "exec " KIOSK_BINARY_DIR "/kioskctl --config '" + dir_.file("kiosk.toml") + "' \"$@\"");
        program("uname", "echo hall7-a");
        // The server without ssh before it.
        program("sftp", "echo \"$*\" >>'" + dir_.file("sftp-words") +
                            "'; exec /usr/bin/sftp -q -D /usr/lib/openssh/sftp-server -b -");
    }
    void program(const std::string& name, const std::string& does) const {
        const auto path = dir_.path() / "bin" / name;
        support::write_file(path, "#!/bin/bash\n" + does + "\n");
        fs::permissions(path, fs::perms::owner_all);
    }
    void configure(const std::string& backup) const {
        support::write_file(dir_.path() / "kiosk.toml",
                            "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\n[backup]\n" + backup);
    }
    std::string on_server() const { return "to = \"sftp://kiosk@vault:2222" + dir_.file("disk") + "\"\n"; }
    Finished back_up() const {
        return support::run({KIOSK_SOURCE_DIR "/installer/session/backup", dir_.file("own")},
                            {{"PATH", dir_.file("bin") + ":/usr/bin:/bin"}});
    }
    std::vector<std::string> files(const std::string& folder) const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(dir_.path() / folder)) names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }
    std::string newest(const std::string& folder) const {
        for (auto names = files(folder); !names.empty(); names.pop_back())
            if (names.back().ends_with(".db")) return dir_.file(folder + "/" + names.back());
        return {};
    }
    void plant(const std::string& folder, const std::vector<std::string>& names) const {
        for (const auto& name : names) support::write_file(dir_.path() / folder / name, "an older one");
    }
    void work() const {
        import_demo();
        SqliteOptions options;
        options.path = ledger();
        const auto opened = open_ledger(options);
        ASSERT_TRUE(opened);
        Policy policy;
        policy.services = {{"upgrade", {}, 0}};
        policy.hours = {};
        for (unsigned day = 0; day < 7; ++day)
            policy.hours.push_back({std::chrono::weekday{day}, std::chrono::hours{0}, std::chrono::hours{24}});
        for (const char* key : {"DEMO-00002", "DEMO-00003", "DEMO-00004"}) {
            const TicketRequest request{"upgrade", TicketClass::ordinary, {}, {key}, key};
            const auto issued = (*opened)->issue(request, {"Hall", 'A'}, policy, wall_now());
            ASSERT_TRUE(issued) << issued.error().detail;
        }
    }
    // What people would ask of the ledger.
    std::string answers() const {
        std::string all = ctl({"--json", "queue", "list"}).out;
        for (const char* key : {"DEMO-00001", "DEMO-00017", "DEMO-00040"}) all += ctl({"--json", "case", "--key", key}).out;
        return all + ctl({"--json", "case", "--card", "-"}, "4000910000000001\n").out;
    }
    // The disk of the ledger is gone; a new one is put in.
    void drill(const std::string& folder) const {
        const auto before = answers();
        ASSERT_NE(before.find("DEMO-00040"), std::string::npos) << before;
        ASSERT_NE(before.find("\"A003\""), std::string::npos) << before;
        for (const char* end : {"", "-wal", "-shm", ".key", ".code-key", ".ballast"}) fs::remove(ledger() + end);
        const auto restored = ctl({"restore", newest(folder)});
        ASSERT_EQ(restored.code, 0) << restored.err;
        EXPECT_EQ(answers(), before);
    }
};

TEST_F(DailyBackup, InAFolderIsTheWholeLedger) {
    configure("to = \"disk\"\n");
    work();
    const auto done = back_up();
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_NE(done.err.find("the ledger's own disk"), std::string::npos) << done.err;
    EXPECT_EQ(files("own").size(), 2U) << "the latest one, and the note";
    const auto note = support::read_file(dir_.path() / "own" / "last.toml");
    EXPECT_NE(note.find("to = \"" + dir_.file("disk") + "\""), std::string::npos) << note;
    EXPECT_EQ(fs::status(newest("disk")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    drill("disk");
}

TEST_F(DailyBackup, OnAServerIsTheWholeLedger) {
    configure(on_server());
    work();
    const auto done = back_up();
    ASSERT_EQ(done.code, 0) << done.err;
    EXPECT_EQ(files("disk").size(), 1U);
    const auto words = support::read_file(dir_.path() / "sftp-words");
    EXPECT_NE(words.find("sftp://kiosk@vault:2222"), std::string::npos) << words;
    EXPECT_NE(words.find("StrictHostKeyChecking=yes"), std::string::npos) << words;
    drill("disk");
}

TEST_F(DailyBackup, OfThisMachineAloneIsTheWholeLedger) {
    configure("");
    work();
    const auto done = back_up();
    ASSERT_EQ(done.code, 0) << done.err;
    drill("own");
}

class Pruned : public DailyBackup, public testing::WithParamInterface<bool> {};
TEST_P(Pruned, AreTheOldestOfThisMachineOnly) {
    configure((GetParam() ? on_server() : "to = \"disk\"\n") + "keep = 2\n");
    import_demo();
    plant("disk", {"kiosk-hall7-a-20260101T120000Z.db", "kiosk-hall7-a-20260102T120000Z.db",
                   "kiosk-hall7-b-20200101T120000Z.db", "kiosk-hall7-a-photo.db", ".kiosk-hall7-a.part"});
    plant("own", {"kiosk-hall7-a-20260102T120000Z.db", "before-upgrade-of-0.1.0-20260102T120000Z.db"});
    const auto done = back_up();
    ASSERT_EQ(done.code, 0) << done.err;
    const auto name = fs::path(newest("own")).filename().string();
    EXPECT_EQ(files("own"), (std::vector<std::string>{"before-upgrade-of-0.1.0-20260102T120000Z.db", name, "last.toml"}));
    EXPECT_EQ(files("disk"), (std::vector<std::string>{"kiosk-hall7-a-20260102T120000Z.db", name, "kiosk-hall7-a-photo.db",
                                                       "kiosk-hall7-b-20200101T120000Z.db"}));
}
INSTANTIATE_TEST_SUITE_P(, Pruned, testing::Bool(), [](const auto& test) { return test.param ? "OnAServer" : "InAFolder"; });

TEST_F(DailyBackup, ToADiskThatIsNotThereStaysHereAndSaysSo) {
    configure("to = \"gone/kiosk\"\n");
    import_demo();
    const auto done = back_up();
    EXPECT_EQ(done.code, 1);
    EXPECT_NE(done.err.find("mount the disk"), std::string::npos) << done.err;
    EXPECT_FALSE(fs::exists(dir_.path() / "gone"));
    EXPECT_EQ(files("own").size(), 1U) << "the backup, and no note that all went well";
}

TEST_F(DailyBackup, ToAServerThatIsAwayStaysHereAndSaysSo) {
    configure(on_server());
    import_demo();
    program("sftp", "echo 'ssh: connect to host vault port 2222: No route to host' >&2; exit 255");
    const auto done = back_up();
    EXPECT_EQ(done.code, 1);
    EXPECT_NE(done.err.find("No route to host"), std::string::npos) << done.err;
    EXPECT_NE(done.err.find("it stays in"), std::string::npos) << done.err;
    EXPECT_EQ(files("own").size(), 1U);
}

TEST_F(DailyBackup, BeforeThereIsALedgerMakesNothing) {
    configure("to = \"disk\"\n");
    const auto done = back_up();
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_TRUE(files("own").empty());
    EXPECT_FALSE(fs::exists(ledger()));
}

}  // namespace
}  // namespace ctl_test
