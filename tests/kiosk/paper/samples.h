#pragma once

#include <chrono>
#include <string>

#include "kiosk/base/assets.h"
#include "kiosk/base/words.h"
#include "kiosk/case/case.h"
#include "kiosk/paper/papers.h"
#include "kiosk/policy/policy.h"

// Papers as they come out in a hall. All people, places and numbers are made up.
namespace paper_samples {

using namespace std::chrono_literals;

inline const kiosk::Catalog& catalog() {
    static const kiosk::Catalog loaded = *kiosk::Catalog::load(kiosk::words_path());
    return loaded;
}
inline kiosk::Words chinese() { return {catalog(), kiosk::Language::chinese}; }
inline kiosk::Words english() { return {catalog(), kiosk::Language::english}; }

inline kiosk::Policy policy() {
    kiosk::Policy made;
    made.district = {"样板区", "Sample District"};
    made.services = {{"upgrade", {"老卡换新卡", "Upgrade of an old card"}, 0}, {"other", {"别的事", "Something else"}, 0}};
    made.priority_service = "upgrade";
    made.queue_rule = {"优先号先叫；每叫{}位，也叫一位普通号。",
                       "Priority tickets are called first; after every {} of them, one ordinary ticket is called."};
    made.refusals = {
        {"no_portrait",
         {"社保卡里没有您的照片，新卡做不了。",
          "There is no photo on file with your social security card, so the new card cannot be made."},
         {"请带上老卡和身份证，到柜台来，我们帮您办。",
          "Please bring your old card and ID card to the counter. We will help you."},
         true},
        {"other", {"有一项资料对不上。", "Something in the papers does not match."}, {"", ""}, true},
        {"already_new", {"这张已经是新卡。", "This is already a new card."}, {"不用再换。", "Nothing."}, false}};
    made.places = {{{"样板大厅", "Sample Hall"}, {"样板路 1 号", "1 Sample Road"}}};
    made.late_advice = {"请到窗口说一声，我们马上替您查。", "Please tell the counter; we will look for it at once."};
    made.hotline = {"000-0000", "000-0000"};
    return made;
}

inline kiosk::PaperSite site() {
    static const kiosk::Signer signer{kiosk::Secret({7})};
    return {"样板大厅", signer};
}

inline kiosk::Ticket priority_ticket() {
    kiosk::Ticket ticket;
    ticket.terminal = 'A';
    ticket.number = 17;
    ticket.service = "upgrade";
    ticket.klass = kiosk::TicketClass::priority;
    ticket.refusal = "no_portrait";
    ticket.day = 2026y / 3 / 9;
    ticket.issued_at = std::chrono::sys_days(ticket.day) + 1h + 40min;  // 09:40 in the hall
    return ticket;
}

inline kiosk::Ticket ordinary_ticket() {
    kiosk::Ticket ticket = priority_ticket();
    ticket.number = 108;
    ticket.service = "other";
    ticket.klass = kiosk::TicketClass::ordinary;
    ticket.refusal.clear();
    return ticket;
}

inline kiosk::QueuePlace place() { return {5, kiosk::WaitRange{10min, 20min}}; }

inline kiosk::CaseView case_at(kiosk::Stage stage) {
    kiosk::CaseView found;
    found.key = "S-000042";
    found.masked_name = "钱＊＊";
    found.old_last4 = "0042";
    found.community = "样板一村社区";
    found.street = "样板街道";
    found.district = "样板区";
    found.handed_in = 2026y / 3 / 2;
    found.promised_by = 2026y / 3 / 12;
    found.stage = stage;
    found.stage_at = std::chrono::sys_days(2026y / 3 / 6) + 2h;
    if (kiosk::is_refused(stage)) found.refusal = "no_portrait";
    return found;
}
inline kiosk::Date in_time() { return 2026y / 3 / 12; }
inline kiosk::Date too_late() { return 2026y / 3 / 13; }

}  // namespace paper_samples
