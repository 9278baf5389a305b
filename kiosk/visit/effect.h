#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/base/language.h"
#include "kiosk/base/private_bytes.h"
#include "kiosk/card/use.h"
#include "kiosk/case/case.h"
#include "kiosk/case/errand.h"
#include "kiosk/queue/request.h"
#include "kiosk/visit/event.h"

namespace kiosk {

// What the visit wants done. The loop hands each to its device; the answer comes back as an event.
struct LookUp {
    int query = 0;
    std::vector<CaseQuery> by;  // tried in order until one finds something; hashed and wiped by the ledger's thread
    bool operator==(const LookUp&) const = default;
};
struct IssueTicket {
    int query = 0;
    TicketRequest request;
    bool operator==(const IssueTicket&) const = default;
};
struct FindTicket {  // of a code that was held up
    int query = 0;
    Date day{};
    char terminal = 'A';
    int number = 0;
    bool operator==(const FindTicket&) const = default;
};
struct ResolveCode {  // somebody else's: its platform is asked
    int query = 0;
    PrivateBytes code;
    bool operator==(const ResolveCode&) const = default;
};
struct BeginPaper {  // answered before the printer is given the job: whatever happens then, the paper may have come out
    std::string job;
    Ticket ticket;
    bool operator==(const BeginPaper&) const = default;
};
struct RecordPaper {  // what became of it
    Ticket ticket;
    OnPaper on_paper = OnPaper::no;
    bool operator==(const RecordPaper&) const = default;
};
struct PrintTicket {
    std::string job;
    IssuedTicket issued;
    Language language = Language::chinese;
    bool again = false;  // one may have come out before, and this one says so
    bool operator==(const PrintTicket&) const = default;
};
struct PrintStatusSlip {
    std::string job;
    CaseView found;
    Language language = Language::chinese;
    bool operator==(const PrintStatusSlip&) const = default;
};
struct PrintErrand {
    std::string job;
    std::vector<ErrandCard> cards;
    Language language = Language::chinese;
    bool operator==(const PrintErrand&) const = default;
};
struct PrintNewCard {
    std::string job;
    Language language = Language::chinese;
    bool operator==(const PrintNewCard&) const = default;
};
struct PrintScenarios {
    std::string job;
    std::size_t group = 0;
    Language language = Language::chinese;
    bool operator==(const PrintScenarios&) const = default;
};

struct CountUse {
    CardUse use = CardUse::other;
    bool operator==(const CountUse&) const = default;
};

// A short sound beside the words.
enum class Sign : std::uint8_t { card_read, ticket_out, wrong, take_card, staff };
struct GiveSign {
    Sign sign = Sign::wrong;
    bool operator==(const GiveSign&) const = default;
};
// Pages are spoken as they come, without an effect; these are what the person asks of the voice besides.
struct SpeakAgain : Bare {};  // the page, from its beginning
struct TurnVoice {
    AdjustVoice::How how;
    bool operator==(const TurnVoice&) const = default;
};
struct RaiseVoice {     // a step louder, without a word
    bool back = false;  // as loud as before it was raised
    bool operator==(const RaiseVoice&) const = default;
};
struct HushVoice {
    bool over = false;  // the visit is: nothing of it can be said again, and the usual volume and rate are back
    bool operator==(const HushVoice&) const = default;
};

// To those who are not before the kiosk.
struct TellStaff {
    enum class News : std::uint8_t { called, nobody_came, card_forgotten, over } news = News::called;
    bool operator==(const TellStaff&) const = default;
};

using Effect = std::variant<LookUp, IssueTicket, FindTicket, ResolveCode, BeginPaper, RecordPaper, CountUse, PrintTicket,
                            PrintStatusSlip, PrintErrand, PrintNewCard, PrintScenarios, GiveSign, SpeakAgain, TurnVoice,
                            RaiseVoice, HushVoice, TellStaff>;

}  // namespace kiosk
