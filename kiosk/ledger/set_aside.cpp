#include "kiosk/ledger/set_aside.h"

#include <algorithm>
#include <array>

namespace kiosk {
namespace {

constexpr std::array<std::string_view, 4> aside_kinds = {"case", "ticket", "told", "published"};

SetAside to_set_aside(const Statement& row) {
    const auto kind = std::ranges::find(aside_kinds, row.text(0)) - aside_kinds.begin();
    return {static_cast<AsideKind>(kind), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))};
}

}  // namespace

std::string_view name(AsideKind kind) { return aside_kinds[static_cast<std::size_t>(kind)]; }

bool set_aside(Sql& sql, const SetAside& row) {
    const bool known =
        sql.query("SELECT 1 FROM set_aside WHERE kind = ?1 AND item = ?2 AND reason = ?3", row.kind, row.item, row.reason)
            .any();
    if (known) return false;
    if (sql.query("SELECT count(*) FROM set_aside").integer() >= most_set_aside) return true;
    sql.run("INSERT OR REPLACE INTO set_aside (kind, item, reason, login) VALUES (?1, ?2, ?3, ?4)", row.kind, row.item,
            row.reason, row.login);
    return true;
}

void forget_set_aside(Sql& sql, AsideKind kind, const std::string& item) {
    sql.run("DELETE FROM set_aside WHERE kind = ?1 AND item = ?2", kind, item);
}

std::vector<SetAside> rows_set_aside(Sql& sql) {
    return sql.query("SELECT kind, item, reason, login FROM set_aside ORDER BY kind, item").all(to_set_aside);
}

std::vector<std::string> items_set_aside(Sql& sql, AsideKind kind) {
    return sql.query("SELECT item FROM set_aside WHERE kind = ?1", kind).all(first_text);
}

}  // namespace kiosk
