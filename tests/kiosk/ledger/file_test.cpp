// What can be wrong with the ledger's files, and what they must not hold.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

const std::string one_case =
    "case_key,holder_name,id_number,old_card,handed_in_at,stage\nK001,测试甲,,4000900000000001,2026-11-01,ready\n";

class LedgerFile : public LedgerTest {
protected:
    std::string path() const { return dir_.file("ledger.db"); }
    std::string key_path() const { return path() + ".key"; }

    void make_with_a_case() const {
        const auto ledger = open();
        ASSERT_TRUE(import_csv(ledger->local(), one_case, policy_));
    }
    void sql(const char* text) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        ASSERT_EQ(sqlite3_exec(raw, text, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }
    void expect(Fault fault, const std::string& file, const std::string& words) const {
        const auto error = failure();
        EXPECT_EQ(error.fault, fault) << error.detail;
        EXPECT_NE(error.detail.find(file), std::string::npos) << error.detail;
        EXPECT_NE(error.detail.find(words), std::string::npos) << error.detail;
    }
    static unsigned mode(const std::string& file) {
        struct stat info {};
        return stat(file.c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
    }
};

TEST_F(LedgerFile, AndItsKeyAreMadeForTheOwnerAlone) {
    make_with_a_case();
    EXPECT_EQ(mode(path()), 0600U);
    EXPECT_EQ(mode(key_path()), 0600U);
    EXPECT_EQ(support::read_file(key_path()).size(), 32U);
}

TEST_F(LedgerFile, FolderIsMadeWithIt) {
    const auto ledger = open_ledger({dir_.file("a/b/ledger.db"), {}, offset});
    EXPECT_TRUE(ledger);
}

TEST_F(LedgerFile, KeepsItsCasesWhenOpenedAgain) {
    make_with_a_case();
    EXPECT_EQ(open()->find(ByCard{*CardNumber::parse("4000900000000001")})->size(), 1U);
}

TEST_F(LedgerFile, KeyFileMayLieElsewhere) {
    SqliteOptions elsewhere = options();
    elsewhere.key_file = dir_.file("other.key");
    EXPECT_TRUE(open_ledger(elsewhere));
    EXPECT_FALSE(std::filesystem::exists(key_path()));
    EXPECT_EQ(mode(elsewhere.key_file), 0600U);
}

TEST_F(LedgerFile, OfALaterVersionIsLeftAlone) {
    make_with_a_case();
    sql("PRAGMA user_version = 99");
    expect(Fault::ledger_newer, path(), "has version 99");
}

TEST_F(LedgerFile, OfAnotherProgramIsLeftAlone) {
    sql("CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
    const auto before = support::read_file(path());
    expect(Fault::ledger_unreadable, path(), "another program");
    EXPECT_EQ(support::read_file(path()), before);
}

TEST_F(LedgerFile, ThatIsNoDatabaseIsLeftAlone) {
    support::write_file(path(), std::string(5000, 'x'));
    expect(Fault::ledger_unreadable, path(), "not a database");
    EXPECT_EQ(support::read_file(path()), std::string(5000, 'x'));
}

TEST_F(LedgerFile, WithAGarbledPageIsFoundOut) {
    {
        const auto ledger = open();
        ASSERT_TRUE(import_csv(ledger->local(), demo_csv(1, 400, monday), policy_));
    }
    auto bytes = support::read_file(path());
    ASSERT_GT(bytes.size(), 100'000U);
    for (std::size_t at = 8 * 4096; at < 9 * 4096; ++at) bytes[at] = static_cast<char>(at * 7);
    support::write_file(path(), bytes);
    const auto ledger = open_ledger(options());
    const auto status = ledger ? (*ledger)->check() : Status{ledger.error()};
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().fault, Fault::ledger_unreadable);
    EXPECT_NE(status.error().detail.find("restore"), std::string::npos);
}

TEST_F(LedgerFile, WithoutItsKeyFindsNothingAndSaysSo) {
    make_with_a_case();
    std::filesystem::remove(key_path());
    expect(Fault::ledger_unreadable, key_path(), "is missing");
    EXPECT_FALSE(std::filesystem::exists(key_path())) << "a new key would hide that the right one is lost";
}

TEST_F(LedgerFile, WithTheKeyOfAnotherLedgerIsRefused) {
    make_with_a_case();
    support::write_file(key_path(), std::string(32, 'k'));
    expect(Fault::ledger_unreadable, key_path(), "does not belong to");
}

TEST_F(LedgerFile, CutOffKeyIsRefused) {
    support::write_file(key_path(), std::string(31, 'k'));
    expect(Fault::ledger_unreadable, key_path(), "not a key of 32 bytes");
}

TEST_F(LedgerFile, ThatIsAFolderIsRefused) {
    std::filesystem::create_directory(path());
    expect(Fault::ledger_unreadable, path(), "cannot be made");
}

TEST_F(LedgerFile, IsDurableAndChecksItsOwnReferences) {
    make_with_a_case();
    const auto bytes = support::read_file(path());
    EXPECT_EQ(bytes.substr(68, 4), "KIOS");
    EXPECT_EQ(bytes[18], 2) << "write-ahead log";
    EXPECT_TRUE(open()->check());
}

// A kiosk with a shared store opens its ledger twice. Then somebody looks into it with another program, which would put the
// log away if it took itself for the last one.
TEST_F(LedgerFile, OpenedTwiceByOneProgramItsLogStaysWhenAnotherLeaves) {
    const auto first = open(), second = open();
    const auto tickets = [&] {
        const auto seen = support::run({"sqlite3", path(), "SELECT count(*) FROM tickets"});
        EXPECT_EQ(seen.code, 0) << seen.err;
        return seen.out;
    };
    EXPECT_EQ(tickets(), "0\n");
    EXPECT_TRUE(std::filesystem::exists(path() + "-wal"));
    issued(first->issue(request("one"), site, policy_, morning()));
    EXPECT_EQ(tickets(), "1\n") << "it went into a log that has no name any more";
}

// Every name, ID number and card number that was imported, looked for in all files while the ledger is open.
TEST_F(LedgerFile, HoldsNoPersonalData) {
    const auto csv = demo_csv(3, 300, monday);
    const auto ledger = open();
    ASSERT_TRUE(import_csv(ledger->local(), csv, policy_));
    issued(ledger->issue(request("card 4000000000000002"), site, policy_, morning()));
    std::string disk;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) disk += support::read_file(entry.path());
    ASSERT_GT(disk.size(), 100'000U);
    EXPECT_NE(disk.find("样板"), std::string::npos) << "places are kept";
    EXPECT_EQ(disk.find("4000000000000002"), std::string::npos);

    CsvReader reader(from_memory(csv));
    ASSERT_TRUE(*reader.next());
    int looked_for = 0;
    for (auto record = reader.next(); record && *record; record = reader.next()) {
        for (const std::size_t column : {1U, 2U, 3U, 4U, 12U}) {  // name, ID, old card, social card, new card
            const auto secret = (*record)->fields.at(column);
            if (secret.empty()) continue;
            EXPECT_EQ(disk.find(secret), std::string::npos) << "column " << column << ", line " << (*record)->line;
            ++looked_for;
        }
    }
    EXPECT_GT(looked_for, 1000);
}

}  // namespace
}  // namespace ledger_test
