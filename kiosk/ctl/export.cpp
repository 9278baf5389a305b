#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/table.h"

namespace kiosk::ctl {
namespace {

struct Wanted {
    const Site& site;
    Date from, to;
};

Status write_cases(const Wanted& wanted, SqliteLedger& ledger, TableWriter& table) {
    const auto named = table.row({"case_key", "masked_name", "masked_id", "old_card_last4", "new_card_last4", "community",
                                  "street", "district", "handed_in", "promised_by", "stage", "stage_at", "refusal"});
    if (!named) return named;
    const auto& policy = wanted.site.policy;
    return ledger.each_case([&](const CaseView& view) {
        return table.row({view.key, view.masked_name, view.masked_id, view.old_last4, view.new_last4, view.community,
                          view.street, view.district, iso(view.handed_in), iso(view.promised_by),
                          std::string(name(view.stage)), view.stage_at ? time_text(*view.stage_at, policy) : std::string{},
                          view.refusal});
    });
}

Status write_tickets(const Wanted& wanted, SqliteLedger& ledger, TableWriter& table) {
    const auto named =
        table.row({"hall", "day", "ticket", "service", "class", "refusal", "issued_at", "called_at", "counter"});
    if (!named) return named;
    const auto& hall = wanted.site.config.site.hall;
    const auto& policy = wanted.site.policy;
    for (auto day = wanted.from; day <= wanted.to; day = plus_days(day, 1)) {
        const auto tickets = ledger.tickets(hall, day);
        if (!tickets) return tickets.error();
        for (const auto& ticket : *tickets) {
            const auto written =
                table.row({hall, iso(day), label(ticket), ticket.service,
                           std::string(ticket.klass == TicketClass::priority ? "priority" : "ordinary"), ticket.refusal,
                           time_text(ticket.issued_at, policy),
                           ticket.called_at ? time_text(*ticket.called_at, policy) : std::string{}, ticket.counter});
            if (!written) return written;
        }
    }
    return Done{};
}

Status write_uses(const Wanted& wanted, SqliteLedger& ledger, TableWriter& table) {
    const auto& hall = wanted.site.config.site.hall;
    const auto counts = ledger.uses(hall, wanted.from, wanted.to);
    if (!counts) return counts.error();
    if (const auto named = table.row({"hall", "day", "kind", "count"}); !named) return named;
    for (const auto& count : *counts) {
        const auto written = table.row({hall, iso(count.day), std::string(name(count.use)), count.count});
        if (!written) return written;
    }
    return Done{};
}

// A moment and the counts of both sides as they are written into the log; problem: its number, empty where all matched.
Status write_custody(const Wanted& wanted, SqliteLedger& ledger, TableWriter& table) {
    const auto named =
        table.row({"event", "at", "what", "bag", "case_key", "from", "to", "given", "taken", "listed", "who", "problem"});
    if (!named) return named;
    const auto& policy = wanted.site.policy;
    const auto midnight = [&](Date day) { return Wall{std::chrono::sys_days{day} - policy.utc_offset}; };
    const auto level = [](std::optional<Level> at) { return at ? std::string(name(*at)) : std::string{}; };
    const auto count = [](std::optional<std::int64_t> cards) { return cards ? Cell{*cards} : Cell{std::string{}}; };
    return ledger.each_event(midnight(wanted.from), midnight(plus_days(wanted.to, 1)), [&](const CustodyEvent& event) {
        return table.row({event.id, time_text(event.at, policy), std::string(name(event.kind)), event.bag, event.case_key,
                          level(event.from), level(event.to), count(event.given), count(event.taken), count(event.listed),
                          event.who, count(event.problem)});
    });
}

Status write_table(const Wanted& wanted, const ExportOptions& options, SqliteLedger& ledger, TableWriter& table) {
    const auto written = options.what == "cases"     ? write_cases(wanted, ledger, table)
                         : options.what == "tickets" ? write_tickets(wanted, ledger, table)
                         : options.what == "custody" ? write_custody(wanted, ledger, table)
                                                     : write_uses(wanted, ledger, table);
    return written ? table.finish() : written;
}

Status write_file(const Wanted& wanted, const ExportOptions& options, SqliteLedger& ledger) {
    return make_file(options.out, options.force, [&](const std::string& draft) -> Status {
        if (options.xlsx) return write_table(wanted, options, ledger, *xlsx_table(draft, options.what));
        std::ofstream file(draft, std::ios::binary);
        const auto to_file = [&](const std::string& line) -> Status {
            file << line;
            if (!file) return Error{Fault::refused, fmt::format("{}: {}", options.out, std::strerror(errno))};
            return Done{};
        };
        const auto written = write_table(wanted, options, ledger, *csv_table(to_file, options.byte_order_mark));
        file.close();
        if (written && !file) return Error{Fault::refused, fmt::format("{}: {}", options.out, std::strerror(errno))};
        return written;
    });
}

}  // namespace

CLI::App* declare_export(CLI::App& cli, ExportOptions& options) {
    auto* command = cli.add_subcommand("export", "a table for a spreadsheet: nothing in it but what may be shown");
    command->add_option("WHAT", options.what, "cases, custody, tickets or uses (the last two of this hall)")
        ->required()
        ->check(CLI::IsMember({"cases", "custody", "tickets", "uses"}));
    auto* xlsx = command->add_flag("--xlsx", options.xlsx, "a workbook");
    auto* csv = command->add_flag("--csv", options.csv, "CSV in UTF-8; so it is without this as well")->excludes(xlsx);
    command->add_flag("--bom", options.byte_order_mark, "CSV begins with a mark by which spreadsheets know UTF-8")
        ->excludes(xlsx);
    auto* out = command->add_option("--out", options.out, "the file to make; CSV without it goes to standard output");
    xlsx->needs(out);
    xlsx->excludes(csv);
    command->add_flag("--force", options.force, "replace the file if it is there");
    command->add_option("--from", options.from, "first day of custody, tickets and uses; the last one if not given")
        ->check(is_day);
    command->add_option("--to", options.to, "last day; today if not given")->check(is_day);
    return command;
}

int run_export(const Context& context, const ExportOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto today = local_time(wall_now(), site->policy.utc_offset).date;
    const auto to = options.to.empty() ? today : *parse_iso_date(options.to);  // checked when they were parsed
    const auto from = options.from.empty() ? to : *parse_iso_date(options.from);
    if (from > to) return refuse(context, fmt::format("{} is after {}", iso(from), iso(to)));
    auto ledger = open_ledger_of(*site);
    if (!ledger) return refuse(context, ledger.error().detail);
    const Wanted wanted{*site, from, to};
    const auto to_output = [&](const std::string& line) -> Status {
        context.out << line;
        if (!context.out) return Error{Fault::refused, "standard output cannot be written"};
        return Done{};
    };
    const auto written = options.out.empty()
                             ? write_table(wanted, options, **ledger, *csv_table(to_output, options.byte_order_mark))
                             : write_file(wanted, options, **ledger);
    return written ? 0 : refuse(context, written.error().detail);
}

}  // namespace kiosk::ctl
