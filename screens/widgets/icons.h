#pragma once

#include "kiosk/page/icon.h"
#include "screens/glass/box.h"
#include "screens/glass/theme.h"

namespace screens {

using kiosk::Icon;

// Draws into the largest square in the middle of the box, on the window that is being drawn. `behind` fills what must
// look cut out (the mark on a warning sign).
void draw_icon(Icon icon, Box where, Colour colour, Colour behind);

}  // namespace screens
