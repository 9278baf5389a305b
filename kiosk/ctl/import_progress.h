#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "kiosk/intake/import_run.h"

namespace kiosk::ctl {

// What a terminal shows of an import that is under way for so long: "81920 rows, 34 %, 61200 rows a second, 4 s left".
// `bytes`: of the table's text, as ImportFile::size has them.
std::string import_progress(const ImportStep& step, std::uintmax_t bytes, std::chrono::milliseconds after);

}  // namespace kiosk::ctl
