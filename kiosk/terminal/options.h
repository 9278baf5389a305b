#pragma once

#include <optional>
#include <string>
#include <variant>

#include "screens/glass/box.h"

namespace kiosk {

// What the kiosk gets on its command line.
struct Options {
    std::string config;  // empty: the usual file
    bool demo = false;
    bool check = false;
    std::optional<screens::PixelSize> windowed;  // 320 to 8192 each
};

// An exit code: help and version were shown (0), or what is wrong was said on stderr (2).
std::variant<Options, int> read_options(int count, char** arguments);

}  // namespace kiosk
