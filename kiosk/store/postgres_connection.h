#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"
#include "kiosk/ledger/hash.h"

namespace kiosk {

struct PostgresOptions {
    std::string where;                           // conninfo.h
    std::chrono::milliseconds patience{10'000};  // with the server, for each statement; then store_unreachable
    std::stop_token stop = {};                   // ends the waiting at once
};

// The rows that a statement gave.
class PostgresRows {
public:
    explicit PostgresRows(PGresult* raw) : raw_(raw) {}  // null: no rows
    int size() const { return PQntuples(raw_.get()); }
    bool is_null(int row, int column) const { return PQgetisnull(raw_.get(), row, column) == 1; }
    std::string_view text(int row, int column) const;  // as long as the rows; empty for NULL
    std::int64_t integer(int row, int column) const;
    std::optional<Hash> hash(int row, int column) const;  // nullopt: NULL, or none of ours
    std::int64_t changed() const;                         // rows that it inserted or updated
    // Whether all numbers in that column are greater than `after` and none is less than the number before it. A server that
    // breaks this would be asked for the rows behind the last number for ever.
    bool grow(int column, std::int64_t after) const;

private:
    Owned<PGresult, PQclear> raw_;
};

using Parameter = std::optional<std::string>;  // as text; nullopt: NULL
std::string bytea(const Hash& hash);

// A line to the shared store, used by one thread. It never waits longer than its patience. It reads at most 64 MB for one
// statement: three times what any statement of ours can give, and little enough for this machine. Errors: store_unreachable
// (no line, or not let in; the detail says why), refused (the role may not do that), ledger_locked (others hold the rows too
// long), disk_full, malformed (the answer cannot be true), ledger_unreadable.
class PostgresConnection {
public:
    static Result<PostgresConnection> open(const PostgresOptions& options);

    Result<PostgresRows> run(const std::string& sql, const std::vector<Parameter>& parameters = {});
    Status execute(const std::string& sql);  // one or more statements, no rows wanted
    // COPY … FROM STDIN: `more` appends lines (copy_field) and says whether there were any.
    Status copy_in(const std::string& sql, const std::function<Result<bool>(std::string& lines)>& more);

    bool lost() const { return lost_; }  // of no use any more
    Error answers_oddly();               // gives the line up: rows came that were not asked for
    const std::string& shown() const { return shown_; }
    // Sets the patience of each further statement and returns the former one.
    std::chrono::milliseconds set_patience(std::chrono::milliseconds patience) {
        return std::exchange(options_.patience, patience);
    }
    // Whether a statement failed, since this was last asked, only because another transaction was quicker. The transaction
    // will succeed when it is begun anew.
    bool take_repeat() { return std::exchange(repeat_, false); }
    bool encrypted() const;
    bool read_only() const;  // a standby: nothing can be sent to it

private:
    PostgresConnection(PGconn* raw, std::string shown, const PostgresOptions& options)
        : raw_(raw), shown_(std::move(shown)), options_(options) {}
    Status connect();
    Status settle();
    Status wait(short events, std::chrono::steady_clock::time_point end);
    Status send_all(std::chrono::steady_clock::time_point end);
    Result<PostgresRows> results(std::chrono::steady_clock::time_point end);
    Error line_lost(const std::string& why);
    Error error_of(const PGresult& result);
    std::chrono::steady_clock::time_point begin_statement();  // when its patience ends

    Owned<PGconn, PQfinish> raw_;
    std::string shown_;
    PostgresOptions options_;
    std::uint64_t heard_before_ = 0;  // bytes, when the statement began
    bool lost_ = false, repeat_ = false;
};

// While this object lives, no statement of the line waits longer than the given patience.
class ShortPatience {
public:
    ShortPatience(PostgresConnection& line, std::chrono::milliseconds most)
        : line_(line), former_(line.set_patience(most)) {}
    ShortPatience(ShortPatience&&) = delete;
    ~ShortPatience() { line_.set_patience(former_); }

private:
    PostgresConnection& line_;
    std::chrono::milliseconds former_;
};

void copy_field(std::string& line, std::string_view text);  // escaped, without the tab
void copy_null(std::string& line);

}  // namespace kiosk
