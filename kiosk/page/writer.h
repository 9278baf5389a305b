#pragma once

#include <string>
#include <utility>

#include "kiosk/page/page.h"

namespace kiosk {

// Writes the page of one state: one `write` a phase, each in the file of its name. What several pages say is said here.
class PageWriter {
public:
    PageWriter(const State& state, const PageContext& context)
        : state_(state), policy_(context.policy), faults_(context.faults), tr(context.tr), hall_(context.hall) {}

    void write(const Home& phase);               // home.cpp
    void write(const PresentCard& phase);        // card_prompt.cpp
    void write(const ReadingCard& phase);        // card_prompt.cpp
    void write(const TakeYourCard& phase);       // card_prompt.cpp
    void write(const PresentCode& phase);        // code_prompt.cpp
    void write(const AskingPlatform& phase);     // waiting.cpp
    void write(const LookingUp& phase);          // waiting.cpp
    void write(const IssuingTicket& phase);      // waiting.cpp
    void write(const Typing& phase);             // typing.cpp
    void write(const ShowingCase& phase);        // case_way.cpp
    void write(const CardCameBack& phase);       // came_back.cpp
    void write(const ShowingVerdict& phase);     // verdict.cpp
    void write(const ShowingCodeAnswer& phase);  // code_answer.cpp
    void write(const ShowingErrand& phase);      // errand.cpp
    void write(const ChoosingService& phase);    // services.cpp
    void write(const ChoosingHelp& phase);       // help.cpp
    void write(const ShowingNewCard& phase);     // help.cpp
    void write(const ShowingScenarios& phase);   // help.cpp
    void write(const AnotherTicket& phase);      // another_ticket.cpp
    void write(const ShowingTicket& phase);      // ticket.cpp
    void write(const NoTicketToday& phase);      // no_ticket.cpp
    void write(const OutOfOrder& phase);         // out_of_order.cpp

    Page take() { return std::move(page_); }

private:
    void title(Phrase words, Icon icon = Icon::none) { add(Role::title, std::move(words), icon); }
    void text(Phrase words) { add(Role::text, std::move(words)); }
    void advice(Phrase words) { add(Role::advice, std::move(words)); }
    void notice(Phrase words, Icon icon) { add(Role::notice, std::move(words), icon); }
    void more(Phrase words) { add(Role::notice_more, std::move(words)); }
    void field(Phrase label, std::string value);
    void choice(Choice choice) { page_.choices.push_back(std::move(choice)); }

    // Nothing unless the answer before was to another card.
    void other_card();
    // Nothing unless what is shown may be out of date.
    void as_of();
    // What became of a paper; nothing while there is none.
    void paper(const PaperState& paper);
    // A fault that this page needs to say; nothing when all is well.
    void fault(std::optional<Fault> fault);
    void done();
    bool in_errand() const { return !state_.errand.empty(); }
    void another_card();  // nothing where there may be none
    void done_or_next();  // after the answer to one card
    void counter();

    void news(const CaseView& found);
    void problem(Typing::Problem problem);
    void number(const Ticket& ticket);
    void wait_for(Phrase what);
    void print_or_leave(const PaperState& slip);

    void add(Role role, Phrase words, Icon icon = Icon::none);
    Date today() const { return local_time(state_.now.wall, policy_.utc_offset).date; }

    const State& state_;
    const Policy& policy_;
    const FaultCatalog& faults_;
    const Words& tr;  // named as everywhere: xgettext looks for it
    std::string_view hall_;
    Page page_;
};

}  // namespace kiosk
