#pragma once

#include <string>

// What a main calls of this room.
namespace kiosk::ctl {

// All of kioskctl; its exit code.
int run(int count, char** arguments);

// What `kioskctl doctor` says, for the kiosk's own --check.
int check_parts(const std::string& config_path);

}  // namespace kiosk::ctl
