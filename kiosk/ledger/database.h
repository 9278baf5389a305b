#pragma once

#include <sqlite3.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"
#include "kiosk/ledger/stored_time.h"

namespace kiosk {

std::string file_of(sqlite3& db);
Error cannot_make(const std::string& path, int number);  // a file of the ledger's; `number`: errno

// SQLite's last error as a fault of the hall. The detail names the file and the remedy.
Error sqlite_error(sqlite3& db, int code);

using Blob = std::span<const std::uint8_t>;

// A prepared statement. Bound texts and blobs are borrowed: they must live until the next reset.
class Statement {
public:
    static Result<Statement> prepare(sqlite3& db, std::string_view sql);

    template <std::integral Number>
    requires(!std::is_same_v<Number, char>) Statement& bind(int at, Number value) {
        return bind_integer(at, static_cast<std::int64_t>(value));
    }
    Statement& bind(int at, std::string_view text);
    Statement& bind(int at, Blob blob);
    Statement& bind(int at, const char& letter) { return bind(at, std::string_view(&letter, 1)); }  // borrowed, too
    Statement& bind(int at, Wall when) { return bind(at, to_number(when)); }
    Statement& bind(int at, Date day) { return bind(at, to_number(day)); }
    Statement& bind(int at, std::nullopt_t);
    template <class Value>
    Statement& bind(int at, const std::optional<Value>& value) {
        return value ? bind(at, *value) : bind(at, std::nullopt);
    }
    template <class Value>  // a number of its own type, or one of a list with names
    requires std::is_enum_v<Value> Statement& bind(int at, Value value) {
        if constexpr (std::is_same_v<std::underlying_type_t<Value>, std::int64_t>)
            return bind_integer(at, static_cast<std::int64_t>(value));
        else
            return bind(at, name(value));
    }

    Result<bool> step();  // true: a row is there; false: done
    Status run();         // steps to the end and resets
    void reset();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> integer_or_null(int column) const;
    std::string_view text(int column) const;  // until the next step or reset
    Blob blob(int column) const;              // likewise; empty for NULL

private:
    Statement& bind_integer(int at, std::int64_t value);
    Statement(sqlite3& db, sqlite3_stmt* raw) : db_(&db), raw_(raw) {}
    sqlite3* db_;
    Owned<sqlite3_stmt, sqlite3_finalize> raw_;
    int bound_ = SQLITE_OK;  // the first binding that failed
};

// Resets a statement when the scope ends, so that it holds no lock and no borrowed text.
class ResetLater {
public:
    explicit ResetLater(Statement& statement) : statement_(statement) {}
    ~ResetLater() { statement_.reset(); }
    ResetLater(const ResetLater&) = delete;
    ResetLater& operator=(const ResetLater&) = delete;

private:
    Statement& statement_;
};

struct Connection {
    Owned<sqlite3, sqlite3_close_v2> db;
    std::unique_ptr<int> tries;  // how often it looks whether another writer is done
};
// Opens the file, making it (mode 0600) and its folder if they are not there; nothing is read or changed yet. A write
// waits for other writers for at most `patience`.
Result<Connection> open_connection(const std::string& path, std::chrono::milliseconds patience);

Status execute(sqlite3& db, const std::string& sql);
void shorten_log(sqlite3& db);     // to nothing; waits for readers as long as for a lock
void write_log_back(sqlite3& db);  // as far as readers let it, so that its room is used again
Result<std::int64_t> query_integer(sqlite3& db, const std::string& sql);

Result<std::int64_t> unused_bytes(sqlite3& db);  // pages of the file that hold nothing

}  // namespace kiosk
