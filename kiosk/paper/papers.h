#pragma once

#include <vector>

#include "kiosk/base/words.h"
#include "kiosk/case/case.h"
#include "kiosk/case/errand.h"
#include "kiosk/code/signature.h"
#include "kiosk/paper/document.h"
#include "kiosk/policy/policy.h"
#include "kiosk/queue/ticket.h"

namespace kiosk {

struct PaperSite {
    std::string hall;      // where the ticket is valid
    const Signer& signer;  // of the papers' QR codes
};

// What a ticket says: the number, huge; class and service; for a priority ticket why the card came back and what to
// bring; the rule of the queue in one sentence; people ahead and waiting time; place, day and time of issue; a QR code.
// `again`: there may be another paper of it, and this one says so.
Document ticket_paper(const Ticket& ticket, const QueuePlace& place, const PaperSite& site, const Policy& policy,
                      const Words& tr, bool again = false);

// Where a card is: its stations, since when, the promised day, what to do if it is late or came back; a QR code.
// `today` decides whether it is late.
Document status_slip(const CaseView& found, const PaperSite& site, const Policy& policy, const Words& tr, Date today);

// Where the cards of one person are who has several, a line each.
Document errand_slip(const std::vector<ErrandCard>& cards, const PaperSite& site, const Policy& policy, const Words& tr,
                     Date today);

// How one gets the new card, with a code that holds all of it as plain text, for a phone.
Document new_card_paper(const NewCard& how, const std::string& hall, const Policy& policy, const Words& tr, Date today);

// What of a group of scenarios works today.
Document scenarios_paper(const ScenarioGroup& group, const std::string& hall, const Policy& policy, const Words& tr,
                         Date today);

// For the staff: whether this printer prints at full size. A ruler, a QR code, and how many dots the ruler has.
struct PrinterTest {
    std::string queue;
    int dpi = 0;  // 0: unknown
    LocalTime when{};
};
Document printer_test(const PrinterTest& test, const Words& tr);

}  // namespace kiosk
