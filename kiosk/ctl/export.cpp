#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/table.h"
#include "kiosk/store/postgres.h"

namespace kiosk::ctl {
namespace {

struct ExportOptions {
    std::string what;                // cases, tickets, uses, custody
    std::string out;                 // empty: standard output
    std::string from, to;            // empty: `to`, today
    bool csv = false, xlsx = false;  // neither: CSV
    bool byte_order_mark = false, force = false;
    bool all_halls = false;  // from the shared store
};

struct Wanted {
    const Site& site;
    Date from, to;
    std::vector<std::string> halls;
};

Status write_cases(const Wanted& wanted, SqliteLedger& ledger, TableWriter& table) {
    const auto named = table.row({"case_key", "masked_name", "old_card_last4", "new_card_last4", "community", "street",
                                  "district", "handed_in", "promised_by", "stage", "stage_at", "refusal"});
    if (!named) return named;
    const auto& policy = wanted.site.policy;
    return ledger.each_case([&](const CaseView& view) {
        return table.row({view.key, view.masked_name, view.old_last4, view.new_last4, view.community, view.street,
                          view.district, iso(view.handed_in), iso(view.promised_by), std::string(name(view.stage)),
                          view.stage_at ? time_text(*view.stage_at, policy) : std::string{}, view.refusal});
    });
}

Status write_tickets_of(const std::string& hall, const Wanted& wanted, HallDesk& desk, TableWriter& table) {
    const auto& policy = wanted.site.policy;
    for (auto day = wanted.from; day <= wanted.to; day = plus_days(day, 1)) {
        const auto tickets = desk.tickets(hall, day);
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

Status write_tickets(const Wanted& wanted, HallDesk& desk, TableWriter& table) {
    const auto named =
        table.row({"hall", "day", "ticket", "service", "class", "refusal", "issued_at", "called_at", "counter"});
    if (!named) return named;
    for (const auto& hall : wanted.halls) {
        if (const auto written = write_tickets_of(hall, wanted, desk, table); !written) return written;
    }
    return Done{};
}

Status write_uses(const Wanted& wanted, HallDesk& desk, TableWriter& table) {
    if (const auto named = table.row({"hall", "day", "kind", "count"}); !named) return named;
    for (const auto& hall : wanted.halls) {
        const auto counts = desk.uses(hall, wanted.from, wanted.to);
        if (!counts) return counts.error();
        for (const auto& count : *counts) {
            const auto written = table.row({hall, iso(count.day), std::string(name(count.use)), count.count});
            if (!written) return written;
        }
    }
    return Done{};
}

// A moment and the counts of both sides as they are written into the log; problem: its number, empty where all matched;
// verdict: why it was not done.
Status write_custody(const Wanted& wanted, Custody& custody, TableWriter& table) {
    const auto named = table.row({"event", "at", "what", "bag", "case_key", "from", "to", "given", "taken", "listed", "who",
                                  "problem", "reason", "verdict"});
    if (!named) return named;
    const auto& policy = wanted.site.policy;
    const auto midnight = [&](Date day) { return Wall{std::chrono::sys_days{day} - policy.utc_offset}; };
    const auto level = [](std::optional<Level> at) { return at ? std::string(name(*at)) : std::string{}; };
    const auto count = [](std::optional<std::int64_t> cards) { return cards ? Cell{*cards} : Cell{std::string{}}; };
    return custody.each_event(midnight(wanted.from), midnight(plus_days(wanted.to, 1)), [&](const CustodyEvent& event) {
        return table.row({event.id, time_text(event.at, policy), std::string(name(event.kind)), event.bag, event.case_key,
                          level(event.from), level(event.to), count(event.given), count(event.taken), count(event.listed),
                          event.who, count(event.problem), event.reason, event.verdict});
    });
}

using WriteTable = std::function<Status(TableWriter& table)>;

Status write_file(const ExportOptions& options, const WriteTable& write) {
    return make_file(options.out, options.force, [&](const std::string& draft) -> Status {
        if (options.xlsx) return write(*xlsx_table(draft, options.what));
        std::ofstream file(draft, std::ios::binary);
        const auto to_file = [&](const std::string& line) -> Status {
            file << line;
            if (!file) return Error{Fault::refused, fmt::format("{}: {}", options.out, std::strerror(errno))};
            return Done{};
        };
        const auto written = write(*csv_table(to_file, options.byte_order_mark));
        file.close();
        if (written && !file) return Error{Fault::refused, fmt::format("{}: {}", options.out, std::strerror(errno))};
        return written;
    });
}

Status write(const Context& context, const ExportOptions& options, const WriteTable& write_table) {
    const auto whole = [&](TableWriter& table) {
        const auto written = write_table(table);
        return written ? table.finish() : written;
    };
    const auto to_output = [&](const std::string& line) -> Status {
        context.out << line;
        if (!context.out) return Error{Fault::refused, "standard output cannot be written"};
        return Done{};
    };
    return options.out.empty() ? whole(*csv_table(to_output, options.byte_order_mark)) : write_file(options, whole);
}

Status export_of_this_machine(const Context& context, const ExportOptions& options, const Wanted& wanted) {
    const auto ledger = open_ledger_of(wanted.site);
    if (!ledger) return ledger.error();
    return write(context, options, [&](TableWriter& table) {
        return options.what == "cases"     ? write_cases(wanted, **ledger, table)
               : options.what == "tickets" ? write_tickets(wanted, **ledger, table)
                                           : write_uses(wanted, **ledger, table);
    });
}

Status export_of_custody(const Context& context, const ExportOptions& options, const Wanted& wanted) {
    const auto office = open_office_of(wanted.site);
    if (!office) return office.error();
    const auto written = write(context, options, [&](TableWriter& table) { return write_custody(wanted, **office, table); });
    if (written) say_if_not_asked(context, **office);
    return written;
}

Status export_of_all_halls(const Context& context, const ExportOptions& options, Wanted wanted) {
    const auto& where = wanted.site.config.ledger.postgres;
    const bool tickets = options.what == "tickets";
    if (!tickets && options.what != "uses") return Error{Fault::refused, "--all-halls is for tickets and uses"};
    if (where.empty()) return Error{Fault::refused, "no shared store is configured; name it under [ledger] postgres"};
    const auto desk = desk_of_hall(wanted.site);
    if (!desk) return desk.error();
    auto halls = halls_of_store({where}, tickets ? HallTable::tickets : HallTable::uses, wanted.from, wanted.to);
    if (!halls) return halls.error();
    wanted.halls = *std::move(halls);
    return write(context, options, [&](TableWriter& table) {
        return tickets ? write_tickets(wanted, **desk, table) : write_uses(wanted, **desk, table);
    });
}

}  // namespace

static int run_export(const Context& context, const ExportOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto today = local_time(wall_now(), site->policy.utc_offset).date;
    const auto to = options.to.empty() ? today : *parse_iso_date(options.to);  // checked when they were parsed
    const auto from = options.from.empty() ? to : *parse_iso_date(options.from);
    if (from > to) return refuse(context, fmt::format("{} is after {}", iso(from), iso(to)));
    const Wanted wanted{*site, from, to, {site->config.site.hall}};
    const auto written = options.all_halls           ? export_of_all_halls(context, options, wanted)
                         : options.what == "custody" ? export_of_custody(context, options, wanted)
                                                     : export_of_this_machine(context, options, wanted);
    return written ? 0 : refuse(context, written.error().detail);
}

void add_export(Commands& commands) {
    auto& options = commands.make<ExportOptions>();
    auto* command =
        commands.add("export", "a table for a spreadsheet: nothing in it but what may be shown", options, run_export);
    command
        ->add_option("WHAT", options.what, "cases, custody, tickets or uses (the last two of this hall, if not --all-halls)")
        ->required()
        ->check(CLI::IsMember({"cases", "custody", "tickets", "uses"}));
    auto* xlsx = command->add_flag("--xlsx", options.xlsx, "a workbook");
    auto* csv = command->add_flag("--csv", options.csv, "CSV in UTF-8; so it is without this as well")->excludes(xlsx);
    command->add_flag("--bom", options.byte_order_mark, "CSV begins with a mark by which spreadsheets know UTF-8")
        ->excludes(xlsx);
    auto* out = command->add_option("--out", options.out, "the file to make; CSV without it goes to standard output");
    xlsx->needs(out);
    xlsx->excludes(csv);
    command->add_flag("--all-halls", options.all_halls, "tickets or uses of every hall, from the shared store");
    command->add_flag("--force", options.force, "replace the file if it is there");
    command->add_option("--from", options.from, "first day of custody, tickets and uses; the last one if not given")
        ->check(is_day);
    command->add_option("--to", options.to, "last day; today if not given")->check(is_day);
}

}  // namespace kiosk::ctl
