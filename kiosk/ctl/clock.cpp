#include <ostream>

#include <fmt/format.h>

#include "kiosk/base/built.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/doctor/clock.h"

namespace kiosk::ctl {
namespace {

struct ClockOptions {
    bool is_right = false;  // a person says so
};

std::string labels_of(const std::vector<Ticket>& tickets) {
    std::string text;
    for (const auto& ticket : tickets)
        text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", label(ticket), iso(ticket.day));
    return text;
}

int say_it_is_right(const Context& context, const Site& site, Wall now) {
    if (now < built_at() - site.policy.clock_back)
        return refuse(context, "no right clock shows a time before the program was built; " + std::string(set_clock));
    const auto ledger = open_ledger_of(site);
    if (!ledger) return refuse(context, ledger.error().detail);
    const auto ahead = (*ledger)->correct_time(now, {site.config.site.hall, site.config.site.terminal});
    if (!ahead) return refuse(context, ahead.error().detail);
    context.out << fmt::format("from now on the ledger believes this clock: {}\n", time_text(now, site.policy));
    if (!ahead->empty())
        context.out << fmt::format(
            "these tickets bear a day that has not come yet, so their holders are in no queue; call them by hand: {}\n",
            labels_of(*ahead));
    return 0;
}

}  // namespace

static int run_clock(const Context& context, const ClockOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto now = wall_now();
    if (options.is_right) return say_it_is_right(context, *site, now);
    const auto state = look_at_clock(site->config, site->policy, now);
    const auto seen = state.known.seen ? time_text(*state.known.seen, site->policy) : "nothing yet";
    if (context.json)
        print(context, {{"now", time_text(now, site->policy)},
                        {"ok", state.ok},
                        {"state", state.state},
                        {"remedy", state.remedy},
                        {"built", time_text(state.known.built, site->policy)},
                        {"seen", seen},
                        {"time_server", kept_by_time_server()}});
    else
        context.out << fmt::format("{}\nprogram built: {}\nthe ledger has seen: {}\n", state.state,
                                   time_text(state.known.built, site->policy), seen);
    return state.ok ? 0 : refuse(context, "this clock is not believed, so no tickets are given: " + state.remedy);
}

void add_clock(Commands& commands) {
    auto& options = commands.make<ClockOptions>();
    auto* command =
        commands.add("clock", "what is known of the time: whether the machine's clock can be right", options, run_clock);
    command->add_flag("--is-right", options.is_right,
                      "it is right now, whatever the ledger has seen: it was ahead before, or not used for months");
}

}  // namespace kiosk::ctl
