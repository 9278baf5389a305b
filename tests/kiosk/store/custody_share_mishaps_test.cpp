// Offices that share custody and are killed, put back or brought forward.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <random>

#include "kiosk/base/owned.h"
#include "tests/kiosk/store/office_support.h"

namespace ledger_test {
namespace {

using enum Level;

class KilledOffice : public ShareTest {
protected:
    std::string file_of(const std::string& name) const { return local_options(folder(), name).path; }
    // The ledger as it was: as though what came after had not been committed.
    void put_back(const std::string& name, const std::string& kept) const {
        for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(file_of(name) + end);
        std::filesystem::copy_file(kept, file_of(name), std::filesystem::copy_options::overwrite_existing);
    }
};

TEST_F(KilledOffice, BetweenTheStoresCommitAndItsOwnHasSentItOnce) {
    const auto kept = dir_.file("kept.db");
    {
        auto home = machine("community");
        home.import(csv(2));
        ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
        support::run({"sqlite3", file_of("community"), "VACUUM INTO '" + kept + "'"});
        ASSERT_TRUE(home.move("B17", community, street, 2, 1));
    }
    put_back("community", kept);
    auto home = machine("community"), other = machine("street");
    EXPECT_EQ(home.stage(key(1)), Stage::collected) << "it does not know";
    const auto again = home.move("B17", community, street, 2, 1);
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_TRUE(again->entered_before);
    EXPECT_EQ(again->problem, 2);
    expect_alike({&home, &other});
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.custody"), "2\n");
}

TEST_F(KilledOffice, BetweenItsOwnCommitAndSendingSendsItNextTime) {
    {
        auto home = machine("community");
        home.import(csv(2));
        ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
        server_.kill();
        ASSERT_TRUE(home.move("B17", community, street, 2, 2));
    }
    server_.start();
    auto home = machine("community"), other = machine("street");
    EXPECT_TRUE(other.move("B17", community, street, 2, 2)) << "entered by the other side meanwhile";
    EXPECT_FALSE(home.move("B17", street, district, 2, 2)->entered_before);
    expect_alike({&home, &other});
}

constexpr int steps_of_a_bag = 4;

// One bag after another, from the beginning, with a fresh program; what it did before it is answered so.
void carry_bags(const SyncOptions& options, int bags) {
    const auto office = open_office(options);
    if (!office) _exit(1);
    for (int bag = 0; bag < bags; ++bag) {
        const auto number = fmt::format("B{}", bag);
        if (!(*office)->pack({number, {fmt::format("K{:03}", bag + 1)}, "desk"}, morning(bag))) _exit(2);
        for (int step = 0; step < steps_of_a_bag - 1; ++step) {
            const auto from = static_cast<Level>(step), to = static_cast<Level>(step + 1);
            if (!(*office)->hand_over({number, {from, {}}, {to, {}}, 1, step == 1 ? 0 : 1, "desk"}, morning(bag))) _exit(3);
        }
    }
    _exit(0);
}

TEST_F(KilledOffice, AtAnyInstantNothingIsLostOrDoubledAnywhere) {
    constexpr int bags = 12;
    auto other = machine("street");
    {
        auto home = machine("community");
        home.import(csv(bags));
        home.publish();
    }
    const auto options = machine("community").options();
    std::mt19937 random(20261122);
    int kills = 0;
    for (bool done = false; !done && kills < 200; ++kills) {
        const pid_t child = fork();
        if (child == 0) carry_bags(options, bags);
        usleep(static_cast<useconds_t>(random() % static_cast<unsigned>(20'000 + kills * 10'000)));  // longer, to get on
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        done = WIFEXITED(status);
        ASSERT_TRUE(!done || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        ASSERT_TRUE((*open_ledger(options.local))->check());
    }
    auto home = machine("community");
    expect_alike({&home, &other});
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.custody"), fmt::format("{}\n", bags * steps_of_a_bag));
    EXPECT_EQ(other.custody().problems(false)->size(), static_cast<std::size_t>(bags));
    EXPECT_GT(kills, 1);
    std::cout << "killed " << kills - 1 << " times\n";
}

// ---- offices and stages

TEST_F(ShareTest, StageThatFollowsFromAHandOverIsPublishedOnceByWhoever) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(3));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2), key(3)}));
    ASSERT_TRUE(home.move("B17", community, street, 3, 3, 5));
    EXPECT_EQ(other.publish().cases, 3U) << "it has replayed the hand-over";
    const auto last = server_.psql("SELECT last FROM kiosk.case_changes");
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(home.publish().cases, 0U);
        EXPECT_EQ(other.publish().cases, 0U);
    }
    auto kiosk = terminal('A');
    kiosk.round();
    EXPECT_EQ(kiosk.ledger().find(ByKey{key(1)})->front(), home.ledger()->find(ByKey{key(1)})->front());
    EXPECT_EQ(kiosk.ledger().find(ByKey{key(1)})->front(), other.ledger()->find(ByKey{key(1)})->front());
}

