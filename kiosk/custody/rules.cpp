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

Error one_by_one() { return refused("refused cards go back one by one, each in an envelope with a number of its own"); }

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

Result<StoredBag> stored_bag(sqlite3& db, const std::string& number) {
    auto found = find_bag(db, number);
    if (!found) return found.error();
    if (!*found)
        return Error{Fault::not_found, fmt::format("bag {}: the ledger does not know it; it was never packed", number)};
    return **std::move(found);
}

Result<Bag> bag_for(sqlite3& db, const std::vector<StoredCase>& cases, const std::string& number) {
    std::optional<Bag> bag;
    for (const auto& one : cases) {
        const auto& view = one.record.view;
        if (const auto free = in_no_bag(db, one); !free) return free.error();
        const auto here = whereabouts({view.district, view.street, view.community}, view.stage);
        if (!here) return refused(fmt::format("case {}: is {}, so its card cannot be packed", view.key, name(view.stage)));
        if (bag && !same_place(*bag, *here))
            return refused(
                fmt::format("case {}: its card is not of the same community and at the same place as that of {}; "
                            "a bag holds the cards of one",
                            view.key, cases.front().record.view.key));
        bag = here;
    }
    if (bag->envelope && cases.size() > 1) return one_by_one();
    bag->number = number;
    return *std::move(bag);
}

Bag before_move(Bag bag, Level from, Level to) {
    bag.at = from;
    bag.homeward = from != Level::maker && to < from;
    return bag;
}

Status in_no_bag(sqlite3& db, const StoredCase& one) {
    const auto in = bag_of_case(db, one.id);
    if (!in) return in.error();
    if (*in) return refused(fmt::format("case {}: its card is in bag {} already", one.record.view.key, **in));
    return Done{};
}

Status envelope_is_free(sqlite3& db, const std::string& number) {
    const auto taken = find_bag(db, number);
    if (!taken) return taken.error();
    if (*taken) return refused(fmt::format("envelope {}: that number is in use already", number));
    return Done{};
}

Error bag_number_taken(const std::string& number) {
    return refused(fmt::format("bag {}: that number is in use already, for other cards", number));
}

std::optional<Error> wrong_way(const Bag& bag, Level from, Level to) {
    const auto next = next_level(bag);
    if (!next)
        return refused(fmt::format("bag {}: came home and was opened; its cards are handed out one by one", bag.number));
    if (bag.at != from)
        return refused(fmt::format("bag {}: is at the {}, not at the {}", bag.number, name(bag.at), name(from)));
    if (to != *next)
        return refused(fmt::format("bag {}: goes from the {} to the {} now, not to the {}", bag.number, name(from),
                                   name(*next), name(to)));
    return std::nullopt;
}

}  // namespace kiosk
