#include <algorithm>
#include <array>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "hw/reader/pcsc_trouble.h"
#include "hw/reader/reader.h"
#include "kiosk/base/assets.h"
#include "kiosk/base/clock.h"
#include "kiosk/base/mailbox.h"
#include "kiosk/base/overloaded.h"
#include "kiosk/card/eligibility.h"
#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"
#include "kiosk/policy/faults.h"

namespace kiosk::ctl {
namespace {

struct CardOptions {
    int wait_s = 20;
    bool full = false;
};

constexpr std::chrono::seconds longest_reading{15};  // once a card lies there

// What comes first: the card, why it could not be read, or why there is none. nullopt: nobody put one there.
std::optional<std::variant<Card, Fault>> wait_for_card(const Site& site, std::chrono::seconds at_most) {
    Mailbox<hw::ReaderEvent> mailbox;
    const auto reader = hw::open_pcsc_reader(
        site.config.reader.name, [&mailbox](hw::ReaderEvent event) { mailbox.post(std::move(event)); },
        site.policy.directory.applications());
    auto end = std::chrono::steady_clock::now() + at_most;
    bool ready = false;
    const auto nothing = [&ready] {
        return ready ? std::nullopt : std::optional<std::variant<Card, Fault>>{Fault::reader_silent};
    };
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        const auto event = left.count() > 0 ? mailbox.wait({}, left) : std::nullopt;
        if (!event) return nothing();
        ready |= std::holds_alternative<hw::ReaderReady>(*event);
        if (const auto* found = std::get_if<hw::CardIdentified>(&*event)) return found->card;
        if (const auto* failed = std::get_if<hw::CardFailed>(&*event)) return failed->fault;
        if (const auto* failed = std::get_if<hw::ReaderFailed>(&*event)) return failed->fault;
        if (std::holds_alternative<hw::CardInserted>(*event)) end = std::chrono::steady_clock::now() + longest_reading;
    }
}

std::string masked(const std::string& number, bool full) {
    if (full || number.size() <= 8) return full ? number : std::string(number.size(), '*');
    return number.substr(0, 4) + std::string(number.size() - 8, '*') + number.substr(number.size() - 4);
}

std::string_view name(Passenger passenger) {
    switch (passenger) {
        case Passenger::ordinary:
            return "ordinary";
        case Passenger::student:
            return "student";
        case Passenger::senior:
            return "senior";
        case Passenger::test:
            return "test";
        case Passenger::military:
            return "military";
    }
    return "";
}

// For an administrator; the seniors' words are in kiosk/page/verdict.cpp.
constexpr std::array<std::pair<Verdict, std::string_view>, 23> verdict_words{{
    {Verdict::upgradable, "old central-city elderly card, can be upgraded"},
    {Verdict::already_new, "new elderly card, nothing to do"},
    {Verdict::new_unclear, "new card, but it does not say for whom: ask at the counter"},
    {Verdict::outlying_county, "card of an outlying county"},
    {Verdict::ordinary, "transit card for everyone, no elderly card"},
    {Verdict::student, "transit card for students"},
    {Verdict::military, "transit card for the military"},
    {Verdict::test, "test card"},
    {Verdict::expired, "transit card that has expired"},
    {Verdict::elsewhere, "transit card of another place"},
    {Verdict::social_serves, "social security card that serves as elderly card"},
    {Verdict::social_first, "social security card of the first generation, does not ride"},
    {Verdict::social_second, "social security card of the second generation, does not ride"},
    {Verdict::social_third, "social security card of the third generation, does not serve as elderly card"},
    {Verdict::social_elsewhere, "social security card of another place"},
    {Verdict::social_expired, "social security card that has expired"},
    {Verdict::old_unreadable, "card without a number to be read, perhaps an old elderly card"},
    {Verdict::numberless, "transit application without a number, such as of a school or company"},
    {Verdict::phone, "no card, perhaps a phone"},
    {Verdict::resident_id, "resident ID card"},
    {Verdict::bank, "bank card"},
    {Verdict::blocked, "card that says it was cancelled or locked"},
    {Verdict::unknown, "unknown card"},
}};
static_assert(verdict_words.size() == static_cast<std::size_t>(Verdict::unknown) + 1);

std::string_view words_of(Verdict verdict) {
    return std::ranges::find(verdict_words, verdict, &std::pair<Verdict, std::string_view>::first)->second;
}

Json transit_json(const TransitCard& card, const Policy& policy, bool full) {
    Json json = {
        {"number", masked(card.number.digits(), full)}, {"digits", card.number.digits().size()}, {"city", card.city}};
    if (card.second) json["second_number"] = masked(card.second->digits(), full);
    if (const auto* issuer = issuer_of(card.number, policy.issuers)) json["issuer"] = issuer->name.en;
    if (const auto* place = policy.directory.of(card)) json["place"] = place->name.en;
    if (card.passenger) json["passenger"] = name(*card.passenger);
    if (card.valid_from) json["valid_from"] = iso(*card.valid_from);
    if (card.valid_until) json["valid_until"] = iso(*card.valid_until);
    return json;
}

Json social_json(const SocialCard& card, const Policy& policy, bool full) {
    Json json = {{"number", masked(card.number, full)}, {"generation", card.generation}, {"area", card.area}};
    if (const auto* place = policy.directory.of_area(card.area)) json["place"] = place->name.en;
    if (card.expires) json["expires"] = iso(*card.expires);
    json["holder"] = card.holder ? "readable" : "protected";
    if (card.holder && full) {
        json["holder_name"] = card.holder->name;
        json["holder_id_number"] = card.holder->id_number;
    } else if (card.holder) {
        json["holder_name"] = mask_name(card.holder->name);
        json["holder_id_number"] = mask_id(card.holder->id_number);
    }
    if (card.transit) json["transit"] = transit_json(*card.transit, policy, full);
    return json;
}

Json to_json(const Card& card, const Policy& policy, bool full) {
    const auto of_kind = [](const char* kind, const Json& facts = Json::object()) {
        Json json = {{"kind", kind}};
        json.update(facts);
        return json;
    };
    auto json = std::visit(
        overloaded{
            [&](const UnknownCard&) { return of_kind("unknown"); },
            [&](const TransitCard& one) { return of_kind("transit", transit_json(one, policy, full)); },
            [&](const SocialCard& one) { return of_kind("social_security", social_json(one, policy, full)); },
            [&](const StorageCard& one) {
                return of_kind("storage", {{"chip", one.chip}});
            },
            [&](const ElsewhereCard& one) {
                return of_kind("other_scheme", {{"place", one.place.en}});
            },
            [&](const NumberlessCard& one) {
                return one.city.empty() ? of_kind("numberless") : of_kind("transit", {{"digits", 0}, {"city", one.city}});
            },
            [&](const Phone&) { return of_kind("phone"); }, [&](const ResidentIdCard&) { return of_kind("resident_id"); },
            [&](const BankCard&) { return of_kind("bank"); }, [&](const BlockedCard&) { return of_kind("blocked"); }},
        card);
    const auto [verdict, place] = judge(card, policy.card_rules(local_time(wall_now(), policy.utc_offset).date));
    json["verdict"] = words_of(verdict);
    if (!place.en.empty()) json["place"] = place.en;
    return json;
}

void print_text(const Context& context, const Json& facts, const std::string& indent = {}) {
    for (const auto& [key, value] : facts.items()) {
        if (value.is_object()) {
            context.out << indent << key << ":\n";
            print_text(context, value, indent + "  ");
        } else {
            context.out << indent << fmt::format("{:<17}", key)
                        << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
        }
    }
}

std::string words_of(Fault fault) {
    const auto catalog = FaultCatalog::load(asset_path("faults.toml"));
    if (!catalog) return std::string(kiosk::name(fault));
    return catalog->words(fault).log + ". " + catalog->words(fault).staff.en;
}

// Of the reader from outside, as `doctor` says it; of a card, and if nothing is wrong with the reader, from the fault.
std::string explained(Fault fault, const std::string& reader_name) {
    constexpr std::array of_the_card{Fault::card_unresponsive, Fault::card_endless, Fault::card_removed_early,
                                     Fault::several_cards};
    if (std::ranges::find(of_the_card, fault) != of_the_card.end()) return words_of(fault);
    const auto trouble = hw::judge(hw::look_at_reader(reader_name, "/"));
    return trouble.ok ? words_of(fault) : trouble.state + "; what to do: " + trouble.remedy;
}

}  // namespace

static int run_card(const Context& context, const CardOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    if (context.err_is_terminal) context.err << "put a card on the reader\n";
    const auto found = wait_for_card(*site, std::chrono::seconds{options.wait_s});
    if (!found) return refuse(context, fmt::format("no card was put on the reader within {} s", options.wait_s));
    if (const auto* fault = std::get_if<Fault>(&*found)) return refuse(context, explained(*fault, site->config.reader.name));
    const auto facts = to_json(std::get<Card>(*found), site->policy, options.full);
    if (context.json)
        print(context, facts);
    else
        print_text(context, facts);
    return 0;
}

void add_card(Commands& commands) {
    auto& options = commands.make<CardOptions>();
    auto* command = commands.add("card", "say what lies on the reader", options, run_card);
    command->add_option("--wait", options.wait_s, "seconds to wait for a card; 20 if not given")->check(CLI::Range(1, 3600));
    command->add_flag("--full", options.full, "whole numbers and names instead of masked ones");
}

}  // namespace kiosk::ctl