TEST_F(CutOff, OfficeThatHasNotHeardOfAHandOverTakesNoStageBack) {
    ASSERT_TRUE(home_.pack("B17", {key(1)}));
    street_.publish();
    street_relay_.refuse();
    ASSERT_TRUE(home_.move("B17", community, street, 1, 1, 1));
    ASSERT_TRUE(home_.move("B17", street, district, 1, 1, 2));
    home_.publish();
    ASSERT_TRUE(street_.move("B17", community, street, 1, 1, 3));
    EXPECT_EQ(street_.stage(key(1)), Stage::at_street);
    street_is_back();
    EXPECT_EQ(street_.stage(key(1)), Stage::at_district);
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases WHERE key = 'K001'"), "at_district\n");
    expect_alike({&home_, &street_, &maker_});
}

TEST_F(CutOff, CardsFoundToHaveStayedBehindAreBackInTheStoreToo) {
    ASSERT_TRUE(home_.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(home_.move("B17", community, street, 2, 1, 1));
    home_.publish();
    ASSERT_TRUE(street_.custody().close_problem({2, "one was left", "desk", {key(2)}}, morning(5)));
    street_.publish();
    home_.publish();
    maker_.publish();
    EXPECT_EQ(server_.psql("SELECT stage FROM kiosk.cases WHERE key = 'K002'"), "collected\n");
    for (auto* one : {&home_, &street_, &maker_}) EXPECT_EQ(one->stage(key(2)), Stage::collected);
    ASSERT_TRUE(home_.pack("B18", {key(2)}, 6));
    expect_alike({&home_, &street_, &maker_});
}

TEST_F(ShareTest, CasesThatNobodyHasBroughtInGoAheadOfTheHandOverThatNamesThem) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(2));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    EXPECT_EQ(server_.psql("SELECT count(*) FROM kiosk.cases"), "2\n");
    ASSERT_TRUE(other.move("B17", community, street, 2, 2));
    EXPECT_EQ(other.stage(key(1)), Stage::at_street);
}

TEST_F(ShareTest, CardsThatAnImportCalledRefusedAreOutOfTheBagEverywhere) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(3, "at_maker"));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2), key(3)}));
    home.import(case_columns_line + case_row(key(2), 2, "refused", "A", "other"));
    ASSERT_TRUE(home.move("B17", maker, district, 2, 2));
    EXPECT_EQ(other.problems(), "");
    EXPECT_EQ(other.custody().bag("B17")->cards, 2);
    home.publish();
    other.publish();
    EXPECT_EQ(other.stage(key(2)), Stage::refused);
    ASSERT_TRUE(other.pack("E1", {key(2)}));
    expect_alike({&home, &other});
}

