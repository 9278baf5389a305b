#include <map>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {
namespace {

struct UsesOptions {
    std::string from, to;  // empty: `to`, today
};

using Counts = std::map<CardUse, std::int64_t>;

struct Days {
    Date from, to;
};

Result<Days> wanted_days(const UsesOptions& options, Date today) {
    const auto to = options.to.empty() ? today : *parse_iso_date(options.to);  // checked when they were parsed
    const auto from = options.from.empty() ? to : *parse_iso_date(options.from);
    if (from > to) return Error{Fault::refused, fmt::format("{} is after {}", iso(from), iso(to))};
    return Days{from, to};
}

std::string line(const std::string& what, const Counts& counts) {
    std::int64_t all = 0;
    std::string text = fmt::format("{:<12}", what);
    for (const auto& [use, count] : counts) {
        text += fmt::format("{:>13}", count);
        all += count;
    }
    return text + fmt::format("{:>13}\n", all);
}

Counts none() {
    Counts counts;
    for (int use = 0; use < card_uses; ++use) counts[static_cast<CardUse>(use)] = 0;
    return counts;
}

void print_table(const Context& context, const std::map<Date, Counts>& days) {
    context.out << fmt::format("{:<12}", "day");
    for (const auto& [use, count] : none()) context.out << fmt::format("{:>13}", name(use));
    context.out << fmt::format("{:>13}\n", "all");
    auto sum = none();
    for (const auto& [day, counts] : days) {
        context.out << line(iso(day), counts);
        for (const auto& [use, count] : counts) sum[use] += count;
    }
    if (days.size() > 1) context.out << line("all", sum);
}

Json to_json(const std::string& hall, const Days& days, const std::map<Date, Counts>& found) {
    Json json = {{"hall", hall}, {"from", iso(days.from)}, {"to", iso(days.to)}, {"days", Json::array()}};
    for (const auto& [day, counts] : found) {
        Json row = {{"day", iso(day)}};
        for (const auto& [use, count] : counts) row[std::string(name(use))] = count;
        json["days"].push_back(std::move(row));
    }
    return json;
}

}  // namespace

static int run_uses(const Context& context, const UsesOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto days = wanted_days(options, local_time(wall_now(), site->policy.utc_offset).date);
    if (!days) return refuse(context, days.error().detail);
    auto ledger = open_ledger_of(*site);
    if (!ledger) return refuse(context, ledger.error().detail);
    const auto counts = (*ledger)->uses(site->config.site.hall, days->from, days->to);
    if (!counts) return refuse(context, counts.error().detail);
    std::map<Date, Counts> found;
    for (const auto& count : *counts) found.try_emplace(count.day, none()).first->second[count.use] = count.count;
    if (context.json)
        print(context, to_json(site->config.site.hall, *days, found));
    else
        print_table(context, found);
    return 0;
}

void add_uses(Commands& commands) {
    auto& options = commands.make<UsesOptions>();
    auto* command = commands.add("uses", "how many cards of which kind were read in this hall, by day", options, run_uses);
    command->add_option("--from", options.from, "first day; the last one if not given")->check(is_day);
    command->add_option("--to", options.to, "last day; today if not given")->check(is_day);
}

}  // namespace kiosk::ctl
