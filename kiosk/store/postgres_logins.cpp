#include "kiosk/store/postgres_logins.h"

#include <fmt/format.h>

#include "kiosk/store/store_sql.h"

namespace kiosk {
namespace {

constexpr int most_lines = 8;  // of one login at once: a kiosk's two, doctor's, those that a pulled cable left behind

// Quotes a login for ALTER and GRANT, which take no parameters.
std::string quoted(StoreSql& sql, const std::string& login) {
    return std::string(sql.run("SELECT pg_catalog.quote_ident($1)", login).text(0, 0));
}

bool is_known(StoreSql& sql, const std::string& login) {
    return sql.run("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1 AND rolcanlogin", login).size() == 1;
}

BoundLogin to_bound(const PostgresRow& row) {
    return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), to_date(row.integer(3))};
}

void may_bind(StoreSql& sql, const BoundLogin& wanted) {
    const auto rows = sql.run(
        "SELECT login, hall, coalesce(letter, ''), since FROM kiosk.logins WHERE login = $1 OR (hall = $2 AND letter = $3)",
        wanted.login, wanted.hall, wanted.letter);
    for (const auto& found : every(rows, to_bound)) {
        const bool other_letter = !found.letter.empty() && !wanted.letter.empty() && found.letter != wanted.letter;
        if (found.login != wanted.login)
            sql.fail({Fault::refused, fmt::format("terminal {} of {}: is held by login {}; remove that first: kioskctl "
                                                  "ledger terminal remove {}",
                                                  wanted.letter, wanted.hall, found.login, found.login)});
        else if (found.hall != wanted.hall || other_letter)
            sql.fail({Fault::refused, fmt::format("login {}: is bound to {} {}; remove it first, or use another login",
                                                  found.login, found.hall, found.letter)});
    }
}

// A session may change its own timeouts, so these only end a session that hangs. A session cannot change the limit on its
// connections. The owner becomes a member of the login, so that the owner may end its connections.
Status grant(PostgresConnection& line, const std::string& login, const char* role) {
    StoreSql sql(line);
    const auto statements = fmt::format(
        "GRANT {0} TO {1}; GRANT {1} TO CURRENT_USER; ALTER ROLE {1} CONNECTION LIMIT {2}; ALTER ROLE {1} SET "
        "statement_timeout = '60s'; "
        "ALTER ROLE {1} SET lock_timeout = '10s'; ALTER ROLE {1} SET idle_in_transaction_session_timeout = '15s'",
        role, quoted(sql, login), most_lines);
    sql.script(statements);
    if (!sql.failed() || sql.status().error().fault != Fault::refused) return sql.status();
    return Error{Fault::refused, fmt::format("login {}: is bound, but this user may not give roles; let a superuser run: {}",
                                             login, statements)};
}

Status bind(PostgresConnection& line, const BoundLogin& bound, const char* role) {
    StoreTransaction sql(line);
    if (!is_known(sql, bound.login))
        sql.fail(
            {Fault::not_found, fmt::format("login {}: the server has no such login; make it first: CREATE ROLE {} LOGIN "
                                           "PASSWORD '…'",
                                           bound.login, bound.login)});
    may_bind(sql, bound);
    sql.run(
        "INSERT INTO kiosk.logins AS known (login, hall, letter, since) VALUES ($1, $2, $3, $4) ON CONFLICT (login) DO "
        "UPDATE SET letter = coalesce(excluded.letter, known.letter), since = excluded.since",
        bound.login, bound.hall, bound.letter.empty() ? std::nullopt : std::optional{bound.letter}, bound.since);
    if (const auto committed = sql.commit(); !committed) return committed;
    return grant(line, bound.login, role);
}

}  // namespace

Result<StoreLogin> login_of_line(PostgresConnection& line) {
    StoreSql sql(line);
    const auto row = sql.run("SELECT session_user, kiosk.my_hall(), kiosk.my_letter(), kiosk.is_owner()");
    return sql.result(StoreLogin{std::string(row.text(0, 0)), std::string(row.text(0, 1)), std::string(row.text(0, 2)),
                                 row.text(0, 3) == "t"});
}

std::string how_to_bind(const StoreLogin& place, const std::string& hall, char letter) {
    const auto add = fmt::format("kioskctl ledger terminal add {} --hall \"{}\" --letter {}", place.login, hall, letter);
    if (place.hall.empty()) return fmt::format("as the store's owner: {}", add);
    return fmt::format(
        "set [site] hall and terminal in kiosk.toml to what the login is bound to, or as the store's owner: "
        "kioskctl ledger terminal remove {}, then {}",
        place.login, add);
}

Status bind_terminal(PostgresConnection& line, const BoundLogin& bound) { return bind(line, bound, "kiosk_terminal"); }

Status bind_counter(PostgresConnection& line, const BoundLogin& bound) { return bind(line, bound, "kiosk_counter"); }

Status unbind(PostgresConnection& line, const std::string& login) {
    StoreTransaction sql(line);
    const auto gone = sql.run("DELETE FROM kiosk.logins WHERE login = $1", login);
    if (gone.changed() == 0) sql.fail({Fault::not_found, fmt::format("login {}: is bound to nothing", login)});
    if (is_known(sql, login)) sql.script(fmt::format("REVOKE kiosk_terminal, kiosk_counter FROM {}", quoted(sql, login)));
    return sql.commit();
}

Result<std::vector<BoundLogin>> bound_logins(PostgresConnection& line) {
    StoreSql sql(line);
    const auto rows = sql.run(
        "SELECT login, hall, coalesce(letter, ''), since FROM kiosk.logins ORDER BY hall COLLATE \"C\", letter, login");
    return sql.result(every(rows, to_bound));
}

Result<std::string> end_long_turns(PostgresConnection& line) {
    StoreSql sql(line);
    return sql.result(std::string(sql.run("SELECT kiosk.end_long_turns()").text(0, 0)));
}

Result<std::vector<std::string>> unbound_logins(PostgresConnection& line) {
    StoreSql sql(line);
    const auto rows = sql.run(
        "SELECT rolname FROM pg_catalog.pg_roles WHERE rolcanlogin AND NOT rolsuper AND (pg_catalog.pg_has_role(oid, "
        "'kiosk_terminal', 'MEMBER') OR pg_catalog.pg_has_role(oid, 'kiosk_counter', 'MEMBER')) AND NOT "
        "pg_catalog.pg_has_role(oid, (SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'kiosk'), 'MEMBER') AND "
        "NOT EXISTS (SELECT 1 FROM kiosk.logins WHERE login = rolname) ORDER BY rolname");
    return sql.result(every(rows, first_column));
}

}  // namespace kiosk
