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
    BackupOptions backup, restore;
    CaseOptions of_case;
    QueueOptions queue;
    UsesOptions uses;
    KeysOptions keys;
    CardOptions card;
};

}  // namespace

int main(int count, char** arguments) {
    Options options;
    CLI::App cli{"The administrator's program of the elderly-card kiosk."};
    cli.set_version_flag("--version", KIOSK_VERSION);
    cli.add_option("--config", options.config, "this machine's kiosk.toml; without it /etc/kiosk/kiosk.toml");
    cli.add_flag("--json", options.json, "answer in JSON");
    cli.require_subcommand(1);
    cli.fallthrough();
    const auto* import = declare_import(cli, options.import);
    const auto* of_export = declare_export(cli, options.of_export);
    const auto* backup = declare_backup(cli, options.backup);
    const auto* restore = declare_restore(cli, options.restore);
    const auto* of_case = declare_case(cli, options.of_case);
    const auto* queue = declare_queue(cli, options.queue);
    const auto* uses = declare_uses(cli, options.uses);
    const auto* keys = declare_keys(cli, options.keys);
    const auto* card = declare_card(cli, options.card);
    declare_doctor(cli);
    try {
        cli.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    const Context context{options.config, options.json, std::cin, std::cout, std::cerr, isatty(STDERR_FILENO) == 1};
    if (*import) return run_import(context, options.import);
    if (*of_export) return run_export(context, options.of_export);
    if (*backup) return run_backup(context, options.backup);
    if (*restore) return run_restore(context, options.restore);
    if (*of_case) return run_case(context, options.of_case);
    if (*queue) return run_queue(context, options.queue);
    if (*uses) return run_uses(context, options.uses);
    if (*keys) return run_keys(context, options.keys);
    if (*card) return run_card(context, options.card);
    return run_doctor(context);
}
