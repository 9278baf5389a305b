#include <CLI/CLI.hpp>

#include <ostream>

#include <fmt/format.h>

#include "kiosk/case/bounds.h"
#include "kiosk/ctl/command.h"
#include "kiosk/store/postgres_logins.h"

namespace kiosk::ctl {
namespace {

constexpr std::chrono::days usual_past{62};  // of tickets that a new terminal may bring along

std::string is_letter(const std::string& text) {
    return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z' ? "" : "must be a letter A to Z";
}

std::string is_hall(const std::string& text) {
    if (text.empty()) return "is empty";
    return oddness(text, longest_place).value_or("");
}

std::string text_of(const BoundLogin& bound) {
    if (bound.letter.empty()) return fmt::format("login {}: calls in {}", bound.login, bound.hall);
    return fmt::format("login {}: terminal {} of {}, of days from {} on", bound.login, bound.letter, bound.hall,
                       iso(bound.since));
}

int list(const Context& context, PostgresConnection& line) {
    const auto bound = bound_logins(line);
    if (!bound) return refuse(context, bound.error().detail);
    const auto unbound = unbound_logins(line);
    if (!unbound) return refuse(context, unbound.error().detail);
    Json all = Json::array();
    for (const auto& one : *bound) {
        all.push_back({{"login", one.login}, {"hall", one.hall}, {"letter", one.letter}, {"since", iso(one.since)}});
        if (!context.json) context.out << text_of(one) << '\n';
    }
    for (const auto& login : *unbound) {
        all.push_back({{"login", login}, {"hall", nullptr}, {"letter", ""}, {"since", nullptr}});
        if (!context.json)
            context.out << fmt::format(
                "login {}: is bound to no hall, nothing is taken from it; kioskctl ledger terminal add "
                "{} --hall HALL --letter A, or counter add\n",
                login, login);
    }
    if (context.json) print(context, all);
    return 0;
}

int add(const Context& context, const Site& site, PostgresConnection& line, const LedgerOptions& options) {
    const auto today = std::chrono::sys_days{local_time(wall_now(), site.policy.utc_offset).date};
    const auto since = options.since.empty() ? Date{today - usual_past} : *parse_iso_date(options.since);  // checked
    const BoundLogin bound{options.login, options.hall, options.letter, since};
    const auto done = options.letter.empty() ? bind_counter(line, bound) : bind_terminal(line, bound);
    if (!done) return refuse(context, done.error().detail);
    context.out << text_of(bound) << '\n';
    return 0;
}

}  // namespace

void declare_logins(CLI::App& ledger, LedgerOptions& options) {
    using Act = LedgerOptions::Act;
    for (const bool terminal : {true, false}) {
        auto* command = ledger.add_subcommand(
            terminal ? "terminal" : "counter",
            terminal ? "which login tells the tickets of which terminal" : "which login calls in which hall");
        command->fallthrough();
        command->require_subcommand(1);
        const auto sub = [&](const char* name, const char* what, Act act) {
            auto* one = command->add_subcommand(name, what);
            one->fallthrough();
            one->callback([&options, act] { options.act = act; });
            return one;
        };
        auto* add = sub("add", "as the store's owner: bind a login that the server knows",
                        terminal ? Act::add_terminal : Act::add_counter);
        add->add_option("LOGIN", options.login, "as it is in the connection string of that machine")->required();
        add->add_option("--hall", options.hall, "as [site] hall in that machine's kiosk.toml")->required()->check(is_hall);
        if (terminal) {
            add->add_option("--letter", options.letter, "as [site] terminal in that machine's kiosk.toml")
                ->required()
                ->check(is_letter);
            add->add_option("--since", options.since, "the first day of tickets that it may bring along")->check(is_day);
        }
        sub("list", "all logins and whom they speak for", Act::list_logins);
        sub("remove", "as the store's owner: nothing is taken from it any more", Act::remove_login)
            ->add_option("LOGIN", options.login, "as the server knows it")
            ->required();
    }
}

int run_logins(const Context& context, const Site& site, const std::string& postgres, const LedgerOptions& options) {
    auto line = PostgresConnection::open({postgres});
    if (!line) return refuse(context, line.error().detail);
    using Act = LedgerOptions::Act;
    if (options.act == Act::list_logins) return list(context, *line);
    if (options.act != Act::remove_login) return add(context, site, *line, options);
    if (const auto done = unbind(*line, options.login); !done) return refuse(context, done.error().detail);
    context.out << fmt::format("login {}: is bound to nothing any more\n", options.login);
    return 0;
}

}  // namespace kiosk::ctl
