#pragma once

#include <chrono>
#include <optional>

#include "kiosk/policy/policy.h"
#include "kiosk/visit/state.h"

// For whom the visit waits, and how long. What the city may change (asking, leaving) is in the policy.
namespace kiosk {

namespace timing {

using namespace std::chrono_literals;

inline constexpr auto reading = 10s;              // the reader's own watchdog is faster; this is for a reader that forgot us
inline constexpr auto platform = 40s;             // longer than any configured patience: for a resolver that forgot us
inline constexpr auto ledger = 8s;                // then "out of order": a senior does not wait longer for a blank page
inline constexpr auto printing = 60s;             // then the outcome is unknown; the printer's driver gives up earlier
inline constexpr auto staff = 300s;               // a call for staff keeps the page that long
inline constexpr auto staff_ring = 10s;           // and rings so often
inline constexpr auto staff_late = 60s;           // then it is said that nobody has come
inline constexpr auto staff_late_ring = 30s;      // and it rings so often
inline constexpr auto first_pause = 5s;           // after too many wrong numbers; it doubles with each
inline constexpr auto longest_pause = 300s;       // so an hour is worth a dozen guesses
inline constexpr auto guesses_forgotten = 1800s;  // without one
inline constexpr auto card_reminder = 10s;        // a card that was left is spoken of so often
inline constexpr auto forgotten_reminder = 60s;   // and so often once it is the staff's
inline constexpr auto longest_speech = 180s;      // a voice that never ends keeps no page for ever
inline constexpr auto longest_reading = 180s;     // nor does a page that is very long
inline constexpr auto countdown_step = 1s;        // the "are you still there?" page counts in these

}  // namespace timing

inline constexpr int guesses_a_visit = 6;
inline constexpr int guesses_without_pause = 2;                 // anyone may mistype
bool typing_is_over(const State& state);                        // for this visit
std::optional<Steady> typing_paused_until(const State& state);  // nullopt: what is typed may be looked up
// When the oldest ticket that was given without a card no longer counts, as far as so many were given; else nullopt.
std::optional<Steady> no_cardless_ticket_before(const State& state, const Policy& policy);

bool may_idle(const State& state);  // nobody need be asked whether they are still there
// From `idle_since` until they are; longer the more there is to read.
std::chrono::seconds patience(const State& state, const Policy& policy);
Steady idle_since(const State& state);  // the last touch, or the latest moment at which something was being said

bool is_spoken(const State& state, const Policy& policy);  // the page
// When the device that the phase waits for is given up; nullopt: it waits for none.
std::optional<Steady> awaited_until(const State& state);

// Whether a code may be held up now. A camera is open only while it is asked for: else it would watch an empty hall.
enum class CodeWish : std::uint8_t { none, welcome, asked };
CodeWish code_wish(const State& state);

}  // namespace kiosk
