#include "kiosk/ctl/program.h"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <iostream>

#include "kiosk/ctl/command.h"

namespace {

using namespace kiosk::ctl;

struct Options {
    std::string config;
    bool json = false;
    ImportArguments import;
    ExportOptions of_export;
    PackOptions pack;
    HandOverOptions hand_over;
    RefuseOptions refuse;
    HandOutOptions hand_out;
    ProblemsOptions problems;
    CloseOptions close;
    ReportOptions report;
    BackupOptions backup, restore;
    CaseOptions of_case;
    QueueOptions queue;
    LedgerOptions ledger;
    UsesOptions uses;
    KeysOptions keys;
    CodeOptions code;
    CardOptions card;
    ClockOptions clock;
    PrinterOptions printer;
    DoctorOptions doctor;
};

}  // namespace

int kiosk::ctl::run(int count, char** arguments) {
    Options options;
    CLI::App cli{"The administrator's program of the elderly-card kiosk."};
    cli.set_version_flag("--version", KIOSK_VERSION);
    cli.add_option("--config", options.config, "this machine's kiosk.toml; without it /etc/kiosk/kiosk.toml");
    cli.add_flag("--json", options.json, "answer in JSON");
    cli.require_subcommand(1);
    cli.fallthrough();
    const auto* import = declare_import(cli, options.import);
    const auto* of_export = declare_export(cli, options.of_export);
    const auto* pack = declare_pack(cli, options.pack);
    const auto* hand_over = declare_hand_over(cli, options.hand_over);
    const auto* refused = declare_refuse(cli, options.refuse);
    const auto* hand_out = declare_hand_out(cli, options.hand_out);
    const auto* problems = declare_problems(cli, options.problems);
    const auto* close = declare_close(cli, options.close);
    const auto* report = declare_report(cli, options.report);
    const auto* backup = declare_backup(cli, options.backup);
    const auto* restore = declare_restore(cli, options.restore);
    const auto* of_case = declare_case(cli, options.of_case);
    const auto* queue = declare_queue(cli, options.queue);
    const auto* ledger = declare_ledger(cli, options.ledger);
    const auto* uses = declare_uses(cli, options.uses);
    const auto* keys = declare_keys(cli, options.keys);
    const auto* code = declare_code(cli, options.code);
    const auto* card = declare_card(cli, options.card);
    const auto* clock = declare_clock(cli, options.clock);
    const auto* printer = declare_printer(cli, options.printer);
    declare_doctor(cli, options.doctor);
    try {
        cli.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    const Context context{options.config, options.json, std::cin, std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
    if (*import) return run_import(context, options.import);
    if (*of_export) return run_export(context, options.of_export);
    if (*pack) return run_pack(context, options.pack);
    if (*hand_over) return run_hand_over(context, options.hand_over);
    if (*refused) return run_refuse(context, options.refuse);
    if (*hand_out) return run_hand_out(context, options.hand_out);
    if (*problems) return run_problems(context, options.problems);
    if (*close) return run_close(context, options.close);
    if (*report) return run_report(context, options.report);
    if (*backup) return run_backup(context, options.backup);
    if (*restore) return run_restore(context, options.restore);
    if (*of_case) return run_case(context, options.of_case);
    if (*queue) return run_queue(context, options.queue);
    if (*ledger) return run_ledger(context, options.ledger);
    if (*uses) return run_uses(context, options.uses);
    if (*keys) return run_keys(context, options.keys);
    if (*code) return run_code(context, options.code);
    if (*card) return run_card(context, options.card);
    if (*clock) return run_clock(context, options.clock);
    if (*printer) return run_printer(context, options.printer);
    return run_doctor(context, options.doctor);
}

int kiosk::ctl::check_parts(const std::string& config_path) {
    return run_doctor({.config_path = config_path, .in = std::cin, .out = std::cout, .err = std::cerr, .program = "kiosk"});
}
