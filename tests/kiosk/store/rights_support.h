#pragma once

#include <cstdint>
#include <set>
#include <sstream>
#include <string>

#include <fmt/format.h>

#include "tests/kiosk/store/shared_support.h"

namespace ledger_test {

// Hall with terminals A to P and a counter; another hall with a terminal A and a counter; an office; a stranger.
class Rights : public SharedTest {
protected:
    Rights() {
        server_.psql(
            "CREATE ROLE stranger LOGIN; CREATE ROLE unbound LOGIN IN ROLE kiosk_terminal, kiosk_counter; CREATE ROLE "
            "elsewhere LOGIN; CREATE ROLE elsewhere_counter LOGIN");
        auto owner = PostgresConnection::open({server_.where()});
        EXPECT_TRUE(bind_terminal(*owner, {"elsewhere", "Another hall", "A", monday}));
        EXPECT_TRUE(bind_counter(*owner, {"elsewhere_counter", "Another hall", "", monday}));
    }
    static std::string push(const std::string& hall, std::int64_t day, const std::string& terminal, std::int64_t number,
                            const std::string& service = "'upgrade'") {
        return fmt::format("SELECT kiosk.push_ticket('{}', {}, {}, {}, {}, 'ordinary', '', '', {}, {})", hall, day, terminal,
                           number, service, hash, day * 86'400'000 + 3'600'000);
    }
    // What all tables hold, as the superuser sees them.
    std::string all_rows() {
        if (all_rows_sql_.empty()) {
            std::istringstream tables(
                server_.psql("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
                             "'kiosk'::regnamespace ORDER BY 1"));
            for (std::string table; tables >> table;)
                all_rows_sql_ += fmt::format(
                    "{0}SELECT '{1} ' || count(*) || ' ' || coalesce(md5(string_agg(one::text, '|' ORDER "
                    "BY one::text)), '') FROM kiosk.{1} AS one",
                    all_rows_sql_.empty() ? "" : " UNION ALL ", table);
        }
        const auto rows = watcher_.run(all_rows_sql_);
        std::string all;
        for (int row = 0; rows && row < rows->size(); ++row) all += std::string(rows->text(row, 0)) + '\n';
        return all;
    }
    PostgresConnection line(const std::string& user) const {
        auto opened = PostgresConnection::open({server_.where(user)});
        if (!opened) throw std::runtime_error(opened.error().detail);
        return *std::move(opened);
    }
    std::set<std::string> lines_of(const std::string& sql) const {
        std::istringstream rows(server_.psql(sql));
        std::set<std::string> found;
        for (std::string row; std::getline(rows, row);) found.insert(row);
        return found;
    }

    PostgresConnection watcher_ = line("postgres");
    std::string all_rows_sql_;
    static constexpr const char* hash = "'\\x00112233445566778899aabbccddeeff'";
    static constexpr std::int64_t today = 20759;  // monday
};

}  // namespace ledger_test
