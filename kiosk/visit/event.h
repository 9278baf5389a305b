#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/appearance.h"
#include "kiosk/base/code_obstacle.h"
#include "kiosk/base/fault.h"
#include "kiosk/base/language.h"
#include "kiosk/base/platform_trouble.h"
#include "kiosk/base/print_outcome.h"
#include "kiosk/base/private_bytes.h"
#include "kiosk/base/result.h"
#include "kiosk/card/card.h"
#include "kiosk/case/case.h"
#include "kiosk/code/foreign.h"
#include "kiosk/code/own_code.h"
#include "kiosk/policy/clock_rule.h"
#include "kiosk/queue/request.h"

namespace kiosk {

// What hw reports comes in words of its own; kiosk/terminal/device_events.h makes these of it.
// ---- from the card reader
struct ReaderReady {};  // a reader is there and answers
struct ReaderFailed {   // until ReaderReady
    Fault fault;        // reader_absent, reader_service_gone, reader_forbidden, reader_silent, reader_busy
};
struct CardInserted {};  // something lies on the reader; it is being read
struct CardIdentified {  // follows CardInserted
    Card card;
};
struct CardFailed {  // likewise: it could not be read
    Fault fault;     // card_unresponsive, card_endless, card_removed_early, reader_busy, several_cards
};
struct CardRemoved {};

// ---- from the code scanner
struct ScannerReady {};  // it is there and answers
struct ScannerFailed {   // until ScannerReady
    Fault fault;         // scanner_absent, scanner_silent
};
struct CodeSeen {        // only while a code is wanted; the same one once in a visit
    PrivateBytes bytes;  // exactly as coded: maybe no text
    int visit = 0;       // for which it was wanted
};
struct CodeTrouble {                       // when it changes, a few times a second at most
    std::optional<CodeObstacle> obstacle;  // nullopt: it is gone
};
// CodeSeen as the loop reads it by kiosk/code: one of ours that is good, one of ours that is not, somebody else's.
struct CodeRead {
    std::variant<GoodCode, CodeFault, ForeignCode> code;
    PrivateBytes bytes = {};  // of somebody else's
    int visit = 0;
};

// ---- from the platform that knows somebody else's codes
struct CodeResolved {  // answers ResolveCode
    int query = 0;
    std::variant<CaseQuery, PlatformTrouble> answer;
    std::string detail = {};  // of away, lost and refused: for the log
};

// ---- from the printer
struct PrinterReady {};
struct PrinterFailed {  // until PrinterReady
    Fault fault;
};
struct PrintFinished {
    std::string job;
    PrintOutcome outcome;
    std::optional<Fault> fault;
};

// ---- from the ledger
// Answers LookUp with the same number. `ticket`: the one issued today for the first of the cases.
struct CasesFound {
    int query = 0;
    Result<std::vector<CaseView>> cases;
    std::optional<IssuedTicket> ticket = std::nullopt;
    std::optional<Wall> as_of = std::nullopt;  // set: the copy that answered is no newer, the line is down
};
struct TicketReady {  // answers IssueTicket
    int query = 0;
    Result<TicketAnswer> answer;
    std::optional<Wall> as_of = std::nullopt;  // as above: who else waits is known up to then
};
struct TicketFound {  // answers FindTicket; nullopt: it was never issued
    int query = 0;
    Result<std::optional<IssuedTicket>> ticket;
    std::optional<Wall> as_of = std::nullopt;
};
struct PaperBegun {  // answers BeginPaper
    std::string job;
};
struct LedgerReady {};
struct LedgerFailed {
    Fault fault;
};
// ---- from the voice
struct VoiceChanged {
    bool silent = false;    // nothing can be heard: no sound device, or it does not answer
    bool speaking = false;  // a sentence is being said, or the next one waits
};
struct HeadphonesChanged {
    bool in = false;
};
struct TimeKnown {  // when it has changed, or when the clock has
    KnownTime known;
};

// ---- from the person: what a press of a button means
struct Bare {  // holds nothing, so that any two are equal
    bool operator==(const Bare&) const = default;
};
struct ChooseWhereIsMyCard : Bare {};
struct ChooseCardCameBack : Bare {};
struct ChooseCanItBeUpgraded : Bare {};
struct ChooseCounter : Bare {};
struct ChooseService {
    std::string id;
    bool operator==(const ChooseService&) const = default;
};
struct ChooseHelp : Bare {};     // to ask something
struct ChooseNewCard : Bare {};  // how one gets it
struct ChooseScenarios {         // what the social security card is good for
    std::size_t group = 0;       // of the policy's
    bool operator==(const ChooseScenarios&) const = default;
};
struct ForAnother : Bare {};  // the ticket is for somebody who has none yet
struct ChooseTyping : Bare {};
struct ChooseShowCode : Bare {};  // a paper with a code is at hand
struct TypeCharacter {
    char character;  // 0-9 or X
    bool operator==(const TypeCharacter&) const = default;
};
struct EraseCharacter : Bare {};
struct SubmitTyping : Bare {};
struct TakePriorityTicket : Bare {};
struct PrintSlip : Bare {};
struct PrintAgain : Bare {};
struct ShowWay : Bare {};     // from the reason back to the card's way
struct NextCard : Bare {};    // they have another one with them
struct ShowErrand : Bare {};  // those were all
struct GoBack : Bare {};
struct FinishVisit : Bare {};  // "done": wipe and go home
struct CallStaff : Bare {};
struct StaffCame : Bare {};  // puts the call away
struct MoreTime : Bare {};
struct SwitchLanguage {
    Language to;
    bool operator==(const SwitchLanguage&) const = default;
};

struct Listen : Bare {};         // this page is spoken from its beginning, and from now on each that comes
struct StopListening : Bare {};  // no page is spoken any more unless it is asked for
struct AdjustVoice {
    enum class How : std::uint8_t { louder, quieter, faster, slower, pause } how;  // `pause` again: it goes on
    bool operator==(const AdjustVoice&) const = default;
};
struct DarkenScreen : Bare {};  // with headphones only: nobody can read over a shoulder
struct LightScreen : Bare {};
// A choice of how the page is presented, over the page.
enum class Menu : std::uint8_t { none, voice, darkness, keys, appearance };
struct OpenMenu {
    Menu menu = Menu::none;  // none: closes the one that is open
    bool operator==(const OpenMenu&) const = default;
};

struct ChangeText {
    TextSize to = TextSize::standard;
    bool operator==(const ChangeText&) const = default;
};
struct ChangeLook {
    Look to = Look::usual;
    bool operator==(const ChangeLook&) const = default;
};
struct MoveWithinReach {
    bool low = false;
    bool operator==(const MoveWithinReach&) const = default;
};
struct TurnToPart {  // of a page whose words need more room than there is
    int part = 0;
    bool operator==(const TurnToPart&) const = default;
};

using Intent =
    std::variant<ChooseWhereIsMyCard, ChooseCardCameBack, ChooseCanItBeUpgraded, ChooseCounter, ChooseService, ForAnother,
                 ChooseHelp, ChooseNewCard, ChooseScenarios, ChooseTyping, ChooseShowCode, TypeCharacter, EraseCharacter,
                 SubmitTyping, TakePriorityTicket, PrintSlip, PrintAgain, ShowWay, NextCard, ShowErrand, GoBack, FinishVisit,
                 CallStaff, StaffCame, MoreTime, SwitchLanguage, Listen, StopListening, AdjustVoice, DarkenScreen,
                 LightScreen, OpenMenu, ChangeText, ChangeLook, MoveWithinReach, TurnToPart>;

// ---- from the glass, whatever lies under the finger
struct Touched {};
struct PressSlid {};  // a press that began on a button and ended beside it

// ---- from the loop
struct Tick {};      // time has passed; `now` says how much
struct PageShown {   // when it changes
    int length = 0;  // in characters, see reading_length() of kiosk/page
};

using Event = std::variant<ReaderReady, ReaderFailed, CardInserted, CardIdentified, CardFailed, CardRemoved, ScannerReady,
                           ScannerFailed, CodeSeen, CodeTrouble, CodeRead, CodeResolved, PrinterReady, PrinterFailed,
                           PrintFinished, CasesFound, TicketReady, TicketFound, PaperBegun, LedgerReady, LedgerFailed,
                           VoiceChanged, HeadphonesChanged, TimeKnown, Intent, Touched, PressSlid, Tick, PageShown>;

// How events reach the loop. Called on any thread; it never blocks.
using EventSink = std::function<void(Event)>;

}  // namespace kiosk
