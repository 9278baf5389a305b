#include "screens/pages.h"

namespace screens {

using namespace kiosk;

namespace {

Asked wait_page(Frame& frame, std::string_view title, int step, std::string_view meanwhile = {}) {
    Flow flow(frame, frame.area);
    heading(flow, title);
    paragraph(flow, frame.tr("One moment, please."));
    if (!meanwhile.empty()) paragraph(flow, meanwhile);
    progress_dots(frame, flow.rest().split_top(frame.mm(60)).part, step);
    return std::nullopt;
}

}  // namespace

Asked draw(Frame& frame, const View&, const AskingPlatform&) {
    return wait_page(frame, frame.tr("Asking about your code"), 2, frame.tr("Or put your card on the reader now."));
}

Asked draw(Frame& frame, const View&, const LookingUp&) { return wait_page(frame, frame.tr("Looking for your card"), 2); }

Asked draw(Frame& frame, const View&, const IssuingTicket&) { return wait_page(frame, frame.tr("Taking your number"), 2); }

}  // namespace screens
