#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>
#include <sstream>

#include <fmt/format.h>

#include "kiosk/base/clock.h"
#include "kiosk/base/descriptor.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/output_of.h"
#include "kiosk/health/redact.h"
#include "kiosk/health/running.h"

namespace kiosk::ctl {
namespace {

struct SupportOptions {
    std::string file;
    int hours = 48;
};

using Command = std::vector<std::string>;

// As the kiosk's user where root asks: a ledger that root opens would be root's.
Command kioskctl(const Context& context, Command words) {
    constexpr auto as_kiosk = "/usr/lib/kiosk/as-kiosk";
    std::error_code code;
    Command command;
    if (::geteuid() == 0 && std::filesystem::exists(as_kiosk, code)) command.emplace_back(as_kiosk);
    command.push_back(std::filesystem::read_symlink("/proc/self/exe", code));
    if (!context.config_path.empty()) command.insert(command.end(), {"--config", context.config_path});
    command.insert(command.end(), words.begin(), words.end());
    return command;
}

Command journal(int hours) {
    Command command{
        "journalctl", "--no-pager", "--quiet", "-o", "short-iso", "-n", "20000", "--since", fmt::format("-{}h", hours)};
    for (const char* unit : {"kiosk", "kiosk-out-of-order", "kiosk-backup", "kiosk-update", "kiosk-health", "pcscd", "cups",
                             "systemd-timesyncd"})
        command.insert(command.end(), {"-u", unit});
    return command;
}

// Nothing of it comes from the ledger but what health and doctor count.
std::vector<Command> questions(const Context& context, int hours) {
    return {kioskctl(context, {"--version"}),
            kioskctl(context, {"health"}),
            kioskctl(context, {"doctor"}),
            kioskctl(context, {"config", "diff"}),
            {"cat", running_file},
            {"dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Status}\\n", "kiosk*", "cups", "pcscd",
             "xserver-xorg-core"},
            {"systemctl", "--no-pager", "--plain", "list-units", "--all", "kiosk*", "cups*", "pcscd*"},
            {"systemctl", "--no-pager", "list-timers", "--all", "kiosk*"},
            {"systemctl", "--no-pager", "--failed"},
            {"uname", "-srvm"},
            {"uptime"},
            {"df", "-h"},
            {"free", "-m"},
            {"timedatectl"},
            {"lsusb"},
            {"lpstat", "-t"},
            journal(hours)};
}

std::string pack(const Context& context, int hours) {
    auto all = fmt::format(
        "kiosk support, {}\nNames, numbers and whatever else could be of a person were taken out. Read it all the same.\n",
        utc_text(wall_now()));
    for (const auto& question : questions(context, hours)) {
        std::string heading;
        for (const auto& word : question) heading += " " + word;
        all += "\n==" + redact(heading) + "\n";
        auto command = question;
        command.insert(command.begin(), {"timeout", "120"});
        std::istringstream answer(output_of(command));
        for (std::string line; std::getline(answer, line);) all += redact(line) + "\n";
    }
    return all;
}

int run_support(const Context& context, const SupportOptions& options) {
    const Descriptor file(::open(options.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file) return refuse(context, options.file + ": is there already, or cannot be made");
    const auto text = pack(context, options.hours);
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return refuse(context, options.file + ": cannot be written");
    if (!context.json) context.out << options.file << ": read it, then send it\n";
    return 0;
}

}  // namespace

void add_support(Commands& commands) {
    auto& options = commands.make<SupportOptions>();
    auto* command = commands.add(
        "support", "one text file for a help desk: how this machine stands and its logs, without what is of a person",
        options, run_support);
    command->add_option("FILE", options.file, "the file to make")->required();
    command->add_option("--hours", options.hours, "how much of the log; 48 if not given")->check(CLI::Range(1, 720));
}

}  // namespace kiosk::ctl
