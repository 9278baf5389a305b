#include "kiosk/ledger/sql.h"

#include <fmt/format.h>

namespace kiosk {
namespace {

// Whether the fault is an answer of the rules to a request. Any other fault is one of the ledger or of the machine.
bool is_verdict(Fault fault) { return fault == Fault::refused || fault == Fault::not_found || fault == Fault::malformed; }

}  // namespace

Error in(Error why, const NamedSql& sql) {
    why.detail += fmt::format(" [{}]", sql.name);
    return why;
}

Rows::~Rows() {
    if (!prepared_) return;
    prepared_.mapped().reset();
    sql_.idle_.insert(std::move(prepared_));
}

PreparedByText::node_type Rows::take_out() {
    if (sql_.failed()) return {};
    if (auto known = sql_.idle_.extract(named_.text)) return known;
    auto prepared = Statement::prepare(sql_.db(), named_.text);
    if (prepared) return sql_.idle_.extract(sql_.idle_.emplace(named_.text, *std::move(prepared)).first);
    sql_.fail(in(prepared.error(), named_));
    return {};
}

bool Rows::next() {
    if (sql_.failed()) return false;
    const auto row = prepared_.mapped().step();
    if (!row) sql_.fail(in(row.error(), named_));
    return row && *row;
}

void Sql::script(const NamedSql& sql) {
    if (failed()) return;
    if (const auto done = execute(*db_, sql.text); !done) fail(in(done.error(), sql));
}

std::optional<Error> Sql::attempt(const std::function<void()>& work) {
    if (failed()) return status().error();
    script("SAVEPOINT attempt");
    work();
    const auto why = forget();
    script(why ? "ROLLBACK TO attempt; RELEASE attempt" : "RELEASE attempt");
    if (why && !is_verdict(why->fault)) fail(*why);
    return failed() ? status().error() : why;
}

Transaction::Transaction(sqlite3& db, const Status& ready) : Sql(db) {
    take(ready);
    script("BEGIN IMMEDIATE");
    open_ = !failed();
}

Transaction::~Transaction() {
    if (open_ && !sqlite3_get_autocommit(&db())) sqlite3_exec(&db(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Status Transaction::commit() {
    script("COMMIT");
    if (!failed()) open_ = false;
    return status();
}

Snapshot::Snapshot(sqlite3& db) : Sql(db) { script("BEGIN"); }

Snapshot::~Snapshot() {
    if (!sqlite3_get_autocommit(&db())) sqlite3_exec(&db(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace kiosk
