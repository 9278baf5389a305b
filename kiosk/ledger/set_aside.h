#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ledger/sql.h"

// Rows between a ledger and the shared store that hold what no such row can hold. The sync passes over such a row and
// remembers its key until the row is right, so that one odd row does not hold up the others.
namespace kiosk {

enum class AsideKind : std::uint8_t {
    case_row,   // of the store, by its key
    ticket,     // of the store
    sent,       // of ours: the store refuses it; stored as "told"
    published,  // a case of ours that no store would take
};
struct SetAside {
    AsideKind kind = AsideKind::case_row;
    std::string item;    // "K0007", "Hall 2026-11-02 A017"
    std::string reason;  // repeats nothing of the row
    std::string login;   // that the store had it from; empty: not known, or our own
    bool operator==(const SetAside&) const = default;
};

inline constexpr std::int64_t most_set_aside = 1000;  // further ones are only counted in the log
// True if the row was not set aside before, or for another reason.
bool set_aside(Sql& sql, const SetAside& row);
void forget_set_aside(Sql& sql, AsideKind kind, const std::string& item);  // it came right
std::vector<SetAside> rows_set_aside(Sql& sql);
std::vector<std::string> items_set_aside(Sql& sql, AsideKind kind);
std::string_view name(AsideKind kind);  // as stored

}  // namespace kiosk
