#include "kiosk/ledger/backup.h"

#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {
namespace {

struct BackupOptions {
    std::string file;
    bool force = false;
    bool if_there = false;
};

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

static int run_backup(const Context& context, const BackupOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    std::error_code unreadable;
    if (options.if_there && !std::filesystem::exists(site->config.ledger.path, unreadable) && !unreadable) return 0;
    return answer(context, back_up(ledger_options(site->config, site->policy), options.file), "backed up to", options.file);
}

void add_backup(Commands& commands) {
    auto& options = commands.make<BackupOptions>();
    auto* command = commands.add(
        "backup", "the ledger, and the key that lies beside it, into one checked file, while the kiosk is at work", options,
        run_backup);
    command->add_option("FILE", options.file, "the file to make; an earlier backup of that name is replaced")->required();
    command->add_flag("--if-there", options.if_there, "where there is no ledger yet, make neither it nor a backup");
}

static int run_restore(const Context& context, const BackupOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto ledger = ledger_options(site->config, site->policy);
    return answer(context, restore(ledger, options.file, options.force), "restored from", options.file);
}

void add_restore(Commands& commands) {
    auto& options = commands.make<BackupOptions>();
    auto* command = commands.add("restore", "put a backup in the ledger's place; what was there is kept beside it", options,
                                 run_restore);
    command->add_option("FILE", options.file, "a file made by kioskctl backup")->required();
    command->add_flag("--force", options.force, "although the ledger holds tickets or cases that the backup does not");
}

}  // namespace kiosk::ctl
