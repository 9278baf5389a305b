#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "kiosk/ctl/command.h"
#include "kiosk/ctl/commands.h"

namespace kiosk::ctl {
namespace {

struct CaseOptions {
    std::string card, id, key;  // one of them; "-": it is read from the first line of stdin
};

std::string value_of(const Context& context, const std::string& given) {
    if (given != "-") return given;
    std::string line;
    std::getline(context.in, line);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return line;
}

Result<CaseQuery> query_of(const Context& context, const CaseOptions& options) {
    if (!options.key.empty()) return CaseQuery{ByKey{value_of(context, options.key)}};
    if (!options.card.empty()) {
        auto number = CardNumber::parse(value_of(context, options.card));
        if (!number) return Error{Fault::malformed, "card number: must be 16 digits, or 19 digits that begin with 3"};
        return CaseQuery{ByCard{*std::move(number)}};
    }
    auto id = ResidentId::parse(value_of(context, options.id));
    if (!id) return id.error();
    return CaseQuery{ByResidentId{id->text()}};
}

Json to_json(const CaseView& found, const Policy& policy, Date today) {
    Json json = {{"key", found.key},
                 {"name", found.masked_name},
                 {"old_card_last4", found.old_last4},
                 {"new_card_last4", found.new_last4},
                 {"community", found.community},
                 {"street", found.street},
                 {"district", found.district},
                 {"handed_in", iso(found.handed_in)},
                 {"promised_by", iso(found.promised_by)},
                 {"late", is_late(found, today)},
                 {"stage", std::string(name(found.stage))},
                 {"stage_at", nullptr},
                 {"refusal", found.refusal}};
    if (found.stage_at) json["stage_at"] = time_text(*found.stage_at, policy);
    return json;
}

std::string to_text(const CaseView& found, const Policy& policy, Date today) {
    std::string text = fmt::format("case {}: {}, old card …{}\n", found.key, found.masked_name, found.old_last4);
    text += fmt::format("  from     {} / {} / {}\n", found.district, found.street, found.community);
    text += fmt::format("  handed in {}, promised by {}{}\n", iso(found.handed_in), iso(found.promised_by),
                        is_late(found, today) ? ", LATE" : "");
    text += fmt::format("  stage    {}{}\n", name(found.stage),
                        found.stage_at ? " since " + time_text(*found.stage_at, policy) : "");
    if (!found.refusal.empty()) {
        const auto* reason = policy.refusal(found.refusal);
        text += fmt::format("  refused  {}: {}\n", found.refusal, reason ? reason->words.en : "");
    }
    if (!found.new_last4.empty()) text += fmt::format("  new card …{}\n", found.new_last4);
    return text;
}

}  // namespace

static int run_case(const Context& context, const CaseOptions& options) {
    const auto site = load_site(context.config_path);
    if (!site) return refuse(context, site.error().detail);
    const auto query = query_of(context, options);
    if (!query) return refuse(context, query.error().detail);
    auto ledger = open_ledger_of(*site);
    if (!ledger) return refuse(context, ledger.error().detail);
    const auto found = (*ledger)->find(*query);
    if (!found) return refuse(context, found.error().detail);

    const auto today = local_time(wall_now(), site->policy.utc_offset).date;
    Json list = Json::array();
    for (const auto& one : *found) {
        if (!context.json) context.out << to_text(one, site->policy, today);
        list.push_back(to_json(one, site->policy, today));
    }
    if (context.json) print(context, list);
    return found->empty() ? refuse(context, "the ledger has no such case") : 0;
}

void add_case(Commands& commands) {
    auto& options = commands.make<CaseOptions>();
    auto* command = commands.add("case", "where a card is; \"-\" reads the number from stdin, so that no history keeps it",
                                 options, run_case);
    auto* by = command->add_option_group("by");
    by->add_option("--card", options.card, "number of the old card");
    by->add_option("--id", options.id, "resident ID number");
    by->add_option("--key", options.key, "case key, as on the receipt");
    by->require_option(1);
}

}  // namespace kiosk::ctl
