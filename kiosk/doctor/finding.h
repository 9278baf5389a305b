#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/config/config.h"
#include "kiosk/font/cover.h"
#include "kiosk/ledger/sqlite.h"

namespace kiosk {

// What the doctor says of one thing.
struct Finding {
    std::string what;
    bool ok = false;
    std::string state;   // what is there, or what is wrong
    std::string remedy;  // empty if nothing is wrong, or if `state` names it already; beside something good: a hint
};

inline Finding good(std::string what, std::string state) { return {std::move(what), true, std::move(state), {}}; }
inline Finding wrong(std::string what, std::string state, std::string remedy = {}) {
    return {std::move(what), false, std::move(state), std::move(remedy)};
}

// Wrong are missing characters that people have in their names; what rare ones want is a hint.
Finding judge(const FontCover& cover);

// What this machine sends to the shared store and has from it, whether the line stands, and what cannot be.
std::vector<Finding> check_store(const SqliteOptions& options, const Config& config);

}  // namespace kiosk
