#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/store/postgres_connection.h"

// Which login of the shared store speaks for whom. The owner alone writes it; the store's functions hold each login to it.
namespace kiosk {

// For whom the login of a line speaks.
struct StoreLogin {
    std::string login;
    std::string hall;    // empty: it is bound to none
    std::string letter;  // of a terminal; empty: it is none
    bool owner = false;  // bound by nothing
    bool speaks_for(const std::string& its_hall, const std::string& its_letter) const {
        return owner || (!letter.empty() && hall == its_hall && letter == its_letter);
    }
    // A counter's: its machine asks the store itself, and keeps no copy that could be old.
    bool only_calls() const { return !owner && !hall.empty() && letter.empty(); }
};
Result<StoreLogin> login_of_line(PostgresConnection& line);
// What to do about a login that does not speak for that terminal.
std::string how_to_bind(const StoreLogin& place, const std::string& hall, char letter);

struct BoundLogin {
    std::string login, hall;
    std::string letter;  // empty: a counter's
    Date since{};        // the first day that it may send, until it has sent any
    bool operator==(const BoundLogin&) const = default;
};
// For the owner of the store only. One login may be bound to a terminal and to the counters of the same hall. Errors:
// not_found (the server knows no such login), refused (another login has that letter, or this one is of another hall; or the
// user is not the owner).
Status bind_terminal(PostgresConnection& line, const BoundLogin& bound);
Status bind_counter(PostgresConnection& line, const BoundLogin& bound);
Status unbind(PostgresConnection& line, const std::string& login);  // not_found; it may do nothing any more
Result<std::vector<BoundLogin>> bound_logins(PostgresConnection& line);
// Ends the lines of terminals and counters that have kept a transaction open for too long, and returns their logins (empty:
// there were none). A session calls this after it waited in vain for rows that another session holds.
Result<std::string> end_long_turns(PostgresConnection& line);
// Logins that have the role of a terminal or a counter and are bound to nothing.
Result<std::vector<std::string>> unbound_logins(PostgresConnection& line);

}  // namespace kiosk
