#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "kiosk/base/first_error.h"
#include "kiosk/ledger/database.h"

// SQL whose first error stays. After it nothing is run any more: changes change nothing, queries find nothing, and what is
// built of them returns empty values. So a function says what it does and leaves errors alone; whoever asked for the work
// looks once, at its end: with status(), result() or commit().
namespace kiosk {

class Sql;
using PreparedByText = std::map<std::string, Statement, std::less<>>;

// A statement is called by the function in which it stands, so that an error says where it happened.
struct NamedSql {
    NamedSql(const char* sql, const char* in = __builtin_FUNCTION()) : text(sql), name(in) {}
    NamedSql(std::string_view sql, const char* in = __builtin_FUNCTION()) : text(sql), name(in) {}
    NamedSql(std::string sql, const char* in = __builtin_FUNCTION()) : text(std::move(sql)), name(in) {}
    std::string text;
    const char* name;
};
Error in(Error why, const NamedSql& sql);  // the error with the statement's name

// The answer to one query; to be read in the expression that asked, since its values are borrowed from there.
class Rows {
public:
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    template <class Use>  // called with each row, until an error
    void each(Use use) && {
        while (next()) use(row());
    }
    template <class Enough>  // likewise, until it says that it has had enough
    void until(Enough enough) && {
        while (next() && !enough(row())) {
        }
    }
    template <class Read>
    auto all(Read read) && {
        std::vector<std::invoke_result_t<Read, const Statement&>> found;
        while (next()) found.push_back(read(row()));
        return found;
    }
    template <class Read>
    auto first(Read read) && {
        using Found = std::optional<std::invoke_result_t<Read, const Statement&>>;
        return next() ? Found{read(row())} : Found{};
    }
    bool any() && { return next(); }
    std::int64_t integer() && { return next() ? row().integer(0) : 0; }  // the first column of the first row; 0: none

private:
    friend Sql;
    template <class... Values>
    Rows(Sql& sql, const NamedSql& named, const Values&... values) : sql_(sql), named_(named), prepared_(take_out()) {
        if (!prepared_) return;
        [[maybe_unused]] int at = 0;
        (bind(++at, values), ...);
    }
    template <class Value>
    void bind(int at, const Value& value) {
        if constexpr (std::is_invocable_v<Value, Statement&>)
            value(prepared_.mapped());
        else
            prepared_.mapped().bind(at, value);
    }
    PreparedByText::node_type take_out();
    bool next();
    const Statement& row() const { return prepared_.mapped(); }

    Sql& sql_;
    const NamedSql& named_;
    PreparedByText::node_type prepared_;  // empty: nothing is run
};

inline std::int64_t first_integer(const Statement& row) { return row.integer(0); }
inline std::string first_text(const Statement& row) { return std::string(row.text(0)); }

// Statements of one connection, each prepared once. Lives no longer than the connection; for one thread.
class Sql : public FirstError {
public:
    explicit Sql(sqlite3& db) : db_(&db) {}
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    sqlite3& db() const { return *db_; }
    // The values are ?1, ?2 and so on, of the types that Statement binds; or a function that binds them.
    template <class... Values>
    void run(const NamedSql& sql, const Values&... values) {
        Rows(*this, sql, values...).each([](const Statement&) {});
    }
    template <class... Values>
    [[nodiscard]] Rows query(const NamedSql& sql, const Values&... values) {
        return Rows(*this, sql, values...);
    }
    void script(const NamedSql& sql);  // any number of statements, without values
    std::int64_t last_id() const { return sqlite3_last_insert_rowid(db_); }
    std::int64_t changes() const { return sqlite3_changes64(db_); }  // rows that the last run() changed

    // Runs `work`; if it fails, what it wrote is taken back, its error is given, and the work around it goes on. An error of
    // the ledger itself also stays.
    std::optional<Error> attempt(const std::function<void()>& work);

private:
    friend Rows;
    sqlite3* db_;
    PreparedByText idle_;
};

// A write transaction; rolled back unless committed.
class Transaction : public Sql {
public:
    // Waits for other writers for as long as the connection's patience lasts. `ready`: an error because of which it does not
    // begin.
    explicit Transaction(sqlite3& db, const Status& ready = Done{});
    ~Transaction();
    Status commit();  // or the first error of all that was to be done in it

private:
    bool open_ = false;
};

// One state of the ledger for all that is asked within.
class Snapshot : public Sql {
public:
    explicit Snapshot(sqlite3& db);
    ~Snapshot();
};

}  // namespace kiosk
