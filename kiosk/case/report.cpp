#include "kiosk/case/report.h"

#include <numeric>

namespace kiosk {
namespace {

// Rows that follow each other and are of one place, added up.
template <class Place>
std::vector<DailyReport::Row> sums(const DailyReport& report, Place place) {
    std::vector<DailyReport::Row> rows;
    for (const auto& one : report.communities) {
        DailyReport::Row of = place(one);
        if (rows.empty() || rows.back().district != of.district || rows.back().street != of.street)
            rows.push_back(std::move(of));
        rows.back().counts += one.counts;
    }
    return rows;
}

}  // namespace

ReportCounts& ReportCounts::operator+=(const ReportCounts& other) {
    collected += other.collected;
    handed_out += other.handed_out;
    late += other.late;
    open_problems += other.open_problems;
    for (const auto& [reason, count] : other.refused) refused[reason] += count;
    return *this;
}

std::int64_t ReportCounts::all_refused() const {
    return std::accumulate(refused.begin(), refused.end(), std::int64_t{0},
                           [](std::int64_t sum, const auto& one) { return sum + one.second; });
}

std::vector<DailyReport::Row> by_street(const DailyReport& report) {
    return sums(report, [](const auto& row) { return DailyReport::Row{row.district, row.street, {}, {}}; });
}

std::vector<DailyReport::Row> by_district(const DailyReport& report) {
    return sums(report, [](const auto& row) { return DailyReport::Row{row.district, {}, {}, {}}; });
}

ReportCounts total(const DailyReport& report) {
    ReportCounts all;
    for (const auto& row : report.communities) all += row.counts;
    return all;
}

}  // namespace kiosk
