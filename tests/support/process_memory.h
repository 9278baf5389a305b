#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace support {

// A word as programs keep it: ASCII or UTF-8, and UTF-16 of both orders.
std::vector<std::string> ways_to_keep_text(const std::string& text);
// And of a number also BCD, in every way that cards pack it.
std::vector<std::string> ways_to_keep(const std::string& text);

// How often any of them lies in the writable memory of a child process. Throws if that cannot be read.
int count_in_memory(pid_t process, const std::vector<std::string>& patterns);

}  // namespace support
