#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "kiosk/base/first_error.h"
#include "kiosk/ledger/fields.h"
#include "kiosk/store/postgres_connection.h"

// Statements for the shared store, the first error of which stays: as kiosk/ledger/sql.h does for the ledger.
namespace kiosk {

// As PostgreSQL takes a value: a text, a number, a moment, a hash, a number of its own type, or one of a list with names.
inline Parameter to_parameter(std::string_view text) { return std::string(text); }
inline Parameter to_parameter(const Hash& hash) { return bytea(hash); }
inline Parameter to_parameter(Wall when) { return std::to_string(to_number(when)); }
inline Parameter to_parameter(Date day) { return std::to_string(to_number(day)); }
inline Parameter to_parameter(char letter) { return std::string(1, letter); }
template <std::integral Number>
requires(!std::is_same_v<Number, char>) Parameter to_parameter(Number number) { return std::to_string(number); }
template <class Value>
requires std::is_enum_v<Value> Parameter to_parameter(Value value) {
    if constexpr (std::is_same_v<std::underlying_type_t<Value>, std::int64_t>)
        return std::to_string(static_cast<std::int64_t>(value));
    else
        return std::string(name(value));
}
template <class Value>
Parameter to_parameter(const std::optional<Value>& value) {
    return value ? to_parameter(*value) : std::nullopt;
}

// One row, as read_fields reads it.
struct PostgresRow {
    const PostgresRows& rows;
    int row = 0;
    std::string_view text(int column) const { return rows.text(row, column); }
    std::int64_t integer(int column) const { return rows.integer(row, column); }
    std::optional<std::int64_t> integer_or_null(int column) const {
        return rows.is_null(row, column) ? std::nullopt : std::optional{rows.integer(row, column)};
    }
};
inline void read_field(const PostgresRow& row, int column, std::optional<Hash>& field) {
    field = row.rows.hash(row.row, column);
}
template <class Read>
auto every(const PostgresRows& rows, Read read) {
    std::vector<std::invoke_result_t<Read, PostgresRow>> found;
    found.reserve(static_cast<std::size_t>(rows.size()));
    for (int row = 0; row < rows.size(); ++row) found.push_back(read(PostgresRow{rows, row}));
    return found;
}
inline std::string first_column(const PostgresRow& row) { return std::string(row.text(0)); }

// For one thread. Lives no longer than the line.
class StoreSql : public FirstError {
public:
    explicit StoreSql(PostgresConnection& line) : line_(line) {}
    StoreSql(const StoreSql&) = delete;
    StoreSql& operator=(const StoreSql&) = delete;

    PostgresConnection& line() { return line_; }
    // The values are $1, $2 and so on. After an error: no rows.
    template <class... Values>
    PostgresRows run(const NamedSql& sql, const Values&... values) {
        return run_with(sql, {to_parameter(values)...});
    }
    PostgresRows run_with(const NamedSql& sql, const std::vector<Parameter>& parameters);
    void script(const NamedSql& sql);  // any number of statements, without values

private:
    PostgresConnection& line_;
};

// A transaction, rolled back unless committed. A statement fails when others hold its rows longer than `rows`, and the
// server ends the transaction when this machine vanishes in the middle of it.
class StoreTransaction : public StoreSql {
public:
    explicit StoreTransaction(PostgresConnection& line, std::chrono::milliseconds rows = std::chrono::seconds{5});
    ~StoreTransaction();
    // Or the first error of all that was to be done in it. When the line is lost here nobody knows whether it counts.
    Status commit();

private:
    bool open_ = false;
};

}  // namespace kiosk
