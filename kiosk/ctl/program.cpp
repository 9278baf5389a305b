#include "kiosk/ctl/program.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>

#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {

int Commands::run(const Context& context) const {
    const auto asked = std::ranges::find_if(commands_, [](const auto& command) { return command.first->parsed(); });
    return asked == commands_.end() ? 2 : asked->second(context);
}

int run(int count, char** arguments) {
    std::string config;
    bool json = false;
    CLI::App cli{"The administrator's program of the elderly-card kiosk."};
    cli.set_version_flag("--version", KIOSK_VERSION);
    cli.add_option("--config", config, "this machine's kiosk.toml; without it /etc/kiosk/kiosk.toml");
    cli.add_flag("--json", json, "answer in JSON");
    cli.require_subcommand(1);
    cli.fallthrough();
    Commands commands(cli);
    for (auto* add : {add_import, add_export,  add_pack,   add_hand_over, add_refuse,  add_hand_out, add_problems,
                      add_close,  add_report,  add_backup, add_restore,   add_case,    add_queue,    add_ledger,
                      add_uses,   add_keys,    add_code,   add_card,      add_clock,   add_printer,  add_voice,
                      add_keypad, add_display, add_config, add_health,    add_support, add_doctor})
        add(commands);
    try {
        cli.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? 0 : 2;
    }
    return commands.run({config, json, std::cin, std::cout, std::cerr, isatty(STDERR_FILENO) == 1});
}

}  // namespace kiosk::ctl
