#include "kiosk/case/report.h"

#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/table.h"

namespace kiosk::ctl {
namespace {

struct ReportOptions {
    std::string day;   // empty: today
    std::string xlsx;  // empty: text or JSON
    bool force = false;
};

using Row = DailyReport::Row;

std::int64_t yuan(const ReportCounts& counts, const Policy& policy) { return counts.collected * policy.yuan_per_card; }

std::string counts_text(const ReportCounts& counts, const Policy& policy) {
    return fmt::format("{:>9} {:>10} {:>7} {:>5} {:>8} {:>5}\n", counts.collected, counts.handed_out, counts.all_refused(),
                       counts.late, counts.open_problems, yuan(counts, policy));
}

// The names stand last, as nobody knows how wide they are.
std::string line(const ReportCounts& counts, const Policy& policy, const std::string& place) {
    auto text = counts_text(counts, policy);
    text.insert(text.size() - 1, "  " + place);
    return text;
}

std::string to_text(const DailyReport& report, const Policy& policy) {
    const auto all = total(report);
    auto text = fmt::format("{}: {} to {}\n", iso(report.day), time_text(report.from, policy), time_text(report.to, policy));
    text += "collected handed out refused  late problems  yuan\n";
    for (const auto& district : by_district(report)) {
        text += line(district.counts, policy, district.district);
        for (const auto& street : by_street(report)) {
            if (street.district != district.district) continue;
            text += line(street.counts, policy, district.district + " / " + street.street);
            for (const auto& row : report.communities) {
                if (row.district == street.district && row.street == street.street)
                    text += line(row.counts, policy, row.district + " / " + row.street + " / " + row.community);
            }
        }
    }
    text += line(all, policy, "all");
    for (const auto& [code, count] : all.refused) {
        const auto* reason = policy.refusal(code);
        text += fmt::format("refused, {}: {}{}\n", code, count, reason ? "  (" + reason->words.en + ")" : "");
    }
    return text;
}

Json counts_json(const ReportCounts& counts, const Policy& policy) {
    Json refused = Json::object();
    for (const auto& [code, count] : counts.refused) refused[code] = count;
    return {{"collected", counts.collected}, {"handed_out", counts.handed_out},       {"refused", refused},
            {"late", counts.late},           {"open_problems", counts.open_problems}, {"paid_cards", counts.collected},
            {"yuan", yuan(counts, policy)}};
}

Json rows_json(const std::vector<Row>& rows, const Policy& policy) {
    Json list = Json::array();
    for (const auto& row : rows) {
        Json json = {{"district", row.district}};
        if (!row.street.empty()) json["street"] = row.street;
        if (!row.community.empty()) json["community"] = row.community;
        json.update(counts_json(row.counts, policy));
        list.push_back(std::move(json));
    }
    return list;
}

Json to_json(const DailyReport& report, const Policy& policy) {
    return {{"day", iso(report.day)},
            {"from", time_text(report.from, policy)},
            {"to", time_text(report.to, policy)},
            {"due", clock_text(policy.report_due)},
            {"total", counts_json(total(report), policy)},
            {"districts", rows_json(by_district(report), policy)},
            {"streets", rows_json(by_street(report), policy)},
            {"communities", rows_json(report.communities, policy)}};
}

// Sums are rows of their own: the column `of` says of what.
Status write_rows(const char* of, const std::vector<Row>& rows, const DailyReport& report, const Policy& policy,
                  TableWriter& table) {
    for (const auto& row : rows) {
        const auto& counts = row.counts;
        std::vector<Cell> cells = {iso(report.day), std::string(of),      row.district,      row.street,
                                   row.community,   counts.collected,     counts.handed_out, counts.all_refused(),
                                   counts.late,     counts.open_problems, counts.collected,  yuan(counts, policy)};
        for (const auto& reason : policy.refusals) {
            const auto found = counts.refused.find(reason.code);
            cells.emplace_back(found == counts.refused.end() ? std::int64_t{0} : found->second);
        }
        if (const auto written = table.row(cells); !written) return written;
    }
    return Done{};
}

Status write_table(const DailyReport& report, const Policy& policy, TableWriter& table) {
    std::vector<Cell> titles;
    for (const char* title : {"day", "of", "district", "street", "community", "collected", "handed_out", "refused", "late",
                              "open_problems", "paid_cards", "yuan"})
        titles.emplace_back(std::string(title));
    for (const auto& reason : policy.refusals) titles.emplace_back("refused_" + reason.code);
    if (const auto named = table.row(titles); !named) return named;
    const Row all{{}, {}, {}, total(report)};
    for (const auto& written : {write_rows("community", report.communities, report, policy, table),
                                write_rows("street", by_street(report), report, policy, table),
                                write_rows("district", by_district(report), report, policy, table),
                                write_rows("all", {all}, report, policy, table)}) {
        if (!written) return written;
    }
    return table.finish();
}

}  // namespace

static int run_report(const Context& context, const ReportOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto& policy = site->policy;
    const auto today = local_time(wall_now(), policy.utc_offset).date;
    const auto day = options.day.empty() ? today : *parse_iso_date(options.day);  // checked when it was parsed
    const auto office = open_office_of(*site);
    if (!office) return refuse(context, office.error().detail);
    const auto report = (*office)->report(day, policy);
    if (!report) return refuse(context, report.error().detail);
    say_if_not_asked(context, **office);
    if (!options.xlsx.empty()) {
        const auto made = make_file(options.xlsx, options.force, [&](const std::string& draft) {
            return write_table(*report, policy, *xlsx_table(draft, "report"));
        });
        if (!made) return refuse(context, made.error().detail);
    }
    if (context.json)
        print(context, to_json(*report, policy));
    else if (options.xlsx.empty())
        context.out << to_text(*report, policy);
    if (wall_now() < report->to) context.err << "kioskctl: that day is not over; more may come\n";
    return 0;
}

void add_report(Commands& commands) {
    auto& options = commands.make<ReportOptions>();
    auto* command = commands.add("report", "what a day brought, per community, street and district", options, run_report);
    command->add_option("--day", options.day, "of another day than today")->check(is_day);
    auto* xlsx = command->add_option("--xlsx", options.xlsx, "a workbook to make of it");
    command->add_flag("--force", options.force, "replace the workbook if it is there")->needs(xlsx);
}

}  // namespace kiosk::ctl
