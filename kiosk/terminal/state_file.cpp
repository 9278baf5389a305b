#include "kiosk/terminal/state_file.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "kiosk/base/clock.h"

namespace kiosk {
namespace {

// What was wrong before is wrong since then.
std::vector<Trouble> troubles_of(const Devices& devices, const std::vector<Trouble>& before, Wall now) {
    std::vector<Trouble> troubles;
    const auto look = [&](const char* device, std::optional<Fault> fault) {
        if (!fault) return;
        const auto known =
            std::ranges::find_if(before, [&](const Trouble& one) { return one.device == device && one.fault == *fault; });
        troubles.push_back({device, *fault, known == before.end() ? now : known->since});
    };
    look("reader", devices.reader);
    look("printer", devices.printer);
    look("scanner", devices.scanner);
    look("clock", devices.clock);
    look("ledger", devices.ledger);
    return troubles;
}

}  // namespace

StateFile::StateFile(const std::string& folder) : path_(folder.empty() ? "" : folder + "/state.toml") {
    told_.version = KIOSK_VERSION;
    told_.started = wall_now();
}

StateFile StateFile::of_environment() {
    const char* folder = std::getenv("RUNTIME_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return StateFile(folder ? folder : "");
}

void StateFile::tell(const State& state) {
    if (path_.empty()) return;
    Running running = told_;
    running.pid = ::getpid();
    running.in_visit = !std::holds_alternative<Home>(state.phase);
    if (told_.in_visit && !running.in_visit) running.last_visit = state.now.wall;
    running.troubles = troubles_of(state.devices, told_.troubles, state.now.wall);
    if (running == told_) return;
    told_ = running;
    const auto draft = path_ + ".new";
    std::ofstream file(draft, std::ios::trunc);
    file << to_text(running);
    file.close();
    if (!file || std::rename(draft.c_str(), path_.c_str()) != 0) spdlog::warn("{}: cannot be written", path_);
}

}  // namespace kiosk
