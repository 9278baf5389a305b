#include <ostream>

#include <fmt/format.h>

#include "kiosk/code/keyring.h"
#include "kiosk/config/key_place.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {
namespace {

Json to_json(const TrustedKey& key) {
    Json json = {{"name", key.name}, {"key", key.key.text()}, {"from", nullptr}, {"until", nullptr}, {"revoked", nullptr}};
    if (key.from) json["from"] = iso(*key.from);
    if (key.until) json["until"] = iso(*key.until);
    if (key.revoked) json["revoked"] = iso(*key.revoked);
    return json;
}

std::string to_text(const TrustedKey& key) {
    auto text = fmt::format("{:<20} {}", key.name, key.key.text());
    if (key.from) text += " from " + iso(*key.from);
    if (key.until) text += " until " + iso(*key.until);
    if (key.revoked) text += " REVOKED " + iso(*key.revoked);
    return text + '\n';
}

int show_own(const Context& context, const Config& config) {
    const auto secret = read_or_make_secret(code_key_file(config).path, Fault::refused);
    if (!secret) return refuse(context, secret.error().detail);
    const TrustedKey own{fmt::format("terminal-{}", config.site.terminal), Signer(*secret).public_key(), {}, {}, {}};
    if (context.json)
        print(context, to_json(own));
    else
        context.out << to_text(own);
    return 0;
}

int list(const Context& context, const Keyring& ring) {
    Json keys = Json::array();
    for (const auto& key : ring.keys) {
        keys.push_back(to_json(key));
        if (!context.json) context.out << to_text(key);
    }
    if (context.json) print(context, keys);
    return 0;
}

std::optional<Date> day_of(const std::string& text) {  // checked when it was parsed
    return text.empty() ? std::nullopt : parse_iso_date(text);
}

Status trust(Keyring& ring, const KeysOptions& options) {
    const auto key = PublicKey::parse(options.key);
    if (!key) return Error{Fault::malformed, "that is no public key; `kioskctl keys own` prints that of a terminal"};
    if (ring.named(options.name)) return Error{Fault::refused, "'" + options.name + "' is in the list already"};
    ring.keys.push_back({options.name, *key, day_of(options.from), day_of(options.until), {}});
    const auto readable = Keyring::parse(ring.text(), "the new line");  // the name may not be one
    return readable ? Status{Done{}} : Status{readable.error()};
}

Status revoke(Keyring& ring, const KeysOptions& options, Date today) {
    auto* key = ring.named(options.name);
    if (!key) return Error{Fault::not_found, "'" + options.name + "' is not in the list"};
    if (!key->revoked) key->revoked = today;
    return Done{};
}

}  // namespace

static int run_keys(const Context& context, const KeysOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto& config = site->config;
    if (options.act == KeysOptions::Act::own) return show_own(context, config);
    if (options.act >= KeysOptions::Act::copy) return run_key_files(context, options, config);
    if (config.codes.trusted.empty())
        return refuse(context, "no list is configured: name a file under [codes] trusted in kiosk.toml");
    auto ring = Keyring::load(config.codes.trusted);
    if (!ring) return refuse(context, ring.error().detail);
    if (options.act == KeysOptions::Act::list) return list(context, *ring);
    const auto today = local_time(wall_now(), site->policy.utc_offset).date;
    const auto changed = options.act == KeysOptions::Act::trust ? trust(*ring, options) : revoke(*ring, options, today);
    if (!changed) return refuse(context, changed.error().detail);
    if (const auto saved = ring->save(config.codes.trusted); !saved) return refuse(context, saved.error().detail);
    return 0;
}

void add_keys(Commands& commands) {
    auto& options = commands.make<KeysOptions>();
    auto* command =
        commands.add("keys", "whose QR codes are believed, and where this machine's secret keys lie", options, run_keys);
    const auto act = [&](const char* name, const char* what, KeysOptions::Act which) {
        auto* sub = command->add_subcommand(name, what);
        sub->fallthrough();
        sub->callback([&options, which] { options.act = which; });
        return sub;
    };
    act("own", "print this terminal's public key; makes the key pair if there is none", KeysOptions::Act::own);
    act("list", "print the fleet's list", KeysOptions::Act::list);
    auto* trust = act("trust", "add a key to the fleet's list", KeysOptions::Act::trust);
    trust->add_option("NAME", options.name, "of the terminal or office")->required();
    trust->add_option("KEY", options.key, "its public key")->required();
    trust->add_option("--from", options.from, "first day on which it may issue codes")->check(is_day);
    trust->add_option("--until", options.until, "last day on which it may issue codes")->check(is_day);
    auto* revoke = act("revoke", "believe none of its codes any more", KeysOptions::Act::revoke);
    revoke->add_option("NAME", options.name, "as the list names it")->required();
    declare_key_files(*command, options);
    command->require_subcommand(1);
}

}  // namespace kiosk::ctl
