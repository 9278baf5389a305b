#include "kiosk/store/postgres_logins.h"

#include <fmt/format.h>

#include "kiosk/ledger/stored_time.h"

namespace kiosk {
namespace {

constexpr int most_lines = 8;  // of one login at once: a kiosk's two, doctor's, those that a pulled cable left behind

// For ALTER and GRANT, which take no parameters.
Result<std::string> quoted(PostgresConnection& line, const std::string& login) {
    const auto name = line.run("SELECT pg_catalog.quote_ident($1)", {login});
    if (!name) return name.error();
    return std::string(name->text(0, 0));
}

Status is_known(PostgresConnection& line, const std::string& login) {
    const auto known = line.run("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1 AND rolcanlogin", {login});
    if (!known) return known.error();
    if (known->size() == 1) return Done{};
    return Error{Fault::not_found, fmt::format("login {}: the server has no such login; make it first: CREATE ROLE {} LOGIN "
                                               "PASSWORD '…'",
                                               login, login)};
}

Result<std::optional<BoundLogin>> binding_of(PostgresConnection& line, const BoundLogin& wanted) {
    const auto rows = line.run(
        "SELECT login, hall, coalesce(letter, ''), since FROM kiosk.logins WHERE login = $1 OR (hall = $2 AND letter = $3)",
        {wanted.login, wanted.hall, wanted.letter});
    if (!rows) return rows.error();
    std::optional<BoundLogin> own;
    for (int row = 0; row < rows->size(); ++row) {
        const BoundLogin found{std::string(rows->text(row, 0)), std::string(rows->text(row, 1)),
                               std::string(rows->text(row, 2)), to_date(rows->integer(row, 3))};
        if (found.login != wanted.login)
            return Error{Fault::refused, fmt::format("terminal {} of {}: is held by login {}; remove that first: kioskctl "
                                                     "ledger terminal remove {}",
                                                     wanted.letter, wanted.hall, found.login, found.login)};
        own = found;
    }
    const bool moved = own && (own->hall != wanted.hall ||
                               (!own->letter.empty() && !wanted.letter.empty() && own->letter != wanted.letter));
    if (moved)
        return Error{Fault::refused, fmt::format("login {}: is bound to {} {}; remove it first, or use another login",
                                                 own->login, own->hall, own->letter)};
    return own;
}

// A session may set its timeouts as it likes, so these are for one that hangs; the number of its lines it cannot change. As
// a member of the login the owner may end its lines.
Status grant(PostgresConnection& line, const std::string& login, const char* role) {
    const auto name = quoted(line, login);
    if (!name) return name.error();
    const auto sql = fmt::format(
        "GRANT {0} TO {1}; GRANT {1} TO CURRENT_USER; ALTER ROLE {1} CONNECTION LIMIT {2}; ALTER ROLE {1} SET "
        "statement_timeout = '60s'; "
        "ALTER ROLE {1} SET lock_timeout = '10s'; ALTER ROLE {1} SET idle_in_transaction_session_timeout = '15s'",
        role, *name, most_lines);
    const auto granted = line.execute(sql);
    if (granted || granted.error().fault != Fault::refused) return granted;
    return Error{Fault::refused,
                 fmt::format("login {}: is bound, but this user may not give roles; let a superuser run: {}", login, sql)};
}

Status bind(PostgresConnection& line, const BoundLogin& bound, const char* role) {
    if (const auto known = is_known(line, bound.login); !known) return known;
    auto transaction = PostgresTransaction::begin(line);
    if (!transaction) return transaction.error();
    const auto before = binding_of(line, bound);
    if (!before) return before.error();
    const auto written = line.run(
        "INSERT INTO kiosk.logins AS known (login, hall, letter, since) VALUES ($1, $2, $3, $4) ON CONFLICT (login) DO "
        "UPDATE SET letter = coalesce(excluded.letter, known.letter), since = excluded.since",
        {bound.login, bound.hall, bound.letter.empty() ? Parameter{} : Parameter{bound.letter},
         std::to_string(to_number(bound.since))});
    if (!written) return written.error();
    if (const auto committed = transaction->commit(); !committed) return committed;
    return grant(line, bound.login, role);
}

}  // namespace

Result<StoreLogin> login_of_line(PostgresConnection& line) {
    const auto row = line.run("SELECT session_user, kiosk.my_hall(), kiosk.my_letter(), kiosk.is_owner()");
    if (!row) return row.error();
    return StoreLogin{std::string(row->text(0, 0)), std::string(row->text(0, 1)), std::string(row->text(0, 2)),
                      row->text(0, 3) == "t"};
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
    auto transaction = PostgresTransaction::begin(line);
    if (!transaction) return transaction.error();
    const auto gone = line.run("DELETE FROM kiosk.logins WHERE login = $1", {login});
    if (!gone) return gone.error();
    if (gone->changed() == 0) return Error{Fault::not_found, fmt::format("login {}: is bound to nothing", login)};
    const auto name = quoted(line, login);
    if (!name) return name.error();
    if (const auto known = is_known(line, login); known) {
        const auto revoked = line.execute(fmt::format("REVOKE kiosk_terminal, kiosk_counter FROM {}", *name));
        if (!revoked) return revoked;
    }
    return transaction->commit();
}

Result<std::vector<BoundLogin>> bound_logins(PostgresConnection& line) {
    const auto rows = line.run(
        "SELECT login, hall, coalesce(letter, ''), since FROM kiosk.logins ORDER BY hall COLLATE "
        "\"C\", letter, login");
    if (!rows) return rows.error();
    std::vector<BoundLogin> found;
    found.reserve(static_cast<std::size_t>(rows->size()));
    for (int row = 0; row < rows->size(); ++row)
        found.push_back({std::string(rows->text(row, 0)), std::string(rows->text(row, 1)), std::string(rows->text(row, 2)),
                         to_date(rows->integer(row, 3))});
    return found;
}

Result<std::string> end_long_turns(PostgresConnection& line) {
    const auto ended = line.run("SELECT kiosk.end_long_turns()");
    if (!ended) return ended.error();
    return std::string(ended->text(0, 0));
}

Result<std::vector<std::string>> unbound_logins(PostgresConnection& line) {
    const auto rows = line.run(
        "SELECT rolname FROM pg_catalog.pg_roles WHERE rolcanlogin AND NOT rolsuper AND (pg_catalog.pg_has_role(oid, "
        "'kiosk_terminal', 'MEMBER') OR pg_catalog.pg_has_role(oid, 'kiosk_counter', 'MEMBER')) AND NOT "
        "pg_catalog.pg_has_role(oid, (SELECT nspowner FROM pg_catalog.pg_namespace WHERE nspname = 'kiosk'), 'MEMBER') AND "
        "NOT EXISTS (SELECT 1 FROM kiosk.logins WHERE login = rolname) ORDER BY rolname");
    if (!rows) return rows.error();
    std::vector<std::string> found;
    for (int row = 0; row < rows->size(); ++row) found.emplace_back(rows->text(row, 0));
    return found;
}

}  // namespace kiosk
