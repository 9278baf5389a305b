#include "kiosk/ctl/import_progress.h"

#include <algorithm>

#include <fmt/format.h>

namespace kiosk::ctl {
namespace {

constexpr double share_of_rows = 0.6;                 // of the time; the rest is the index
constexpr std::chrono::milliseconds too_early{1000};  // to tell how long it will take

double part(std::uintmax_t done, std::uintmax_t all) {
    return all == 0 ? 1 : static_cast<double>(std::min(done, all)) / static_cast<double>(all);
}

std::string duration(std::chrono::seconds time) {
    if (time < std::chrono::minutes{1}) return fmt::format("{} s", time.count());
    return fmt::format("{} min {:02} s", time.count() / 60, time.count() % 60);
}

}  // namespace

std::string import_progress(const ImportStep& step, std::uintmax_t bytes, std::chrono::milliseconds after) {
    const bool index = step.to_index > 0;
    const auto done = index ? share_of_rows + (1 - share_of_rows) * part(step.indexed, step.to_index)
                            : share_of_rows * part(step.bytes, bytes);
    const auto line = fmt::format("{} rows, {} %", step.rows, static_cast<int>(done * 100));
    if (after < too_early || done == 0) return line;
    const std::chrono::duration<double> seconds(after);
    return fmt::format("{}, {:.0f} rows a second, {} left", line, static_cast<double>(step.rows) / seconds.count(),
                       duration(std::chrono::round<std::chrono::seconds>(seconds * (1 - done) / done)));
}

}  // namespace kiosk::ctl
