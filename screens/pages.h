#pragma once

#include "screens/page.h"
#include "screens/widgets.h"

// One function a phase, each in the file of its name; it draws into frame.area.
namespace screens {

Asked draw(Frame& frame, const View& view, const kiosk::Home& phase);               // home.cpp
Asked draw(Frame& frame, const View& view, const kiosk::PresentCard& phase);        // card_prompt.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ReadingCard& phase);        // card_prompt.cpp
Asked draw(Frame& frame, const View& view, const kiosk::TakeYourCard& phase);       // card_prompt.cpp
Asked draw(Frame& frame, const View& view, const kiosk::PresentCode& phase);        // code_prompt.cpp
Asked draw(Frame& frame, const View& view, const kiosk::AskingPlatform& phase);     // waiting.cpp
Asked draw(Frame& frame, const View& view, const kiosk::LookingUp& phase);          // waiting.cpp
Asked draw(Frame& frame, const View& view, const kiosk::IssuingTicket& phase);      // waiting.cpp
Asked draw(Frame& frame, const View& view, const kiosk::Typing& phase);             // typing.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ShowingCase& phase);        // case_way.cpp
Asked draw(Frame& frame, const View& view, const kiosk::CardCameBack& phase);       // came_back.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ShowingVerdict& phase);     // verdict.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ShowingCodeAnswer& phase);  // code_answer.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ChoosingService& phase);    // services.cpp
Asked draw(Frame& frame, const View& view, const kiosk::AnotherTicket& phase);      // services.cpp
Asked draw(Frame& frame, const View& view, const kiosk::ShowingTicket& phase);      // ticket.cpp
Asked draw(Frame& frame, const View& view, const kiosk::NoTicketToday& phase);      // no_ticket.cpp
Asked draw(Frame& frame, const View& view, const kiosk::OutOfOrder& phase);         // out_of_order.cpp

// ---- shared by several pages
// Words on one side, what can be pressed on the other: below one another on a tall screen, side by side on a wide one.
struct Halves {
    Box words;
    std::vector<Box> actions;  // as many as asked for
};
Halves halves(const Frame& frame, int actions);

// A button for an intent; asked for when it is pressed.
void ask(Frame& frame, Box where, std::string_view label, kiosk::Intent intent, Asked& asked,
         const ButtonOptions& options = {});

// The sentence that matters most on the page.
void strong(Flow& flow, std::string_view sentence);

// What is said of a slip's paper; nothing while there is none.
void as_of_words(Flow& flow, const View& view);  // nothing unless what is shown may be out of date
void paper_words(Flow& flow, const View& view, const kiosk::PaperState& paper);

// Faults of devices that this page needs; nothing when they are well.
void fault_banner(Flow& flow, const View& view, std::optional<kiosk::Fault> fault);

}  // namespace screens
