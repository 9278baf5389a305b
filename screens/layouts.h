#pragma once

#include "kiosk/page/page.h"
#include "screens/glass/frame.h"
#include "screens/glass/preview.h"
#include "screens/widgets/widgets.h"

// One function a layout; each draws a page's parts into frame.area and returns what was asked for.
namespace screens {

Asked draw_menu(Frame& frame, const kiosk::Page& page);
Asked draw_answer(Frame& frame, const kiosk::Page& page, Preview* preview);
Asked draw_list(Frame& frame, const kiosk::Page& page);
Asked draw_way(Frame& frame, const kiosk::Page& page);
Asked draw_ticket(Frame& frame, const kiosk::Page& page);
Asked draw_typing(Frame& frame, const kiosk::Page& page);
Asked draw_waiting(Frame& frame, const kiosk::Page& page);

// Any page for whoever sits, or is small: read in `reading`, touched in frame.area.
Asked draw_within_reach(Frame& frame, Box reading, const kiosk::Page& page, Preview* preview);

// Over the page, which was drawn with frame.covered set. `low`: its choices lie in the lower half of the screen.
Asked draw_dialog(Frame& frame, const kiosk::Dialog& dialog, bool low);

}  // namespace screens
