// Bags and single cards from hand to hand: pack, hand-over, refuse, hand-out.
#include "kiosk/case/custody.h"

#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/commands.h"
#include "kiosk/ctl/labels.h"

namespace kiosk::ctl {
namespace {

struct HandOutOptions {
    std::string case_key, who;
};

struct RefuseOptions {
    std::string case_key, reason, envelope, who;
};

struct HandOverOptions {
    std::string bag, from, to, who;
    int given = 0, taken = 0;
};

struct PackOptions {
    std::string bag, who;
    std::vector<std::string> case_keys;  // "-": lines of stdin
};

std::string place_of(const Bag& bag) {
    switch (bag.at) {
        case Level::community:
            return "the community " + bag.community;
        case Level::street:
            return "the street " + bag.street;
        case Level::district:
            return "the district " + bag.district;
        case Level::maker:
            return "the maker";
    }
    return {};
}

Json to_json(const CustodyAnswer& answer) {
    Json json = {{"told_before", answer.entered_before},
                 {"stage", std::string(name(answer.stage))},
                 {"problem", nullptr},
                 {"against", answer.against}};
    if (answer.problem) json["problem"] = *answer.problem;
    if (!answer.bag) return json;
    const auto& bag = *answer.bag;
    json["bag"] = {{"number", bag.number},       {"envelope", bag.envelope}, {"at", std::string(name(bag.at))},
                   {"homeward", bag.homeward},   {"opened", bag.opened()},   {"cards", bag.cards},
                   {"community", bag.community}, {"street", bag.street},     {"district", bag.district}};
    return json;
}

// 0 also if the counts do not match: what was entered is in the ledger. The problem is named on stderr as well.
int answer(const Context& context, const Result<CustodyAnswer>& done, const std::string& what) {
    if (!done) return refuse(context, done.error().detail);
    if (context.json) {
        print(context, to_json(*done));
    } else {
        auto line = what;
        if (done->bag)
            line = fmt::format(
                "{} {}: at {}{}", done->bag->envelope ? "envelope" : "bag", done->bag->number, place_of(*done->bag),
                done->bag->opened() ? ", opened"
                                    : fmt::format(", {} {}", done->bag->cards, done->bag->cards == 1 ? "card" : "cards"));
        context.out << fmt::format("{}; {}{}\n", line, name(done->stage), done->entered_before ? " (told before)" : "");
    }
    if (done->problem) {
        const auto* why = done->against.empty() ? "the counts do not match" : done->against.c_str();
        const auto which = *done->problem == 0 ? "a problem, which gets its number when the other offices are told"
                                               : fmt::format("problem {}", *done->problem);
        context.err << fmt::format("kioskctl: {}: {}; kioskctl problems lists it\n", why, which);
    }
    return 0;
}

void add_who(CLI::App& command, std::string& who) {
    command.add_option("--by", who, "sign of the member of staff who tells it; no name is needed")->required();
}

// What all of them do around the one thing that they enter.
using Entry = std::function<Result<CustodyAnswer>(Custody& custody, const Labels& labels, const Policy& policy)>;
int enter(const Context& context, const std::string& what, const Entry& entry) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto labels = Labels::open(*site);
    if (!labels) return refuse(context, labels.error().detail);
    const auto office = open_office_of(*site);
    if (!office) return refuse(context, office.error().detail);
    const auto done = entry(**office, *labels, site->policy);
    const int code = answer(context, done, what);
    if (done) say_if_unsent(context, **office);
    return code;
}

}  // namespace

static int run_pack(const Context& context, const PackOptions& options) {
    return enter(context, "packed", [&](Custody& custody, const Labels& labels, const Policy&) -> Result<CustodyAnswer> {
        const auto bag = labels.named_by(options.bag);
        if (!bag) return bag.error();
        auto keys = labels.named_by(options.case_keys, context.in);
        if (!keys) return keys.error();
        return custody.pack({*bag, *std::move(keys), options.who}, wall_now());
    });
}

void add_pack(Commands& commands) {
    auto& options = commands.make<PackOptions>();
    auto* command = commands.add("pack", "put cards into a bag, or one refused card into an envelope", options, run_pack);
    command->add_option("BAG", options.bag, "number on the label, typed or scanned")->required();
    command->add_option("--case", options.case_keys, "case keys, as on the receipts; - reads them from stdin, one a line")
        ->required();
    add_who(*command, options.who);
}

static int run_hand_over(const Context& context, const HandOverOptions& options) {
    return enter(context, "handed over",
                 [&](Custody& custody, const Labels& labels, const Policy&) -> Result<CustodyAnswer> {
                     const auto bag = labels.named_by(options.bag);
                     if (!bag) return bag.error();
                     auto from = parse_party(options.from), to = parse_party(options.to);
                     if (!from || !to) return from ? to.error() : from.error();
                     return custody.hand_over(
                         {*bag, *std::move(from), *std::move(to), options.given, options.taken, options.who}, wall_now());
                 });
}

void add_hand_over(Commands& commands) {
    auto& options = commands.make<HandOverOptions>();
    auto* command = commands.add("hand-over", "a bag or envelope goes from one hand to the next", options, run_hand_over);
    command->add_option("BAG", options.bag, "number on the label, typed or scanned")->required();
    command->add_option("--from", options.from, "community, street, district or maker; street:NAME also checks whose it is")
        ->required();
    command->add_option("--to", options.to, "likewise")->required();
    command->add_option("--given", options.given, "cards that the giving side counted")->required();
    command->add_option("--taken", options.taken, "cards that the taking side counted")->required();
    add_who(*command, options.who);
}

static int run_refuse(const Context& context, const RefuseOptions& options) {
    return enter(context, "refused",
                 [&](Custody& custody, const Labels& labels, const Policy& policy) -> Result<CustodyAnswer> {
                     const auto key = labels.named_by(options.case_key), envelope = labels.named_by(options.envelope);
                     if (!key || !envelope) return key ? envelope.error() : key.error();
                     return custody.refuse_card({*key, options.reason, *envelope, options.who}, policy, wall_now());
                 });
}

void add_refuse(Commands& commands) {
    auto& options = commands.make<RefuseOptions>();
    auto* command =
        commands.add("refuse", "the maker cannot make a card: the old one goes back in an envelope", options, run_refuse);
    command->add_option("CASE", options.case_key, "case key, typed or scanned")->required();
    command->add_option("--reason", options.reason, "code of the policy, such as no_portrait")->required();
    command->add_option("--envelope", options.envelope, "number on it")->required();
    add_who(*command, options.who);
}

static int run_hand_out(const Context& context, const HandOutOptions& options) {
    return enter(context, "handed out", [&](Custody& custody, const Labels& labels, const Policy&) -> Result<CustodyAnswer> {
        const auto key = labels.named_by(options.case_key);
        if (!key) return key.error();
        return custody.hand_out({*key, options.who}, wall_now());
    });
}

void add_hand_out(Commands& commands) {
    auto& options = commands.make<HandOutOptions>();
    auto* command = commands.add("hand-out", "the senior gets the new card, or the refused one back", options, run_hand_out);
    command->add_option("CASE", options.case_key, "case key, typed or scanned")->required();
    add_who(*command, options.who);
}

}  // namespace kiosk::ctl
