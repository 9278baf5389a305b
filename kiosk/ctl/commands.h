#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/ctl/command.h"

namespace kiosk::ctl {

// The sub-commands of kioskctl, with their options.
class Commands {
public:
    explicit Commands(CLI::App& cli) : cli_(cli) {}

    // Options that live as long as this does.
    template <class Options>
    Options& make() {
        auto made = std::make_shared<Options>();
        kept_.push_back(made);
        return *made;
    }
    // `work` gives the exit code: 0 done, 1 refused with the reason on stderr. `options` are of `make`.
    template <class Options>
    CLI::App* add(const std::string& name, const std::string& what, const Options& options,
                  int (*work)(const Context&, const Options&)) {
        auto* command = cli_.add_subcommand(name, what);
        commands_.emplace_back(command, [&options, work](const Context& context) { return work(context, options); });
        return command;
    }
    int run(const Context& context) const;  // the one that was asked for

private:
    CLI::App& cli_;
    std::vector<std::shared_ptr<void>> kept_;
    std::vector<std::pair<const CLI::App*, std::function<int(const Context&)>>> commands_;
};

// Each puts its command on the command line, in the order of --help.
void add_import(Commands& commands);
void add_export(Commands& commands);
void add_pack(Commands& commands);
void add_hand_over(Commands& commands);
void add_refuse(Commands& commands);
void add_hand_out(Commands& commands);
void add_problems(Commands& commands);
void add_close(Commands& commands);
void add_report(Commands& commands);
void add_backup(Commands& commands);
void add_restore(Commands& commands);
void add_case(Commands& commands);
void add_queue(Commands& commands);
void add_ledger(Commands& commands);
void add_uses(Commands& commands);
void add_keys(Commands& commands);
void add_code(Commands& commands);
void add_card(Commands& commands);
void add_clock(Commands& commands);
void add_printer(Commands& commands);
void add_voice(Commands& commands);
void add_keypad(Commands& commands);
void add_display(Commands& commands);
void add_config(Commands& commands);
void add_health(Commands& commands);
void add_support(Commands& commands);
void add_doctor(Commands& commands);

}  // namespace kiosk::ctl
