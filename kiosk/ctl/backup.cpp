#include "kiosk/ledger/backup.h"

#include <CLI/CLI.hpp>

#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"

namespace kiosk::ctl {
namespace {

int answer(const Context& context, const Result<BackupFacts>& facts, const char* what, const std::string& file) {
    if (!facts) return refuse(context, facts.error().detail);
    if (context.json)
        print(context,
              {{"file", file}, {"cases", facts->cases}, {"tickets", facts->tickets}, {"with_key", facts->with_key}});
    else
        context.out << fmt::format("{} {}: {} cases, {} tickets, {} the key\n", what, file, facts->cases, facts->tickets,
                                   facts->with_key ? "with" : "without");
    return 0;
}

}  // namespace

CLI::App* declare_backup(CLI::App& cli, BackupOptions& options) {
    auto* command = cli.add_subcommand(
        "backup", "the ledger, and the key that lies beside it, into one checked file, while the kiosk is at work");
    command->add_option("FILE", options.file, "the file to make; an earlier backup of that name is replaced")->required();
    return command;
}

int run_backup(const Context& context, const BackupOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    return answer(context, back_up(ledger_options(site->config, site->policy), options.file), "backed up to", options.file);
}

CLI::App* declare_restore(CLI::App& cli, BackupOptions& options) {
    auto* command = cli.add_subcommand("restore", "put a backup in the ledger's place; what was there is kept beside it");
    command->add_option("FILE", options.file, "a file made by kioskctl backup")->required();
    command->add_flag("--force", options.force, "although the ledger holds tickets or cases that the backup does not");
    return command;
}

int run_restore(const Context& context, const BackupOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto ledger = ledger_options(site->config, site->policy);
    return answer(context, restore(ledger, options.file, options.force), "restored from", options.file);
}

}  // namespace kiosk::ctl