TEST_F(ShareTest, StorePutBackIsSentAllOfItAgain) {
    auto home = machine("community"), other = machine("street");
    home.import(csv(2));
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(other.move("B17", community, street, 2, 1));
    server_.psql("DELETE FROM kiosk.custody WHERE change > 1; UPDATE kiosk.custody_changes SET last = 1");
    EXPECT_NE(other.problems(), "");
    expect_alike({&home, &other});
    EXPECT_EQ(server_.psql("SELECT count(*), max(change) FROM kiosk.custody"), "2|2\n");
    server_.psql("DELETE FROM kiosk.custody; UPDATE kiosk.custody_changes SET last = 0");
    auto line = PostgresConnection::open({server_.where()});
    ASSERT_TRUE(line && start_store_anew(*line));
    ASSERT_TRUE(other.move("B17", street, district, 1, 1));
    expect_alike({&home, &other});
    EXPECT_EQ(server_.psql("SELECT count(*), max(change) FROM kiosk.custody"), "3|3\n");
}

TEST_F(ShareTest, TerminalsUserSharesNoCustodyAndIsToldSo) {
    Machine kiosk(folder(), "kiosk", server_.where("terminal"));
    kiosk.import(csv(1));
    ASSERT_TRUE(kiosk.pack("B17", {key(1)}));
    ASSERT_TRUE(kiosk.custody().alone());
    EXPECT_NE(kiosk.custody().alone()->detail.find("not an office's"), std::string::npos);
    ASSERT_TRUE(kiosk.move("B17", community, street, 1, 0));
    EXPECT_TRUE(kiosk.custody().close_problem({1, "found", "desk", {}}, morning())) << "numbers are its own";
    auto a = terminal('A');
    EXPECT_EQ(a.round().custody, 0U);
}

// ---- brought forward

TEST_F(ShareTest, StoreOfTheFirstVersionIsBroughtForwardAndKeepsItsCases) {
    auto home = machine("community");
    home.import(csv(2));
    home.publish();
    server_.psql("ALTER SCHEMA kiosk RENAME TO newer");
    server_.psql(support::read_file(KIOSK_SOURCE_DIR "/tests/kiosk/store/store_version_2.sql"), "office_chief");
    const std::string columns =
        "key, change, added, card_hash, social_hash, id_hash, typed_hash, masked_name, masked_id, old_last4, new_last4, "
        "community, street, district, handed_in, promised_by, stage, stage_at, refusal";
    server_.psql(
        "INSERT INTO kiosk.cases SELECT " + columns +
        " FROM newer.cases; INSERT INTO kiosk.ledger SELECT id, version, key_check, store FROM newer.ledger; UPDATE "
        "kiosk.case_changes SET last = "
        "(SELECT last FROM newer.case_changes); DROP SCHEMA newer CASCADE; DROP FUNCTION kiosk.push_custody; DROP TABLE "
        "kiosk.custody, kiosk.custody_changes; UPDATE kiosk.ledger SET version = 1");
    ASSERT_TRUE(home.pack("B17", {key(1), key(2)}));
    ASSERT_TRUE(home.custody().alone());
    EXPECT_NE(home.custody().alone()->detail.find("kioskctl ledger init"), std::string::npos);
    auto line = PostgresConnection::open({server_.where()});
    const auto forward = prepare_store(*line, key_);
    ASSERT_TRUE(forward) << forward.error().detail;
    auto other = machine("street");
    ASSERT_TRUE(home.move("B17", community, street, 2, 2));
    EXPECT_EQ(other.custody().bag("B17")->at, street);
    expect_alike({&home, &other});
}

// A ledger as the program before this one left it, made of what this one wrote.
constexpr const char* fifth_version = R"sql(
DROP TRIGGER undo_stage;
DROP TRIGGER undo_bag;
DROP TRIGGER undo_move;
DROP TRIGGER undo_entry;
DROP TRIGGER undo_taking_out;
CREATE TABLE custody_5 (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('packed', 'handed_over', 'refused', 'handed_out', 'left_behind')), at INTEGER
    NOT NULL,
    who TEXT NOT NULL, bag_id INTEGER REFERENCES bags (id), case_id INTEGER REFERENCES cases (id), from_level TEXT,
    to_level TEXT, given INTEGER CHECK (given >= 0), taken INTEGER CHECK (taken >= 0), listed INTEGER CHECK (listed >= 0)
) STRICT;
INSERT INTO custody_5 SELECT row_number() OVER (ORDER BY id), event, kind, at, who, bag_id, case_id, from_level,
    to_level, given,
    taken, listed FROM custody WHERE kind <> 'closed' ORDER BY id;
