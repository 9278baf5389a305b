#pragma once

#include <functional>
#include <vector>

#include "screens/glass/raster.h"

namespace screens {

// Cuts the rows into shares of at most `height` rows each and calls `draw` once for each share, on this thread and on a
// second one where there is a processor for it: whichever is free takes the next. So a picture that is dense here and thin
// there, or a thread that starts late, costs little. Calls `drawn` on this thread, from the top down, as soon as shares
// are done, so that they can be shown while others are still being drawn; `drawn` gets each row once.
void in_shares(const std::vector<Rows>& rows, int height, const RowsTaker& draw, const RowsTaker& drawn);

}  // namespace screens
