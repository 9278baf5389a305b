#include "kiosk/ledger/backup.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

namespace fs = std::filesystem;

class Backup : public LedgerTest {
protected:
    void SetUp() override { fill(); }
    void fill() {
        const auto ledger = open();
        ASSERT_TRUE(import_csv(ledger->local(), demo_csv(1, 50, monday), policy_));
        issued(ledger->issue(request("a"), site, policy_, morning()));
    }
    void forget() const {
        for (const char* suffix : {"", "-wal", "-shm", ".key"}) fs::remove(options().path + suffix);
    }
    std::string file() const { return dir_.file("ledger.backup"); }
    std::size_t tickets() const { return open()->tickets(site.hall, monday)->size(); }
    static std::string reason(const Result<BackupFacts>& facts) { return facts ? "done" : facts.error().detail; }
    bool nothing_half_done() const {
        for (const auto& entry : fs::directory_iterator(dir_.path())) {
            const auto name = entry.path().filename().string();
            if (name.find(std::to_string(getpid())) != std::string::npos) return false;
        }
        return true;
    }
};

TEST_F(Backup, BringsEverythingBackWithItsKey) {
    ASSERT_EQ(reason(back_up(options(), file())), "done");
    struct stat info {};
    ASSERT_EQ(stat(file().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    forget();
    const auto facts = restore(options(), file(), false);
    ASSERT_TRUE(facts) << facts.error().detail;
    EXPECT_EQ(*facts, (BackupFacts{50, 1, true}));
    const auto ledger = open();
    EXPECT_TRUE(ledger->check());
    EXPECT_EQ(ledger->find(ByCard{*CardNumber::parse("4000000000000002")})->size(), 1U) << "the key is the right one";
    EXPECT_EQ(ledger->issue(request("a"), site, policy_, morning())->index(), 0U);
    EXPECT_EQ(tickets(), 1U) << "a request of before is known";
    EXPECT_TRUE(nothing_half_done());
}

// A ledger whose key was put elsewhere.
class BackupApart : public Backup {
protected:
    void SetUp() override {
        Backup::SetUp();
        fs::rename(options().path + ".key", apart().key_file);
    }
    SqliteOptions apart() const {
        auto with = options();
        with.key_file = dir_.file("stick.key");
        return with;
    }
    std::string key() const { return support::read_file(apart().key_file); }
};

TEST_F(BackupApart, DoesNotHoldTheKey) {
    EXPECT_EQ(*back_up(apart(), file()), (BackupFacts{50, 1, false}));
    EXPECT_EQ(support::read_file(file()).find(key()), std::string::npos);
    forget();
    ASSERT_EQ(reason(restore(apart(), file(), false)), "done");
    EXPECT_EQ((*open_ledger(apart()))->find(ByCard{*CardNumber::parse("4000000000000002")})->size(), 1U);
    EXPECT_FALSE(fs::exists(options().path + ".key"));
}

TEST_F(BackupApart, WithoutItsKeyIsNotRestored) {
    ASSERT_TRUE(back_up(apart(), file()));
    fs::rename(apart().key_file, dir_.file("pocket"));
    EXPECT_NE(reason(restore(apart(), file(), true)).find("is not there, and the backup holds no key"), std::string::npos);
    support::write_file(apart().key_file, std::string(32, 'k'));
    EXPECT_NE(reason(restore(apart(), file(), true)).find("does not belong to the backup"), std::string::npos);
    EXPECT_EQ(key(), std::string(32, 'k'));
    fs::rename(dir_.file("pocket"), apart().key_file);
    EXPECT_EQ(*(*open_ledger(apart()))->count_cases(), 50U) << "what was there is untouched";
}

TEST_F(BackupApart, OfBeforeTheKeyWasPutElsewhereDoesNotReplaceIt) {
    fs::rename(apart().key_file, options().path + ".key");
    ASSERT_EQ(*back_up(options(), file()), (BackupFacts{50, 1, true}));
    support::write_file(apart().key_file, std::string(32, 'k'));
    EXPECT_NE(reason(restore(apart(), file(), true)).find("does not belong to the backup"), std::string::npos);
    EXPECT_EQ(key(), std::string(32, 'k'));
    fs::remove(apart().key_file);
    ASSERT_EQ(reason(restore(apart(), file(), true)), "done") << "there it was lost";
    EXPECT_EQ(key(), support::read_file(options().path + ".key"));
}

TEST_F(Backup, IsMadeWhileOthersWrite) {
    const auto other = open();
    issued(other->issue(request("b"), site, policy_, morning()));
    EXPECT_EQ(back_up(options(), file())->tickets, 2);
    issued(other->issue(request("c"), site, policy_, morning()));
}

TEST_F(Backup, IsNoLedger) {
    ASSERT_TRUE(back_up(options(), file()));
    auto as_ledger = options();
    as_ledger.path = file();
    const auto opened = open_ledger(as_ledger);
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("another program"), std::string::npos);
}

TEST_F(Backup, ReplacesAnEarlierOneAndNothingElse) {
    ASSERT_TRUE(back_up(options(), file()));
    ASSERT_TRUE(back_up(options(), file()));
    support::write_file(dir_.path() / "letter", "dear reader");
    EXPECT_NE(reason(back_up(options(), dir_.file("letter"))).find("is no backup"), std::string::npos);
    EXPECT_NE(reason(back_up(options(), options().path)).find("is no backup"), std::string::npos);
    EXPECT_EQ(support::read_file(dir_.file("letter")), "dear reader");
}

TEST_F(Backup, OfNoLedgerIsRefusedAndMakesNone) {
    forget();
    EXPECT_NE(reason(back_up(options(), file())).find("is not there"), std::string::npos);
    EXPECT_FALSE(fs::exists(options().path));
}

TEST_F(Backup, IsNotPutOverALedgerThatHoldsMore) {
    ASSERT_TRUE(back_up(options(), file()));
    issued(open()->issue(request("b"), site, policy_, morning()));
    EXPECT_NE(reason(restore(options(), file(), false)).find("--force"), std::string::npos);
    EXPECT_EQ(tickets(), 2U);
    ASSERT_EQ(reason(restore(options(), file(), true)), "done");
    EXPECT_EQ(tickets(), 1U);
    auto aside = options();
    aside.path += ".before-restore";
    EXPECT_EQ((*open_ledger(aside))->tickets(site.hall, monday)->size(), 2U) << "what was there is kept";
    ASSERT_EQ(reason(restore(options(), file(), true)), "done");
    EXPECT_TRUE(fs::exists(options().path + ".before-restore-2"));
}

TEST_F(Backup, IsNotPutUnderARunningKiosk) {
    ASSERT_TRUE(back_up(options(), file()));
    const pid_t kiosk = fork();
    if (kiosk == 0) {
        const auto ledger = open_ledger(options());
        support::write_file(dir_.path() / "open", "");
        pause();
        _exit(ledger ? 0 : 1);
    }
    ASSERT_TRUE(support::wait_until([&] { return fs::exists(dir_.path() / "open"); }));
    EXPECT_NE(reason(restore(options(), file(), true)).find("is in use"), std::string::npos);
    kill(kiosk, SIGKILL);
    waitpid(kiosk, nullptr, 0);
    EXPECT_EQ(reason(restore(options(), file(), true)), "done");
}

TEST_F(Backup, ReplacesALedgerThatCannotBeRead) {
    ASSERT_TRUE(back_up(options(), file()));
    support::write_file(options().path, std::string(5000, 'x'));
    fs::remove(options().path + ".key");
    ASSERT_EQ(reason(restore(options(), file(), false)), "done");
    EXPECT_EQ(tickets(), 1U);
    EXPECT_EQ(support::read_file(options().path + ".before-restore"), std::string(5000, 'x'));
}

TEST_F(Backup, ThatIsDamagedIsRefused) {
    {
        const auto ledger = open();
        ASSERT_TRUE(import_csv(ledger->local(), demo_csv(2, 1000, monday), policy_));
    }
    ASSERT_TRUE(back_up(options(), file()));
    auto bytes = support::read_file(file());
    for (std::size_t at = 10 * 4096; at < 12 * 4096; ++at) bytes[at] = static_cast<char>(at * 7);
    support::write_file(file(), bytes);
    const auto refused = restore(options(), file(), true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::ledger_unreadable);
    EXPECT_EQ(tickets(), 1U);
}

TEST_F(Backup, ThatIsNoneIsRefused) {
    support::write_file(file(), "a letter");
    EXPECT_NE(reason(restore(options(), file(), true)).find("is no backup"), std::string::npos);
    EXPECT_NE(reason(restore(options(), options().path, true)).find("is no backup"), std::string::npos);
    EXPECT_NE(reason(restore(options(), dir_.file("nothing"), true)).find("no such file"), std::string::npos);
}

// Longer and longer into it, until it is done once: either the old ledger is there or the backup.
TEST_F(Backup, KilledWhileItIsRestoredLeavesOneOrTheOther) {
    ASSERT_TRUE(back_up(options(), file()));
    issued(open()->issue(request("b"), site, policy_, morning()));
    bool restored = false;
    for (int wait_us = 200; !restored && wait_us < 5'000'000; wait_us = wait_us * 5 / 4) {
        const pid_t child = start([&] { return bool(restore(options(), file(), true)); });
        usleep(static_cast<useconds_t>(wait_us));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        const auto ledger = open();
        ASSERT_TRUE(ledger->check());
        ASSERT_EQ(*ledger->count_cases(), 50U);
        const auto left = ledger->tickets(site.hall, monday)->size();
        ASSERT_TRUE(left == 1 || left == 2) << left;
        restored = left == 1;
    }
    EXPECT_TRUE(restored);
}

}  // namespace
}  // namespace ledger_test
