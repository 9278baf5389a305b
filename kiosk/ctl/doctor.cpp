#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/doctor/doctor.h"

namespace kiosk::ctl {
namespace {

struct DoctorOptions {
    bool scan = false;  // wait for one code instead, and show what came
    int wait_s = 60;
};

int run_doctor(const Context& context, const DoctorOptions& options) {
    if (options.scan) return run_scan(context, std::chrono::seconds{options.wait_s});
    const auto findings = examine(context.config_path);
    if (context.json) {
        Json list = Json::array();
        for (const auto& [what, ok, state, remedy] : findings)
            list.push_back({{"what", what}, {"ok", ok}, {"state", state}, {"remedy", remedy}});
        print(context, list);
    } else {
        write(context.out, findings);
    }
    const auto wrong = count_wrong(findings);
    return wrong == 0 ? 0 : refuse(context, fmt::format("{} of {} things are wrong", wrong, findings.size()));
}

}  // namespace

void add_doctor(Commands& commands) {
    auto& options = commands.make<DoctorOptions>();
    auto* command =
        commands.add("doctor", "look at everything this terminal needs: what is wrong, and what to do", options, run_doctor);
    auto* scan = command->add_flag("--scan", options.scan, "wait for one code of a scanner, and show how it is sent");
    command->add_option("--wait", options.wait_s, "seconds to wait for it; 60 if not given")
        ->check(CLI::Range(1, 3600))
        ->needs(scan);
}

}  // namespace kiosk::ctl
