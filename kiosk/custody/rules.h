#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/log.h"

// Which event may follow which. The rules read the bags, the log and the cases, and write nothing. They are the same for an
// event that people enter at this machine and for an event of another office. Within a transaction, which fails (refused,
// not_found) when a rule is broken.
namespace kiosk {

inline Error refused(std::string why) { return {Fault::refused, std::move(why)}; }
inline void refuse(Sql& sql, std::string why) { sql.fail(refused(std::move(why))); }

// Where a card of that stage is if it is in no bag; nullopt: the card is not on its way.
std::optional<Bag> whereabouts(const ProblemPlace& whose, Stage stage);
StoredCase known_case(Sql& sql, const std::string& key);   // not_found
StoredBag known_bag(Sql& sql, const std::string& number);  // not_found
// The bag into which these cards belong, by the stages and places of their cases.
Bag bag_for(Sql& sql, const std::vector<StoredCase>& cases, const std::string& number);
Bag before_move(Bag bag, Level from, Level to);  // as it was with those who handed it over

void must_be_in_no_bag(Sql& sql, const StoredCase& one);
void must_be_free(Sql& sql, const std::string& envelope);
void must_be_alone(Sql& sql, const std::vector<StoredCase>& cases);  // refused cards go back one by one
void must_go(Sql& sql, const Bag& bag, Level from, Level to);        // next, and from there

Error bag_number_taken(const std::string& number);

}  // namespace kiosk
