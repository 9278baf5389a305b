#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/ledger/custody_run.h"
#include "kiosk/ledger/custody_store.h"

// What may follow what, and what comes of it: for what this machine's people tell and for what another office told. Within a
// transaction.
namespace kiosk {

Result<StoredBag> stored_bag(sqlite3& db, const std::string& number);  // not_found
// The bag that these cards are for, by the stages and places of their cases. refused.
Result<Bag> bag_for(sqlite3& db, const std::vector<StoredCase>& cases, const std::string& number);
Bag before_move(Bag bag, Level from, Level to);                   // as it was with those who handed it over
Status in_no_bag(sqlite3& db, const StoredCase& one);             // else refused
Status envelope_is_free(sqlite3& db, const std::string& number);  // likewise
Error bag_number_taken(const std::string& number);
std::optional<Error> wrong_way(const Bag& bag, Level from, Level to);  // why the bag cannot go from one to the other
Result<LogRow> row_of_closing(sqlite3& db, const ToldEvent& told);     // of the event whose problem it closes; refused

// What the ledger has in the bag when it is handed over: how many, and which an import has refused at the maker.
Result<ToldEvent> with_list(sqlite3& db, const StoredBag& stored, ToldEvent told);

// Each into the tables; its row in the log. What is told fits.
Result<std::int64_t> write_packing(sqlite3& db, const ToldEvent& told, const std::vector<StoredCase>& cases, const Bag& bag);
Result<std::int64_t> write_hand_over(const CustodyTarget& target, const ToldEvent& told, StoredBag stored);
Result<std::int64_t> write_refusal(sqlite3& db, const ToldEvent& told, const StoredCase& stored);
Result<std::int64_t> write_hand_out(sqlite3& db, const ToldEvent& told, const StoredCase& stored);
Result<std::int64_t> write_closing(const CustodyTarget& target, const ToldEvent& told, const LogRow& about);

// By the rules and the log alone: what the cases say now may be younger. Errors: refused, not_found, malformed; something
// may have been written then.
Result<std::int64_t> enact(const CustodyTarget& target, const ToldEvent& told);
// What the rules forbid and was told all the same: a row with a verdict, and a problem.
Result<std::int64_t> keep_forbidden(const CustodyTarget& target, const ToldEvent& told, const std::string& verdict);
std::string told_otherwise(const CustodyEvent& first);  // the verdict on a hand-over with other counts

// How closings name the event whose problem they close.
std::string problem_name(const LogRow& row);

}  // namespace kiosk
