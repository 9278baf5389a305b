#pragma once

#include "kiosk/base/moment.h"

namespace kiosk {

// The machine's clock, for the edges only: visit, ledger and paper are handed the time.
inline Wall wall_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

bool kept_by_time_server();  // that clock, as far as the kernel knows

}  // namespace kiosk
