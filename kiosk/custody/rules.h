#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/custody/bags.h"
#include "kiosk/custody/log.h"

// Which event may follow which. The rules read the bags, the log and the cases, and write nothing. They are the same for an
// event that people enter at this machine and for an event of another office. Within a transaction.
namespace kiosk {

// Where a card of that stage is if it is in no bag; nullopt: the card is not on its way.
std::optional<Bag> whereabouts(const ProblemPlace& whose, Stage stage);
Result<StoredBag> stored_bag(sqlite3& db, const std::string& number);  // not_found
// The bag into which these cards belong, by the stages and places of their cases. Error: refused.
Result<Bag> bag_for(sqlite3& db, const std::vector<StoredCase>& cases, const std::string& number);
Bag before_move(Bag bag, Level from, Level to);                   // as it was with those who handed it over
Status in_no_bag(sqlite3& db, const StoredCase& one);             // else refused
Status envelope_is_free(sqlite3& db, const std::string& number);  // likewise
Error bag_number_taken(const std::string& number);
Error one_by_one();                                                    // refused cards that are to go back together
std::optional<Error> wrong_way(const Bag& bag, Level from, Level to);  // why the bag cannot go from one to the other

}  // namespace kiosk
