#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/base/result.h"
#include "kiosk/card/eligibility.h"
#include "kiosk/policy/scenarios.h"

namespace kiosk {

// One of the things the counter does. `id` is what ledger and code use; the words are the city's.
struct Service {
    std::string id;
    Bilingual name;
    int daily_limit = 0;  // tickets a day in one hall; 0: no limit
    bool operator==(const Service&) const = default;
};

// When tickets are given out. Several of them on one weekday: morning and afternoon.
struct Opening {
    std::chrono::weekday day;
    std::chrono::minutes from{0}, to{0};  // since midnight, hall time; `to` is the first minute closed
    bool operator==(const Opening&) const = default;
};

struct RefusalReason {
    std::string code;      // as the ledger and the import file name it
    Bilingual words;       // why the card came back, said to the person
    Bilingual bring;       // what to bring, what to do
    bool priority = true;  // second trip through no fault of theirs: a priority ticket
    bool operator==(const RefusalReason&) const = default;
};

struct Place {
    struct Position {
        double north = 0, east = 0;  // degrees
        bool operator==(const Position&) const = default;
    };
    Bilingual name;
    Bilingual address;
    std::optional<Position> position = std::nullopt;
    bool operator==(const Place&) const = default;
};
// The hall's own first (that of this name; else the first), then the nearest to it; those of which no position is known
// come last, as they stand in the file.
std::vector<Place> near_first(std::vector<Place> places, std::string_view hall);

// How an old card becomes a new one. Each sentence stands for itself.
struct NewCard {
    std::vector<Bilingual> who;    // may hand in
    std::vector<Bilingual> bring;  // one thing each
    Bilingual where;               // before the places
    Bilingual cost;
    std::vector<Bilingual> other_ways;
    bool operator==(const NewCard&) const = default;
};

struct Period {
    Bilingual name;
    Date from{}, to{};  // both included
    bool operator==(const Period&) const = default;
};

// Everything that a city could change. Read once at start; a city edits the file, never the program.
struct Policy {
    Bilingual district;
    std::chrono::minutes utc_offset{480};
    int promise_days = 10;  // from the day of hand-in until the card is back
    // A day of the daily report ends here, hall time: what comes later belongs to the next day's.
    std::chrono::minutes cut_off{17 * 60 + 30};
    std::chrono::minutes report_due{19 * 60};
    int yuan_per_card = 1;  // what a community is paid
    std::vector<Period> periods;
    std::optional<Date> old_cards_end;  // the first day on which old cards no longer ride
    std::vector<Opening> hours;
    std::vector<Date> closed_days;
    std::vector<Service> services;    // in the order they are shown
    std::string priority_service;     // id of the service of priority tickets; nobody chooses it at the counter button
    int priorities_per_ordinary = 2;  // after so many priority tickets one ordinary ticket is called
    Bilingual queue_rule;             // that rule in one sentence; "{}" stands for the number
    std::vector<RefusalReason> refusals;
    std::vector<Place> places;    // service points; the first is the hall's own if the site names none
    std::vector<Issuer> issuers;  // whose cards are this city's
    std::string social_area;      // how the area of this city's social cards begins (GB/T 2260); empty: of every area
    std::string issuers_file;     // where other cities' cards are named; empty: assets/issuers.toml
    Directory directory;          // what that file says; load_policy fills it in
    std::string scenarios_file;   // what a social security card is good for; empty: no page about it
    Scenarios scenarios;          // what that file says; load_policy fills it in
    Bilingual late_advice;        // what to do when the promised day has passed
    Bilingual upgrade_how;        // how and where an old card is handed in
    std::optional<NewCard> new_card;
    Bilingual hotline;
    // Of tickets without a card: one within so many minutes of another only for another person, and no more than so many.
    std::chrono::minutes cardless_minutes{3};
    int cardless_tickets = 6;
    int errand_cards = 10;  // of one person who has several with them, on one paper and one ticket; 1: each by itself
    // A clock that says a time so long before the latest known one, or so long after it, is not believed.
    std::chrono::minutes clock_back{15};
    std::chrono::days clock_ahead{90};
    std::chrono::seconds idle_ask{60};    // nothing touched for so long: "are you still there?"
    std::chrono::seconds idle_read{30};   // longer by so much for every 100 characters of the page
    std::chrono::seconds idle_leave{30};  // then so long until everything is wiped
    struct Voice {
        int words_a_minute = 120;     // 80 to 220; recordings have their own pace
        bool says_yao = true;         // 1 among digits said singly: yao1; else yi1
        bool speaks_unasked = false;  // every page, without a press on "listen"
        bool operator==(const Voice&) const = default;
    } voice;

    const Service* service(std::string_view id) const;
    // The reason for `code`; for a code that the policy does not know, its entry "other".
    const RefusalReason* refusal(std::string_view code) const;
    CardRules card_rules(Date today) const { return {issuers, social_area, directory, today}; }
    Date promised_by(Date handed_in) const { return plus_days(handed_in, promise_days); }
    bool is_open(const LocalTime& at) const;
    Wall report_end(Date day) const { return std::chrono::sys_days{day} + cut_off - utc_offset; }  // the first moment after
    // When the hall next begins to give tickets out, at or after `at`, within 14 days. While it is open: the opening
    // after this one.
    std::optional<LocalTime> next_opening(const LocalTime& at) const;

    bool operator==(const Policy&) const = default;
};

inline bool gives_help(const Policy& policy) { return policy.new_card || !policy.scenarios.groups.empty(); }

// What only the city can know is required: district, hours, services, priority_service, queue_rule, refusals, issuers,
// late_advice, upgrade_how, hotline. The rest has the defaults above. A wrong key, type or value is refused with
// "file:line: what was expected". Errors: malformed; load_policy, which also loads the files that it names, not_found.
Result<Policy> parse_policy(std::string_view toml, std::string_view file_name);
Result<Policy> load_policy(const std::string& path);

// It lies beside the policy, or else among those that come with the program, as a copied policy should go on to work. Empty:
// the policy names none.
std::string scenarios_path(const Policy& policy, const std::string& policy_file);

}  // namespace kiosk
