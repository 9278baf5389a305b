#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"
#include "kiosk/case/case.h"
#include "kiosk/case/report.h"
#include "kiosk/policy/policy.h"

namespace kiosk {

// Who holds a bag, in the order of the way to the maker.
enum class Level : std::uint8_t { community, street, district, maker };
std::string_view name(Level level);
std::optional<Level> parse_level(std::string_view name);

// One side of a hand-over.
struct Party {
    Level level = Level::community;
    std::string name;  // of that street and so on; empty: whichever the bag belongs to
    bool operator==(const Party&) const = default;
};
Result<Party> parse_party(std::string_view text);  // "street", "street:NAME"; malformed

// A sealed bag of one community's cards, or the envelope in which one refused card goes back alone.
struct Bag {
    std::string number;  // as on its label
    bool envelope = false;
    std::string district, street, community;  // whose cards are in it
    Level at = Level::community;
    bool homeward = false;  // has been at the maker
    int cards = 0;          // in it, by the ledger
    // It came home: opened, its cards are with the community one by one.
    bool opened() const { return homeward && at == Level::community; }
    bool operator==(const Bag&) const = default;
};
// To whom it goes next; nullopt: it is opened.
std::optional<Level> next_level(const Bag& bag);
// What follows for the cards in it.
Stage stage_in(const Bag& bag);

// What people enter. `who`: the sign of the member of staff who enters it. Bag numbers and case keys in any spelling that a
// scanner or a hand gives.
struct Packing {
    std::string bag;
    std::vector<std::string> case_keys;  // all at the same place on their way, of one community
    std::string who;
};
struct HandOver {
    std::string bag;
    Party from, to;
    int given = 0, taken = 0;  // cards, as both sides counted them
    std::string who;
};
struct Refusal {
    std::string case_key;
    std::string reason;    // a RefusalReason::code of the policy
    std::string envelope;  // number of the one that the old card goes back in
    std::string who;
};
struct HandOut {  // to the senior
    std::string case_key;
    std::string who;
};

struct Closing {  // of a problem
    std::int64_t problem = 0;
    std::string reason, who;
    // Cases whose cards were not in the bag when it was handed over: they are taken off its list and are where it came from.
    std::vector<std::string> left_behind;
};

struct CustodyAnswer {
    bool entered_before = false;          // and nothing was changed now
    std::optional<std::int64_t> problem;  // the counts do not match, or another office entered other ones: its number, or 0
    std::string against;                  // what another office entered of it before, if it was something else
    std::optional<Bag> bag;               // as it is now; nullopt for HandOut
    Stage stage = Stage::collected;       // of its cards, or of the card
};

enum class CustodyKind : std::uint8_t { packed, handed_over, refused, handed_out, left_behind, closed };
std::string_view name(CustodyKind kind);
std::optional<CustodyKind> parse_kind(std::string_view name);

// One line of the log of custody. Nothing in it is ever changed.
struct CustodyEvent {
    // Grows; gives the order whatever the clock did. Where offices share their custody it is the same number at each of
    // them, and 0 until the event is sent to them.
    std::int64_t id = 0;
    CustodyKind kind = CustodyKind::packed;
    Wall at{};
    std::string who, bag, case_key;                    // case_key: of refused, handed_out, left_behind
    std::optional<Level> from, to;                     // of handed_over, left_behind
    std::optional<std::int64_t> given, taken, listed;  // listed: by the ledger
    std::optional<std::int64_t> problem;
    std::string reason;  // of refused, closed
    std::string
        verdict;      // why the rules forbid it: somebody entered it all the same, and nothing followed from it; else empty
    bool own = true;  // entered on this machine
    bool operator==(const CustodyEvent&) const = default;
};

// Counts that did not match, or two offices that entered what cannot both be. It stays open until a person closes it with a
// reason.
struct Problem {
    std::int64_t number = 0;  // as CustodyEvent::id where offices share: 0 until it is sent to them
    CustodyEvent event;
    std::string district, street, community;
    std::optional<Wall> closed_at;
    std::string closed_by, reason;
    bool operator==(const Problem&) const = default;
};

// Bags and single cards from hand to hand. Every change is one transaction, committed when it returns, and entered twice it
// is one: what was entered before is answered as it was then. Not while an import is at work (ledger_locked). Errors besides
// the ledger's: malformed (what is entered is none), not_found (no such bag, case, problem), refused (a rule forbids it);
// nothing is changed then.
class Custody {
public:
    virtual ~Custody() = default;

    virtual Result<CustodyAnswer> pack(const Packing& packing, Wall now) = 0;
    virtual Result<CustodyAnswer> hand_over(const HandOver& hand_over, Wall now) = 0;
    // The card stays at the maker in its envelope until that is handed over.
    virtual Result<CustodyAnswer> refuse_card(const Refusal& refusal, const Policy& policy, Wall now) = 0;
    virtual Result<CustodyAnswer> hand_out(const HandOut& hand_out, Wall now) = 0;
    // refused: it is closed already.
    virtual Result<Problem> close_problem(const Closing& closing, Wall now) = 0;

    virtual Result<Bag> bag(const std::string& number) = 0;
    virtual Result<std::vector<Problem>> problems(bool closed_too) = 0;  // oldest first
    // In their order; `from` included, `to` not.
    virtual Status each_event(Wall from, Wall to, const std::function<Status(const CustodyEvent&)>& use) = 0;
    virtual Result<DailyReport> report(Date day, const Policy& policy) = 0;
};

}  // namespace kiosk
