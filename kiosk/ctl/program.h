#pragma once

#include <string>

// What a main calls of this room.
namespace kiosk::ctl {

// All of kioskctl; its exit code.
int run(int count, char** arguments);

}  // namespace kiosk::ctl