CREATE TABLE problems_5 (
    id INTEGER PRIMARY KEY, custody_id INTEGER NOT NULL UNIQUE REFERENCES custody_5 (id), opened_at INTEGER NOT NULL,
    closed_at INTEGER, closed_by TEXT, reason TEXT
) STRICT;
INSERT INTO problems_5 SELECT problems.id, (SELECT id FROM custody_5 WHERE custody_5.event = custody.event), opened_at,
    closed_at, closed_by, problems.reason FROM problems JOIN custody ON custody.id = custody_id;
DROP TABLE problems;
DROP TABLE custody;
DROP TABLE custody_undo;
ALTER TABLE custody_5 RENAME TO custody;
ALTER TABLE problems_5 RENAME TO problems;
ALTER TABLE sync DROP COLUMN custody_change;
ALTER TABLE sync DROP COLUMN custody_shared;
ALTER TABLE sync DROP COLUMN custody_mode;
PRAGMA user_version = 5;
)sql";

class Forward : public ShareTest {
protected:
    // Without a store: packed, refused, closed with a card left behind, packed again, handed out; another problem is open.
    void live_without_a_store() {
        Machine home(folder(), "community", "");
        home.import(csv(6));
        ASSERT_TRUE(home.pack("B17", {key(1), key(2), key(3)}));
        ASSERT_TRUE(home.move("B17", community, street, 3, 2, 1));
        ASSERT_TRUE(home.custody().close_problem({1, "left on the table", "desk", {key(3)}}, morning(2)));
        ASSERT_TRUE(home.pack("B18", {key(3), key(4)}, 3));
        ASSERT_TRUE(home.move("B17", street, district, 2, 2, 4));
        ASSERT_TRUE(home.move("B17", district, maker, 2, 2, 5));
        ASSERT_TRUE(home.custody().refuse_card({key(2), "other", "E1", "maker"}, policy_, morning(6)));
        ASSERT_TRUE(home.move("B17", maker, district, 1, 1, 7));
        ASSERT_TRUE(home.move("B17", district, street, 1, 1, 8));
        ASSERT_TRUE(home.move("B17", street, community, 1, 1, 9));
        ASSERT_TRUE(home.custody().hand_out({key(1), "desk"}, morning(10)));
        ASSERT_TRUE(home.move("B18", community, street, 2, 1, 11));
        ASSERT_TRUE(home.pack("B19", {key(5)}, 12));
    }
    void put_back_to_the_fifth() const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(local_options(folder(), "community").path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close_v2> db(raw);
        for (const char* sql : {back_to_the_sixth_version, fifth_version})
            ASSERT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
    }
};

TEST_F(Forward, LedgerOfTheFifthVersionKeepsItsLogAndSendsItToTheOthers) {
    live_without_a_store();
    std::string log, problems;
    {
        Machine home(folder(), "community", "");
        log = home.log();
        problems = home.problems();
    }
    put_back_to_the_fifth();
    {
        Machine home(folder(), "community", "");
        EXPECT_EQ(home.log(), log);
        EXPECT_EQ(home.problems(), problems);
        EXPECT_TRUE(home.ledger()->check());
    }
    auto home = machine("community"), other = machine("street");
    home.publish();
    expect_alike({&home, &other});
    EXPECT_EQ(other.stage(key(1)), Stage::handed_out);
    EXPECT_EQ(other.stage(key(2)), Stage::refused);
    EXPECT_EQ(other.stage(key(3)), Stage::at_street);
    EXPECT_EQ(other.stage(key(5)), Stage::collected);
    EXPECT_EQ(other.custody().problems(false)->size(), 1U);
    ASSERT_TRUE(other.move("E1", maker, district, 1, 1, 20));
    expect_alike({&home, &other});
}

}  // namespace
}  // namespace ledger_test
