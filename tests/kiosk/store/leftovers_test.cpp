// What older versions kept of ID numbers is in no byte of the files that the present one has brought forward.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/base/owned.h"
#include "kiosk/intake/demo_cases.h"
#include "kiosk/ledger/backup.h"
#include "kiosk/ledger/schema.h"
#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view of_an_id = "5001**********";  // and four digits, as the sixth version kept it
constexpr int imported = 400;

// A ledger as the sixth version left it, made of what this one wrote: with masked ID numbers in rows, in rows that were
// taken away or moved, and in the log.
constexpr const char* sixth_version = R"sql(
PRAGMA secure_delete = OFF;
UPDATE cases SET masked_id = '5001**********' || (1000 + id);
INSERT INTO case_updates SELECT * FROM cases;
DELETE FROM case_updates;
UPDATE cases SET community = community || '一二三四五六七八九十一二三四五六七八九十' WHERE id % 3 = 0;
)sql";

class Leftovers : public LedgerTest {
protected:
    static Owned<sqlite3, sqlite3_close> raw(const std::string& path) {
        sqlite3* db = nullptr;
        EXPECT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
        return Owned<sqlite3, sqlite3_close>(db);
    }
    static void run(sqlite3* db, const char* sql) {
        ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    }
    void make_one_of_the_sixth_version() const {
        ASSERT_TRUE(import_csv(open()->local(), demo_csv(1, imported, monday), policy_));
        const auto db = raw(options().path);
        run(db.get(), back_to_the_sixth_version);
        run(db.get(), sixth_version);
    }
    // In the ledger, its log, and whatever else lies there.
    std::ptrdiff_t found() const {
        std::ptrdiff_t count = 0;
        for (const auto& entry : fs::directory_iterator(dir_.path())) {
            const auto bytes = support::read_file(entry.path());
            for (auto at = bytes.find(of_an_id); at != std::string::npos; at = bytes.find(of_an_id, at + 1)) ++count;
        }
        return count;
    }
    bool due() const {
        const auto db = raw(options().path);
        return *holds_leftovers(*db);
    }
};

TEST_F(Leftovers, OfMaskedIdNumbersAreInNoByteOfTheFiles) {
    make_one_of_the_sixth_version();
    ASSERT_GT(found(), imported) << "also where no row is any more";
    const auto ledger = open();
    EXPECT_EQ(found(), 0);
    EXPECT_FALSE(due());
    EXPECT_TRUE(ledger->check());
    EXPECT_EQ(*ledger->count_cases(), static_cast<std::size_t>(imported));
    EXPECT_EQ(ledger->find(ByCard{*CardNumber::parse("4000000000000002")})->size(), 1U);
    EXPECT_EQ(import_csv(ledger->local(), demo_csv(1, 2, monday), policy_)->unchanged, 2U);
}

TEST_F(Leftovers, OfALogThatAKilledProgramLeftGoToo) {
    make_one_of_the_sixth_version();
    const auto killed = raw(options().path);
    run(killed.get(), "PRAGMA wal_autocheckpoint = 0; UPDATE cases SET masked_id = '5001**********' || (2000 + id)");
    const support::TempDir away;  // what is on the disk at that moment
    for (const char* suffix : {"", "-wal", ".key"})
        fs::copy(options().path + suffix, away.file(std::string("l.db") + suffix));
    ASSERT_NE(support::read_file(away.file("l.db-wal")).find(of_an_id), std::string::npos);
    const auto ledger = open_ledger({away.file("l.db"), {}, offset});
    ASSERT_TRUE(ledger);
    for (const char* suffix : {"", "-wal"})
        EXPECT_EQ(support::read_file(away.file(std::string("l.db") + suffix)).find(of_an_id), std::string::npos) << suffix;
}

TEST_F(Leftovers, ThatCouldNotBeClearedAreWhenTheLedgerIsOpenedAlone) {
    make_one_of_the_sixth_version();
    {
        const auto reader = raw(options().path);
        run(reader.get(), "BEGIN; SELECT count(*) FROM custody");
        const auto ledger = open();
        ASSERT_TRUE(ledger) << "nobody waits for it";
        EXPECT_TRUE(due());
        EXPECT_TRUE(open()) << "nor at a kiosk that is at work";
        EXPECT_TRUE(due());
    }
    EXPECT_TRUE(open());
    EXPECT_FALSE(due());
    EXPECT_EQ(found(), 0);
}

TEST_F(Leftovers, AreInNoBackup) {
    make_one_of_the_sixth_version();
    ASSERT_TRUE(back_up(options(), dir_.file("backup")));
    EXPECT_EQ(found(), 0);
}

TEST_F(Leftovers, AreNotBroughtBackByABackupOfTheSixthVersion) {
    make_one_of_the_sixth_version();
    fs::copy(options().path, dir_.file("old"));
    {
        const auto db = raw(dir_.file("old"));
        run(db.get(),
            "PRAGMA journal_mode = DELETE; PRAGMA application_id = 1263095618; CREATE TABLE backup_key (key BLOB)");
        const auto key = support::read_file(options().path + ".key");
        sqlite3_stmt* insert = nullptr;
        ASSERT_EQ(sqlite3_prepare_v2(db.get(), "INSERT INTO backup_key VALUES (?1)", -1, &insert, nullptr), SQLITE_OK);
        sqlite3_bind_blob(insert, 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
        EXPECT_EQ(sqlite3_step(insert), SQLITE_DONE);
        sqlite3_finalize(insert);
    }
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(options().path + suffix);
    const auto facts = restore(options(), dir_.file("old"), false);
    ASSERT_TRUE(facts) << facts.error().detail;
    EXPECT_TRUE(open());
    fs::remove(dir_.file("old"));
    EXPECT_EQ(found(), 0);
}

TEST_F(SharedTest, StoreOfOlderProgramsForgetsMaskedIdNumbersAndTakesNoNewOnes) {
    ASSERT_TRUE(import_csv(office()->local(), cases_csv(1, 3), policy_));
    ASSERT_TRUE(office_sync().publish(morning()));
    server_.psql("UPDATE kiosk.cases SET masked_id = '5001**********1239' WHERE key <> 'K0003'");
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(prepare_store(*line, key_));
    EXPECT_EQ(server_.psql("SELECT DISTINCT masked_id FROM kiosk.cases"), "\n");
    server_.psql("UPDATE kiosk.cases SET masked_id = '5001**********1239' WHERE key = 'K0001'");  // an old office did
    ASSERT_TRUE(import_csv(office()->local(), cases_csv(1, 3, "at_maker"), policy_));
    ASSERT_TRUE(office_sync().publish(morning(1)));
    EXPECT_EQ(server_.psql("SELECT DISTINCT masked_id FROM kiosk.cases"), "\n");
    auto a = terminal('A');
    EXPECT_EQ(a.round().cases, 3U);
    EXPECT_EQ(*a.ledger().count_cases(), 3U);
}

}  // namespace
}  // namespace ledger_test
