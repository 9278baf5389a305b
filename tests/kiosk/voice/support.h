#pragma once

#include <stdexcept>
#include <string>

#include "kiosk/base/result.h"
#include "kiosk/voice/readings.h"

namespace kiosk::voice {

template <class T>
T or_throw(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().detail);
    return *std::move(result);
}

// What the program comes with.
inline const Readings& readings() {
    static const auto loaded = or_throw(Readings::load());
    return loaded;
}

}  // namespace kiosk::voice
