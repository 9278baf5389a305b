#pragma once

#include "kiosk/base/moment.h"

namespace kiosk {

// The day on which this program was configured to be built, or SOURCE_DATE_EPOCH: no right clock shows an earlier time.
Wall built_at();

}  // namespace kiosk
