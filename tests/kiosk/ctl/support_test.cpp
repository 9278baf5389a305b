// kioskctl support with personal data planted wherever it looks.
#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

class KioskctlSupport : public Kioskctl {
protected:
    void SetUp() override {
        support::write_file(
            dir_.path() / "kiosk.toml",
            "[site]\nhall = \"Hall\"\n[ledger]\npath = \"ledger.db\"\npostgres = \"host=127.0.0.1 port=1 user=hall7 "
            "password=geheim\"\n[printer]\nserver = \"" +
                dir_.file("no.sock") + "\"\n[voice]\nenabled = false\n");
        std::filesystem::create_directory(dir_.path() / "bin");
        program("journalctl",
                "echo '2026-11-28T06:03:30+0000 hall7 kiosk[812]: I visit 17: home -> reading_card'\n"
                "echo '2026-11-28T06:03:31+0000 hall7 pcscd[412]: card 4000910000000017 of 王小明'\n"
                "echo '2026-11-28T06:03:32+0000 hall7 cupsd[99]: [Job 7] 510103195103021232 138 0013 8000'\n"
                "echo '2026-11-28T06:03:33+0000 hall7 pcscd[412]: APDU: E7 8E 8B E5 B0 8F E6 98 8E'\n"
                "echo \"asked: $*\"");
        for (const char* silent : {"systemctl", "lsusb", "lpstat", "timedatectl", "dpkg-query"}) program(silent, "exit 0");
        ASSERT_EQ(ctl({"import", csv("case_key,holder_name,id_number,old_card,community,street,handed_in_at,stage\n"
                                     "K-SECRET,王小明,510103195103021232,4000910000000017,甲社区,东街,2026-01-05,ready\n")})
                      .code,
                  0);
    }
    void program(const std::string& name, const std::string& does) const {
        const auto path = dir_.path() / "bin" / name;
        support::write_file(path, "#!/bin/bash\n" + does + "\n");
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }
    Finished pack() const {
        return support::run(
            {KIOSK_BINARY_DIR "/kioskctl", "--config", dir_.file("kiosk.toml"), "support", dir_.file("pack.txt")},
            {{"PATH", dir_.file("bin") + ":/usr/bin:/bin"}});
    }
};

TEST_F(KioskctlSupport, HoldsWhatAHelpDeskNeedsAndNothingOfAPerson) {
    const auto done = pack();
    ASSERT_EQ(done.code, 0) << done.err;
    const auto text = support::read_file(dir_.path() / "pack.txt");
    for (const char* wanted : {"visit 17: home -> reading_card", "WRONG kiosk", "ok    policy", "disk", "-u kiosk-update",
                               "as hall7 at", "1 cases in"})
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted << "\n" << text;
    for (const char* planted : {"王", "小明", "510103195103021232", "021232", "4000910000000017", "0017", "8000", "E5 B0 8F",
                                "geheim", "K-SECRET", "甲社区"})
        EXPECT_EQ(text.find(planted), std::string::npos) << planted << "\n" << text;
    EXPECT_EQ(std::filesystem::status(dir_.path() / "pack.txt").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(KioskctlSupport, ReplacesNoFile) {
    support::write_file(dir_.path() / "pack.txt", "mine");
    EXPECT_EQ(pack().code, 1);
    EXPECT_EQ(support::read_file(dir_.path() / "pack.txt"), "mine");
}

TEST_F(KioskctlSupport, OfAMachineWithoutTheseProgramsSaysWhichAreMissing) {
    for (const char* name : {"journalctl", "lsusb"}) std::filesystem::remove(dir_.path() / "bin" / name);
    program("journalctl", "exec no-such-program");
    ASSERT_EQ(pack().code, 0);
    EXPECT_NE(support::read_file(dir_.path() / "pack.txt").find("no-such-program"), std::string::npos);
}

}  // namespace
}  // namespace ctl_test
