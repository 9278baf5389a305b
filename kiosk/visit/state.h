#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "kiosk/base/fault.h"
#include "kiosk/base/language.h"
#include "kiosk/base/moment.h"
#include "kiosk/card/eligibility.h"
#include "kiosk/case/case.h"
#include "kiosk/case/errand.h"
#include "kiosk/code/payload.h"
#include "kiosk/queue/request.h"
#include "kiosk/queue/ticket.h"
#include "kiosk/visit/event.h"

// Everything that the screens show, as values. `visit.cpp` alone changes it.
namespace kiosk {

// Why the person is asked for a card.
enum class Purpose : std::uint8_t { where_is_my_card, card_came_back, can_it_be_upgraded };

// What may be kept of a card once it has been looked up: nothing that shows whose it is.
struct CardSummary {
    Verdict verdict = Verdict::unknown;
    std::string last4;  // of the transit number; may be empty
    Bilingual place{};  // where it is from, if the verdict says that; else empty
    bool operator==(const CardSummary&) const = default;
};

// Where the paper of this page is.
enum class Paper : std::uint8_t { none, printing, printed, not_printed, unknown };
struct PaperState {
    Paper paper = Paper::none;
    std::string job;  // the one that is awaited
    Steady since{};
    std::optional<Fault> fault;  // why not
    int papers = 0;              // of the same, that came out or may have come out
    bool operator==(const PaperState&) const = default;
};
constexpr int most_papers = 3;        // the first, and twice again; then the staff are asked
constexpr int slips_until_offer = 2;  // then the likely button is offered as a large one
constexpr bool may_print(const PaperState& state) { return state.paper != Paper::printing && state.papers < most_papers; }

// Why a code that was held up opens nothing. First what is wrong with one of ours, then whose it is.
enum class CodeAnswer : std::uint8_t {
    damaged,
    later_version,
    untrusted,  // made up, altered, of nobody we know, or of a stolen key: not to be believed
    not_yet,
    expired,
    other_hall,  // a ticket of another hall
    used_up,     // a ticket that was called already
    no_ticket,   // properly signed, but the ledger does not know it
    no_case,     // likewise
    bag,         // a bag's label: for the staff
    bus,
    payment,
    web_address,
    opaque,  // anything else
    // what the platform said of somebody else's
    no_card,  // no case of that person, or the platform does not know them
    used_code,
    platform_away,
    platform_silent,  // the code may be used up now
    platform_refuses,
};
constexpr int code_answers = 19;

// ---- the phases of a visit: one screen each
struct Home : Bare {};
struct PresentCard {  // "put your card here", or type
    Purpose purpose = Purpose::where_is_my_card;
    std::optional<Fault> fault;  // what was wrong with the last card
    bool operator==(const PresentCard&) const = default;
};
struct ReadingCard {  // keep it there
    Purpose purpose = Purpose::where_is_my_card;
    Steady since{};
    bool operator==(const ReadingCard&) const = default;
};
struct LookingUp {
    Purpose purpose = Purpose::where_is_my_card;
    int query = 0;
    std::optional<CardSummary> card;  // nullopt: it was typed, or a code was held up
    Steady since{};
    std::optional<CodeAnswer> if_none = std::nullopt;  // of a code: what is said if nothing is found
    bool operator==(const LookingUp&) const = default;
};
struct AskingPlatform {  // about somebody else's code
    int query = 0;
    Steady since{};
    bool operator==(const AskingPlatform&) const = default;
};
struct PresentCode {  // "hold the code up": the camera is open, and what it sees is shown
    std::optional<CodeObstacle> obstacle;
    bool operator==(const PresentCode&) const = default;
};
struct Typing {
    Purpose purpose = Purpose::where_is_my_card;
    std::string id_tail6, card_last4;  // as typed so far; the first fills up first
    enum class Problem : std::uint8_t { none, not_found, several } problem = Problem::none;
    bool operator==(const Typing&) const = default;
};
struct ShowingCase {  // the way of the card
    CaseView found;
    PaperState slip;
    bool operator==(const ShowingCase&) const = default;
};
struct CardCameBack {  // why, what to bring, the priority ticket
    CaseView found;
    PaperState slip;
    bool operator==(const CardCameBack&) const = default;
};
struct ShowingVerdict {  // a card without a case
    CardSummary card;
    Purpose purpose = Purpose::can_it_be_upgraded;
    bool operator==(const ShowingVerdict&) const = default;
};
struct ShowingCodeAnswer {  // a code that opens nothing
    CodeAnswer answer = CodeAnswer::opaque;
    bool operator==(const ShowingCodeAnswer&) const = default;
};
struct ChoosingService : Bare {};
struct ChoosingHelp : Bare {};
struct ShowingNewCard {  // how one gets it
    PaperState slip;
    bool operator==(const ShowingNewCard&) const = default;
};
struct ShowingScenarios {  // what the social security card is good for
    std::size_t group = 0;
    PaperState slip;
    bool operator==(const ShowingScenarios&) const = default;
};
struct ShowingErrand {  // all cards of somebody who has several: State::errand
    PaperState slip;
    bool operator==(const ShowingErrand&) const = default;
};
struct AnotherTicket {  // one without a card was given a moment ago: for whom is this one?
    std::string service;
    std::optional<Steady> not_before;  // set: so many were given that there is none before
    bool operator==(const AnotherTicket&) const = default;
};
struct IssuingTicket {
    int query = 0;
    TicketRequest request;
    std::optional<CaseView> found;  // the case it is for
    Steady since{};
    bool operator==(const IssuingTicket&) const = default;
};
struct ShowingTicket {
    IssuedTicket issued;
    PaperState paper;
    std::optional<CaseView> found;
    bool operator==(const ShowingTicket&) const = default;
};
struct NoTicketToday {  // closed, or all given out
    NoTicket why = NoTicket::closed;
    bool operator==(const NoTicketToday&) const = default;
};
struct TakeYourCard {  // the visit is over, but a card lies on the reader
    Steady since{}, remind_at{};
    int reminders = 0;       // that were given, each louder than the one before
    bool forgotten = false;  // for so long that nobody comes back for it: it is the staff's now
    bool operator==(const TakeYourCard&) const = default;
};
struct OutOfOrder {  // the ledger: nothing can be answered; the clock: no ticket can be given
    Fault fault = Fault::ledger_unreadable;
    bool operator==(const OutOfOrder&) const = default;
};

using Phase =
    std::variant<Home, PresentCard, ReadingCard, PresentCode, AskingPlatform, LookingUp, Typing, ShowingCase, CardCameBack,
                 ShowingVerdict, ShowingCodeAnswer, ShowingErrand, ChoosingService, ChoosingHelp, ShowingNewCard,
                 ShowingScenarios, AnotherTicket, IssuingTicket, ShowingTicket, NoTicketToday, TakeYourCard, OutOfOrder>;

// The paper that a phase's page offers besides a ticket; nullptr: none.
template <class AnyPhase>
auto slip_of(AnyPhase& phase) {
    using Slip = std::conditional_t<std::is_const_v<AnyPhase>, const PaperState, PaperState>;
    return std::visit(
        [](auto& one) -> Slip* {
            if constexpr (requires { one.slip; })
                return &one.slip;
            else
                return nullptr;
        },
        phase);
}

std::string_view name(const Phase& phase);  // "showing_case": for the log and the tests

// What is known of the machine, whoever stands before it.
struct Devices {
    std::optional<Fault> reader, printer, ledger, scanner, clock;  // nullopt: ready, or has not spoken yet
    bool card_present = false;
    bool headphones = false;
    bool silent = false;                   // whatever is spoken, nobody hears it
    std::optional<Steady> speaking_since;  // nullopt: nothing is being said
    bool operator==(const Devices&) const = default;
};
using DeviceFault = std::pair<std::string_view, std::optional<Fault>>;
std::array<DeviceFault, 5> faults_of(const Devices& devices);  // by what logs and alerts call each

inline std::optional<Fault> no_tickets(const Devices& devices) { return devices.ledger ? devices.ledger : devices.clock; }

// A ticket on its way through the printer. It outlives the page: what became of the paper is always recorded.
struct TicketInPrint {
    std::string job;
    IssuedTicket issued;
    Language language = Language::chinese;
    bool operator==(const TicketInPrint&) const = default;
};

// Somebody before the kiosk wants the staff.
struct StaffCall {
    Steady since{}, ring_at{};  // the next time that it rings
    bool late = false;          // nobody has come for so long that the person is told what else to do
    bool operator==(const StaffCall&) const = default;
};

// Pairs of numbers that fitted nobody, or several: whoever guesses is made to wait, whichever visit it is.
struct Guesses {
    int in_visit = 0, lately = 0;  // `lately`: on this terminal, until there was none for timing::guesses_forgotten
    Steady last{};
    bool operator==(const Guesses&) const = default;
};

// How many papers of a ticket came out or may have come out, since the program's start.
struct TicketPapers {
    Date day{};
    char terminal = 'A';
    int number = 0;
    int papers = 0;
    bool operator==(const TicketPapers&) const = default;
};

struct State {
    Phase phase = Home{};
    Language language = Language::chinese;
    Devices devices;
    Moment now;  // of the last event; a clock that cannot be right is replaced by the latest time that is known
    std::optional<KnownTime> known_time;  // nullopt: the clock is believed
    Steady last_touch{};                  // or card; idle is counted from here
    std::optional<Steady> wipe_at;        // set: "are you still there?" lies over the phase until then
    std::optional<StaffCall> staff_call;  // lies over the phase until StaffCame
    std::optional<bool> aloud;            // whether pages are spoken, as the person chose; nullopt: has not chosen
    bool dark = false;                    // the screen shows nothing, as the person chose
    Appearance appearance{};              // as the person chose
    int part = 0;                         // of the phase's page, where that has several
    int slips = 0;                        // presses of this page that ended beside their button, one after another
    int page_length = 0;                  // in characters: whoever reads much needs longer
    Menu menu = Menu::none;               // lies over the phase
    HallId hall{};                        // where this kiosk stands
    bool has_camera = false;              // codes are held up to one; it must be opened first
    bool has_voice = false;               // this kiosk may make sounds
    bool has_pager = false;               // staff elsewhere can be told that they are wanted
    std::vector<ForeignCode> forwarded;   // codes of others that a platform is asked about
    std::string session;                  // random, new at each start of the program
    int visit = 0;                        // counts visits since start
    int query = 0;                        // last number given to a look-up or a ticket
    int job = 0;                          // last number given to a print job
    std::optional<Wall> as_of;            // of the last look-up's answer, if the copy it came from is old
    std::vector<TicketInPrint> in_print;
    Guesses guesses;
    bool card_read = false;            // in this visit, one that names its holder
    std::vector<ErrandCard> errand;    // of somebody who has several cards: those before this one
    std::string answered;              // in this visit, last: a case's key, or a kind of card and its last digits
    bool another_card = false;         // than the answer before: whose that was is said
    std::vector<Steady> cardless;      // when tickets were given without one, within policy.cardless_minutes
    std::vector<TicketPapers> papers;  // of one day
    bool operator==(const State&) const = default;
};

}  // namespace kiosk
