#include "kiosk/ledger/sql.h"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/process.h"

namespace kiosk {
namespace {

using Names = std::vector<std::string>;

class SqlTest : public testing::Test {
protected:
    SqlTest() {
        auto connection = open_connection(path(), std::chrono::milliseconds{0});
        EXPECT_TRUE(connection);
        connection_.emplace(*std::move(connection));
        EXPECT_TRUE(execute(db(), "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size INTEGER) STRICT"));
    }
    std::string path() const { return (dir_.path() / "a.db").string(); }
    sqlite3& db() { return *connection_->db; }
    std::vector<std::string> names() {
        Sql sql(db());
        auto found = sql.query("SELECT name FROM things ORDER BY name").all(first_text);
        EXPECT_TRUE(sql.status());
        return found;
    }

    support::TempDir dir_;
    std::optional<Connection> connection_;
};

void add_twice(Sql& sql) {
    sql.run("INSERT INTO things (name) VALUES (?1)", "one");
    sql.run("INSERT INTO things (name) VALUES (?1)", "one");
}

TEST_F(SqlTest, FirstErrorStaysAndSaysInWhichFunction) {
    Transaction sql(db());
    add_twice(sql);
    sql.script("no SQL at all");
    sql.fail({Fault::refused, "later"});
    const auto committed = sql.commit();
    ASSERT_FALSE(committed);
    EXPECT_NE(committed.error().detail.find("constraint failed"), std::string::npos);
    EXPECT_TRUE(committed.error().detail.ends_with("[add_twice]")) << committed.error().detail;
}

TEST_F(SqlTest, NothingIsRunAfterAnError) {
    {
        Sql sql(db());
        sql.fail({Fault::refused, "a rule"});
        sql.run("INSERT INTO things (name) VALUES ('two')");
        sql.script("INSERT INTO things (name) VALUES ('three')");
        EXPECT_EQ(sql.query("SELECT 7").integer(), 0);
        EXPECT_FALSE(sql.query("SELECT 7").any());
        EXPECT_EQ(sql.query("SELECT 7").first(first_integer), std::nullopt);
        EXPECT_EQ(sql.status().error().detail, "a rule");
    }
    EXPECT_EQ(names(), Names{});
}

TEST_F(SqlTest, WhatIsNotCommittedIsTakenBack) {
    {
        Transaction sql(db());
        sql.run("INSERT INTO things (name) VALUES (?1)", "lost");
    }
    {
        Transaction sql(db());
        sql.run("INSERT INTO things (name) VALUES (?1)", "kept");
        EXPECT_TRUE(sql.commit());
    }
    EXPECT_EQ(names(), (Names{"kept"}));
}

TEST_F(SqlTest, TransactionThatMayNotBeginWritesNothing) {
    {
        Transaction sql(db(), Error{Fault::ledger_locked, "busy"});
        sql.run("INSERT INTO things (name) VALUES ('x')");
        EXPECT_EQ(sql.commit().error().detail, "busy");
    }
    EXPECT_EQ(names(), Names{});
}

TEST_F(SqlTest, OtherWriterIsNamedAsTheLock) {
    auto other = open_connection(path(), std::chrono::milliseconds{0});
    ASSERT_TRUE(other);
    Transaction theirs(*other->db);
    Transaction ours(db());
    ours.run("INSERT INTO things (name) VALUES ('x')");
    EXPECT_EQ(ours.commit().error().fault, Fault::ledger_locked);
    EXPECT_TRUE(theirs.commit());
}

TEST_F(SqlTest, FailedAttemptIsTakenBackAndTheRestGoesOn) {
    Transaction sql(db());
    sql.run("INSERT INTO things (name) VALUES ('before')");
    const auto why = sql.attempt([&] {
        sql.run("INSERT INTO things (name) VALUES ('half')");
        sql.fail({Fault::refused, "a rule"});
    });
    ASSERT_TRUE(why);
    EXPECT_EQ(why->detail, "a rule");
    EXPECT_EQ(sql.attempt([&] { sql.run("INSERT INTO things (name) VALUES ('whole')"); }), std::nullopt);
    EXPECT_TRUE(sql.commit());
    EXPECT_EQ(names(), (Names{"before", "whole"}));
}

TEST_F(SqlTest, AttemptThatTheLedgerItselfFailsEndsAll) {
    Transaction sql(db());
    EXPECT_TRUE(sql.attempt([&] { add_twice(sql); }));
    EXPECT_FALSE(sql.commit());
    EXPECT_EQ(names(), Names{});
}

TEST_F(SqlTest, SameQueryWithinItselfAndAgain) {
    Sql sql(db());
    for (const char* name : {"a", "b", "c"}) sql.run("INSERT INTO things (name) VALUES (?1)", name);
    const auto others = [&](const std::string& name) {
        return sql.query("SELECT name FROM things WHERE name <> ?1 ORDER BY name", name).all(first_text);
    };
    std::vector<std::size_t> counts;
    sql.query("SELECT name FROM things WHERE name <> ?1 ORDER BY name", "b").each([&](const Statement& row) {
        counts.push_back(others(std::string(row.text(0))).size());
    });
    EXPECT_EQ(counts, (std::vector<std::size_t>{2, 2}));
    EXPECT_EQ(others("a"), (Names{"b", "c"}));
    EXPECT_TRUE(sql.status());
}

TEST_F(SqlTest, ReadingStopsWhenTheReaderFails) {
    Sql sql(db());
    for (const char* name : {"a", "b", "c"}) sql.run("INSERT INTO things (name) VALUES (?1)", name);
    int seen = 0;
    sql.query("SELECT name FROM things").each([&](const Statement&) {
        if (++seen == 2) sql.fail({Fault::refused, "enough"});
    });
    EXPECT_EQ(seen, 2);
    EXPECT_EQ(sql.status().error().detail, "enough");
}

enum class ThingId : std::int64_t {};
enum class Size : std::uint8_t { small, large };
std::string_view name(Size size) { return size == Size::small ? "small" : "large"; }

TEST_F(SqlTest, EachTypeOfValueIsBoundAsItself) {
    Sql sql(db());
    const auto row = [](const Statement& found) {
        return std::string(found.text(0)) + " " + std::string(found.text(1)) + " " + std::string(found.text(2)) + " " +
               std::string(found.text(3)) + (found.integer_or_null(4) ? " set" : " null");
    };
    EXPECT_EQ(sql.query("SELECT ?1, ?2, ?3, ?4, ?5", 'A', Size::large, ThingId{7}, true, std::optional<Wall>{}).first(row),
              "A large 7 1 null");
    EXPECT_EQ(sql.query("SELECT ?1", Date{std::chrono::year{1970} / 1 / 3}).integer(), 2);
    EXPECT_EQ(sql.query("SELECT ?1", Wall{std::chrono::milliseconds{5}}).integer(), 5);
    EXPECT_EQ(sql.query("SELECT length(?1)", std::optional<std::string>{"日本"}).integer(), 2);
    EXPECT_TRUE(sql.status());
}

}  // namespace
}  // namespace kiosk
