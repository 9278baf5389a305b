// Every look-up goes by an index, whatever the size of the ledger.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <ostream>

#include "kiosk/base/owned.h"
#include "kiosk/ledger/case_store.h"
#include "tests/kiosk/ledger/support.h"

namespace ledger_test {
namespace {

struct Query {
    const char* name;
    std::string sql;
};
void PrintTo(const Query& query, std::ostream* out) { *out << query.sql; }
class QueryPlan : public LedgerTest, public testing::WithParamInterface<Query> {
protected:
    std::string plan(const std::string& sql) const {
        open();
        sqlite3* raw = nullptr;
        EXPECT_EQ(sqlite3_open(options().path.c_str(), &raw), SQLITE_OK);
        const Owned<sqlite3, sqlite3_close> db(raw);
        std::string steps;
        const auto add = [](void* all, int, char** values, char**) {
            *static_cast<std::string*>(all) += std::string(values[3]) + '\n';
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(raw, ("EXPLAIN QUERY PLAN " + sql).c_str(), add, &steps, nullptr), SQLITE_OK)
            << sqlite3_errmsg(raw);
        return steps;
    }
};
TEST_P(QueryPlan, SearchesAndScansNothing) {
    auto steps = plan(GetParam().sql);
    EXPECT_NE(steps.find("SEARCH"), std::string::npos) << steps;
    for (auto at = steps.find("SCAN ledger"); at != std::string::npos; at = steps.find("SCAN ledger")) steps.erase(at, 11);
    EXPECT_EQ(steps.find("SCAN"), std::string::npos) << steps;  // `ledger` has one row
}
INSTANTIATE_TEST_SUITE_P(
    , QueryPlan,
    testing::Values(Query{"by_key", look_up_sql(IndexKind::key)}, Query{"by_card", look_up_sql(IndexKind::card)},
                    Query{"by_social_card", look_up_sql(IndexKind::social_card)},
                    Query{"by_resident_id", look_up_sql(IndexKind::resident_id)},
                    Query{"by_typing", look_up_sql(IndexKind::typed)},
                    Query{"case_of_ticket",
                          "SELECT * FROM tickets WHERE id IN (SELECT ticket_id FROM ticket_cases WHERE case_id = " +
                              case_id_sql("?1") + ")"},
                    Query{"tickets_of_day", "SELECT * FROM tickets WHERE hall = ?1 AND day = ?2"},
                    Query{"uses", "SELECT * FROM card_uses WHERE hall = ?1 AND day BETWEEN ?2 AND ?3"},
                    Query{"bag_by_number", "SELECT * FROM bags WHERE number = ?1"},
                    Query{"bag_of_case", "SELECT * FROM bag_cases WHERE case_id = ?1 AND inside = 1"},
                    Query{"cards_in_bag",
                          "SELECT * FROM cases WHERE id IN (SELECT case_id FROM bag_cases WHERE bag_id = ?1 "
                          "AND inside = 1)"},
                    Query{"event_told_before", "SELECT * FROM custody WHERE event = ?1"},
                    Query{"events_of_days", "SELECT * FROM custody WHERE at >= ?1 AND at < ?2"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(QueryPlan, OfALookUpIsTheOneInTheReadme) {
    const auto steps = plan(look_up_sql(IndexKind::card));
    EXPECT_NE(steps.find("SEARCH entry USING PRIMARY KEY (kind=? AND value=? AND id<?)"), std::string::npos) << steps;
    EXPECT_EQ(steps.find("TEMP B-TREE"), std::string::npos) << steps;
    EXPECT_NE(steps.find("SEARCH row USING INTEGER PRIMARY KEY (rowid=?)"), std::string::npos) << steps;
}

}  // namespace
}  // namespace ledger_test
