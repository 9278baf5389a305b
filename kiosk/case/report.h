#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "kiosk/base/moment.h"

namespace kiosk {

struct ReportCounts {
    std::int64_t collected = 0, handed_out = 0;
    std::map<std::string, std::int64_t> refused;  // by RefusalReason::code; none is left out
    std::int64_t late = 0, open_problems = 0;
    ReportCounts& operator+=(const ReportCounts& other);
    std::int64_t all_refused() const;
    bool operator==(const ReportCounts&) const = default;
};

// What a day brought, for each community that has anything to report, in the order of district, street, community.
// The day ends at the policy's cut-off and begins at that of the day before; what the ledger knows by the day alone
// (hand-in) counts for that day.
//   collected      handed in that day
//   handed_out     new cards that seniors got
//   refused        by the maker
//   late           promised for an earlier day and by the end of this one neither back nor refused
//   open_problems  opened by the end of this day and not closed by then
// A community is paid for every card once: on the day it is collected.
struct DailyReport {
    struct Row {
        std::string district, street, community;
        ReportCounts counts;
        bool operator==(const Row&) const = default;
    };
    Date day{};
    Wall from{}, to{};  // `to` is the first moment after
    std::vector<Row> communities;
    bool operator==(const DailyReport&) const = default;
};
std::vector<DailyReport::Row> by_street(const DailyReport& report);  // community is empty
std::vector<DailyReport::Row> by_district(const DailyReport& report);
ReportCounts total(const DailyReport& report);

}  // namespace kiosk
