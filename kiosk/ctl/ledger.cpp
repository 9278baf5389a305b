#include <ostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/ledger/local_ledger.h"
#include "kiosk/store/conninfo.h"
#include "kiosk/store/postgres_logins.h"
#include "kiosk/store/postgres_schema.h"
#include "kiosk/store/sync.h"

namespace kiosk::ctl {
namespace {

constexpr std::chrono::hours publish_patience{2};  // with one statement: ten million cases are merged by one

std::string where(const Site& site, const LedgerOptions& options) {
    return options.postgres.empty() ? site.config.ledger.postgres : options.postgres;
}

SyncOptions sync_options(const Site& site, const LedgerOptions& options) {
    return {
        ledger_options(site.config, site.policy), {where(site, options)}, site.config.site.hall, site.config.site.terminal};
}

int init(const Context& context, const Site& site, const LedgerOptions& options, bool anew) {
    const auto local = open_local_ledger(ledger_options(site.config, site.policy));
    if (!local) return refuse(context, local.error().detail);
    auto line = PostgresConnection::open({where(site, options)});
    if (!line) return refuse(context, line.error().detail);
    if (!anew) {
        if (const auto made = prepare_store(*line, local->key); !made) return refuse(context, made.error().detail);
        context.out << fmt::format("shared store {}: ready, version {}\n", line->shown(), store_schema_version);
        const auto unbound = unbound_logins(*line);
        if (unbound && !unbound->empty())
            context.out << fmt::format(
                "these logins are bound to no hall, and nothing is taken from them: {}; kioskctl ledger "
                "terminal add LOGIN --hall HALL --letter A, or counter add\n",
                fmt::join(*unbound, ", "));
        return 0;
    }
    if (const auto store = check_store(*line, local->key); !store) return refuse(context, store.error().detail);
    if (const auto done = start_store_anew(*line); !done) return refuse(context, done.error().detail);
    context.out << fmt::format("shared store {}: every machine will tell it all of its own again\n", line->shown());
    return 0;
}

int sync(const Context& context, const Site& site, const LedgerOptions& options) {
    Sync sync(sync_options(site, options));
    const auto done = sync.round(wall_now());
    if (!done) return refuse(context, done.error().detail);
    if (context.json)
        print(context, {{"cases", done->cases},
                        {"tickets", done->tickets},
                        {"told", done->sent},
                        {"clashes", done->clashes},
                        {"odd", done->odd},
                        {"custody", done->custody}});
    else
        context.out << fmt::format("{} cases and {} tickets came, {} changes told\n", done->cases, done->tickets,
                                   done->sent);
    if (!done->why_unsent.empty()) return refuse(context, done->why_unsent);
    if (done->odd > 0)
        return refuse(context, fmt::format("{} rows cannot be and are set aside; see kioskctl doctor", done->odd));
    if (done->clashes == 0) return 0;
    return refuse(context, fmt::format("{} tickets clash with others of their number; see kioskctl doctor", done->clashes));
}

int publish(const Context& context, const Site& site, const LedgerOptions& options) {
    auto how = sync_options(site, options);
    how.shared.patience = publish_patience;
    Sync sync(how);
    const auto done = sync.publish(wall_now());
    if (!done) return refuse(context, done.error().detail);
    if (context.json)
        print(context, {{"cases", done->cases}, {"copied", done->copied}, {"custody", done->custody}, {"odd", done->odd}});
    else
        context.out << fmt::format("{} cases are new or changed in the shared store, {} came from it\n", done->cases,
                                   done->copied);
    if (done->odd == 0) return 0;
    return refuse(context, fmt::format("{} cases cannot be and are left out; see kioskctl doctor", done->odd));
}

}  // namespace

static int run_ledger(const Context& context, const LedgerOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    if (where(*site, options).empty())
        return refuse(context, "no shared store is configured; name it under [ledger] postgres, or with --postgres");
    using Act = LedgerOptions::Act;
    switch (options.act) {
        case Act::init:
            return init(context, *site, options, false);
        case Act::restored:
            return init(context, *site, options, true);
        case Act::publish:
            return publish(context, *site, options);
        case Act::sync:
            break;
        default:
            return run_logins(context, *site, where(*site, options), options);
    }
    return sync(context, *site, options);
}

void add_ledger(Commands& commands) {
    auto& options = commands.make<LedgerOptions>();
    auto* command = commands.add("ledger", "the store that several kiosks share", options, run_ledger);
    command->add_option("--postgres", options.postgres, "where it is; if not given, [ledger] postgres of kiosk.toml");
    using Act = LedgerOptions::Act;
    const auto add = [&](const char* name, const char* what, Act act) {
        auto* one = command->add_subcommand(name, what);
        one->fallthrough();
        one->callback([&options, act] { options.act = act; });
    };
    add("init", "make it, or bring it forward: schema, roles and rights; again = no change", Act::init);
    add("publish", "an office brings its cases in, all or none", Act::publish);
    add("sync", "tell it and fetch from it now, once", Act::sync);
    declare_logins(*command, options);
    add("restored", "it was restored from a backup: every machine tells it all of its own again", Act::restored);
    command->require_subcommand(1);
}

}  // namespace kiosk::ctl
