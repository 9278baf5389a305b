#include <filesystem>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/base/built.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/ledger/seen_time.h"

namespace kiosk::ctl {
namespace {

struct ClockOptions {
    bool is_right = false;  // a person says so
};

constexpr const char* set_it =
    "set the clock: `timedatectl set-ntp true` where there is a network, else `timedatectl set-time 'YEAR-MONTH-DAY "
    "HOUR:MINUTE'`; the kiosk goes on by itself";

std::string remedy_of(ClockTrouble trouble) {
    switch (trouble) {
        case ClockTrouble::before_program:
            return fmt::format("{}. If it is wrong whenever the power was off, the mainboard's battery is empty", set_it);
        case ClockTrouble::before_ledger:
            return fmt::format("{}. If it is right now, and was ahead before: kioskctl clock --is-right", set_it);
        case ClockTrouble::far_ahead:
            break;
    }
    return fmt::format("{}. If it is right, because the machine was not used for so long: kioskctl clock --is-right",
                       set_it);
}

// A ledger that is not there is not made.
Result<KnownTime> known_time(const SqliteOptions& options) {
    KnownTime known{built_at(), {}};
    std::error_code code;
    if (!std::filesystem::exists(options.path, code)) return known;
    const auto local = open_local_ledger(options);
    if (!local) return local.error();
    Sql sql(local->db());
    known.seen = latest_seen(sql);
    return sql.result(known);
}

std::string labels_of(const std::vector<Ticket>& tickets) {
    std::string text;
    for (const auto& ticket : tickets)
        text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", label(ticket), iso(ticket.day));
    return text;
}

int say_it_is_right(const Context& context, const Site& site, Wall now) {
    if (now < built_at() - site.policy.clock_back)
        return refuse(context, "no right clock shows a time before the program was built; " + std::string(set_it));
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

ClockState look_at_clock(const Config& config, const Policy& policy, Wall now) {
    const auto known = known_time(ledger_options(config, policy));
    if (!known) return {false, {}, known.error().detail, {}};
    const auto trouble = judge_clock(now, *known, policy);
    if (trouble) return {false, *known, words_of(*trouble, now, *known, policy), remedy_of(*trouble)};
    const auto* server = kept_by_time_server() ? "kept by a time server" : "not kept by a time server";
    return {true, *known, fmt::format("{} in the hall, {}", time_text(now, policy), server), {}};
}

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
