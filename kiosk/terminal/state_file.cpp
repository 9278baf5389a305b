#include "kiosk/terminal/state_file.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/base/clock.h"
#include "kiosk/base/replace_file.h"

namespace kiosk {
namespace {

// What was wrong before is wrong since then.
std::vector<Trouble> troubles_of(const Devices& devices, const std::vector<Trouble>& before, Wall now) {
    std::vector<Trouble> troubles;
    for (const auto& [device, fault] : faults_of(devices)) {
        if (!fault) continue;
        const auto same = [&](const Trouble& one) { return one.device == device && one.fault == *fault; };
        const auto known = std::ranges::find_if(before, same);
        troubles.push_back({std::string(device), *fault, known == before.end() ? now : known->since});
    }
    return troubles;
}

}  // namespace

StateFile::StateFile(const std::string& folder) : path_(folder.empty() ? "" : folder + "/state.toml") {
    written_.version = KIOSK_VERSION;
    written_.started = wall_now();
}

StateFile StateFile::of_environment() {
    const char* folder = std::getenv("RUNTIME_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return StateFile(folder ? folder : "");
}

void StateFile::write(const State& state) {
    if (path_.empty()) return;
    Running running = written_;
    running.pid = ::getpid();
    running.in_visit = !std::holds_alternative<Home>(state.phase);
    if (written_.in_visit && !running.in_visit) running.last_visit = state.now.wall;
    running.troubles = troubles_of(state.devices, written_.troubles, state.now.wall);
    running.staff_called.reset();
    if (state.staff_call) running.staff_called = written_.staff_called.value_or(state.now.wall);
    if (running == written_) return;
    written_ = running;
    if (!replace_file(path_, to_text(running))) spdlog::warn("{}: cannot be written", path_);
}

}  // namespace kiosk
