#pragma once

#include <string>

#include "kiosk/health/running.h"
#include "kiosk/visit/state.h"

namespace kiosk {

// Leaves how the kiosk stands where other programs of the machine find it (kioskctl health, the updater): state.toml in the
// folder that the service manager gives. Each writing replaces the file as a whole. One thread.
class StateFile {
public:
    explicit StateFile(const std::string& folder);  // empty: nothing is written
    static StateFile of_environment();              // RUNTIME_DIRECTORY

    void write(const State& state);  // writes if it stands otherwise than before

private:
    std::string path_;
    Running written_;
};

}  // namespace kiosk
