#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "kiosk/ledger/case_store.h"
#include "kiosk/ledger/sql.h"

// What a day's report counts: of each case the day of its hand-in, and one more by its stage. The view days_of_cases says
// which. A trigger keeps the entries right when a case changes; whoever adds a case adds them. While an import is under way
// the entries are those of `cases`, as its look-ups see that table (CaseStore).
namespace kiosk {

enum class DayKind : std::int64_t {  // the numbers are on disk
    collected,                       // on that day
    awaited,                         // promised for that day, and neither back nor refused yet
    handed_out,                      // at that moment
    refused,                         // at that moment
};
enum class PlaceId : std::int64_t {};  // of a refused card: together with the reason

struct DayEntry {
    DayKind kind = DayKind::collected;
    std::int64_t at = 0;
    PlaceId place{};
    CaseId id{};
    auto operator<=>(const DayEntry&) const = default;
};

// The entries of a case.
struct CaseDays {
    DayEntry hand_in;
    std::optional<DayEntry> stage;
};
void add_days(Sql& sql, CaseId id);  // of a case in `cases`

// Knows the numbers of places. A new place gets one, so this is used within a transaction, and not after one was rolled
// back.
class Places {
public:
    CaseDays days_of(Sql& sql, const CaseView& view, CaseId id);

private:
    PlaceId number_of(Sql& sql, const CaseView& view, const std::string& refusal);

    std::unordered_map<std::string, PlaceId> known_;
    std::string name_;
};

}  // namespace kiosk
