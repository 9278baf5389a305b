#include "kiosk/custody/rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "kiosk/custody/turn.h"

namespace kiosk {
namespace {

bool same_place(const Bag& a, const Bag& b) {
    return a.at == b.at && a.homeward == b.homeward && a.envelope == b.envelope && a.district == b.district &&
           a.street == b.street && a.community == b.community;
}

}  // namespace

std::optional<Bag> whereabouts(const ProblemPlace& whose, Stage stage) {
    Bag bag{{}, stage == Stage::refused, whose.district, whose.street, whose.community, Level::maker, false, 0};
    if (bag.envelope || stage == Stage::made) return bag;
    for (const bool homeward : {false, true}) {
        for (const auto level : {Level::community, Level::street, Level::district, Level::maker}) {
            bag.at = level;
            bag.homeward = homeward;
            if (!bag.opened() && !(homeward && level == Level::maker) && stage_in(bag) == stage) return bag;
        }
    }
    return std::nullopt;
}

StoredCase known_case(Sql& sql, const std::string& key) {
    if (auto found = case_by_key(sql, key)) return *std::move(found);
    sql.fail({Fault::not_found, fmt::format("case {}: the ledger has no such case", key)});
    return {};
}

StoredBag known_bag(Sql& sql, const std::string& number) {
    if (auto found = find_bag(sql, number)) return *std::move(found);
    sql.fail({Fault::not_found, fmt::format("bag {}: the ledger does not know it; it was never packed", number)});
    return {};
}

Bag bag_for(Sql& sql, const std::vector<StoredCase>& cases, const std::string& number) {
    std::optional<Bag> bag;
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        must_be_in_no_bag(sql, one);
        const auto here = whereabouts({view.district, view.street, view.community}, view.stage);
        if (!here) refuse(sql, fmt::format("case {}: is {}, so its card cannot be packed", view.key, name(view.stage)));
        if (here && bag && !same_place(*bag, *here))
            refuse(sql, fmt::format("case {}: its card is not of the same community and at the same place as that of {}; "
                                    "a bag holds the cards of one",
                                    view.key, cases.front().record.view.key));
        bag = here;
    }
    if (!bag) return {};
    if (bag->envelope) must_be_alone(sql, cases);
    bag->number = number;
    return *std::move(bag);
}

Bag before_move(Bag bag, Level from, Level to) {
    bag.at = from;
    bag.homeward = from != Level::maker && to < from;
    return bag;
}

void must_be_in_no_bag(Sql& sql, const StoredCase& one) {
    if (const auto in = bag_of_case(sql, one.id))
        refuse(sql, fmt::format("case {}: its card is in bag {} already", one.record.view.key, *in));
}

void must_be_free(Sql& sql, const std::string& envelope) {
    if (find_bag(sql, envelope)) refuse(sql, fmt::format("envelope {}: that number is in use already", envelope));
}

void must_be_alone(Sql& sql, const std::vector<StoredCase>& cases) {
    if (cases.size() > 1) refuse(sql, "refused cards go back one by one, each in an envelope with a number of its own");
}

void must_go(Sql& sql, const Bag& bag, Level from, Level to) {
    const auto next = next_level(bag);
    if (!next)
        refuse(sql, fmt::format("bag {}: came home and was opened; its cards are handed out one by one", bag.number));
    else if (bag.at != from)
        refuse(sql, fmt::format("bag {}: is at the {}, not at the {}", bag.number, name(bag.at), name(from)));
    else if (to != *next)
        refuse(sql, fmt::format("bag {}: goes from the {} to the {} now, not to the {}", bag.number, name(from), name(*next),
                                name(to)));
}

Error bag_number_taken(const std::string& number) {
    return refused(fmt::format("bag {}: that number is in use already, for other cards", number));
}

}  // namespace kiosk
