#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/labels.h"

namespace kiosk::ctl {
namespace {

struct CloseOptions {
    std::int64_t number = 0;
    std::string reason, who;
    std::vector<std::string> left_behind;
};

struct ProblemsOptions {
    bool all = false;
};

std::string days_text(Wall from, Wall to) {
    const auto days = std::chrono::floor<std::chrono::days>(to - from).count();
    return days == 1 ? "1 day" : fmt::format("{} days", days);
}

// What was entered.
std::string story(const CustodyEvent& event) {
    if (event.kind != CustodyKind::handed_over)
        return fmt::format("{} by {}: {}{}{}", name(event.kind), event.who, event.case_key, event.reason.empty() ? "" : ": ",
                           event.reason);
    auto text =
        fmt::format("{} -> {} by {}: {} given, {} taken", name(event.from.value_or(Level::community)),
                    name(event.to.value_or(Level::community)), event.who, event.given.value_or(0), event.taken.value_or(0));
    if (event.listed) text += fmt::format(", {} by the list", *event.listed);
    return text;
}

std::string to_text(const Problem& problem, const Policy& policy, Wall now) {
    const auto& event = problem.event;
    auto text = problem.number == 0 ? "problem without a number until the other offices are told: "
                                    : fmt::format("problem {}: ", problem.number);
    text += event.bag.empty() ? "case " + event.case_key : "bag " + event.bag;
    if (!problem.district.empty())
        text += fmt::format(" of {} / {} / {}", problem.district, problem.street, problem.community);
    text += fmt::format("\n  {} {}\n", time_text(event.at, policy), story(event));
    if (!event.verdict.empty()) text += fmt::format("  but {}\n", event.verdict);
    if (problem.closed_at)
        return text + fmt::format("  closed {} by {}: {}\n", time_text(*problem.closed_at, policy), problem.closed_by,
                                  problem.reason);
    return text + fmt::format("  OPEN for {}\n", days_text(event.at, now));
}

Json to_json(const Problem& problem, const Policy& policy) {
    const auto& event = problem.event;
    Json json = {{"number", problem.number},
                 {"bag", event.bag},
                 {"district", problem.district},
                 {"street", problem.street},
                 {"community", problem.community},
                 {"at", time_text(event.at, policy)},
                 {"from", std::string(name(event.from.value_or(Level::community)))},
                 {"to", std::string(name(event.to.value_or(Level::community)))},
                 {"who", event.who},
                 {"given", event.given.value_or(0)},
                 {"taken", event.taken.value_or(0)},
                 {"listed", event.listed.value_or(0)},
                 {"what", std::string(name(event.kind))},
                 {"case_key", event.case_key},
                 {"verdict", event.verdict},
                 {"closed_at", nullptr},
                 {"closed_by", problem.closed_by},
                 {"reason", problem.reason}};
    if (problem.closed_at) json["closed_at"] = time_text(*problem.closed_at, policy);
    return json;
}

}  // namespace

static int run_problems(const Context& context, const ProblemsOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto office = open_office_of(*site);
    if (!office) return refuse(context, office.error().detail);
    const auto problems = (*office)->problems(options.all);
    if (!problems) return refuse(context, problems.error().detail);
    say_if_not_asked(context, **office);
    Json list = Json::array();
    for (const auto& problem : *problems) {
        if (!context.json) context.out << to_text(problem, site->policy, wall_now());
        list.push_back(to_json(problem, site->policy));
    }
    if (context.json)
        print(context, list);
    else if (problems->empty())
        context.out << (options.all ? "no problems\n" : "no open problems\n");
    return 0;
}

void add_problems(Commands& commands) {
    auto& options = commands.make<ProblemsOptions>();
    auto* command =
        commands.add("problems", "hand-overs whose counts did not match and that nobody has closed", options, run_problems);
    command->add_flag("--all", options.all, "closed ones as well");
}

static int run_close(const Context& context, const CloseOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto labels = Labels::open(*site);
    if (!labels) return refuse(context, labels.error().detail);
    auto left_behind = labels->named_by(options.left_behind, context.in);
    if (!left_behind) return refuse(context, left_behind.error().detail);
    const auto office = open_office_of(*site);
    if (!office) return refuse(context, office.error().detail);
    const auto closed =
        (*office)->close_problem({options.number, options.reason, options.who, *std::move(left_behind)}, wall_now());
    if (!closed) return refuse(context, closed.error().detail);
    say_if_unsent(context, **office);
    if (context.json)
        print(context, to_json(*closed, site->policy));
    else
        context.out << to_text(*closed, site->policy, wall_now());
    return 0;
}

void add_close(Commands& commands) {
    auto& options = commands.make<CloseOptions>();
    auto* command =
        commands.add("close-problem", "say why counts did not match; a closed problem stays as it is", options, run_close);
    command->add_option("NUMBER", options.number, "as kioskctl problems lists it")->required();
    command->add_option("--reason", options.reason, "what was found out; no person's name or number")->required();
    command->add_option("--by", options.who, "sign of the member of staff who closes it")->required();
    command->add_option("--left-behind", options.left_behind,
                        "case keys of cards that were not in the bag: they are off its list, and where it came from");
}

}  // namespace kiosk::ctl
