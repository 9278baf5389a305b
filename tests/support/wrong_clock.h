#pragma once

#include <map>
#include <string>

namespace support {

// The environment of a program whose clock says something else; waiting goes on as ever. `when` as libfaketime takes it:
// "@2000-01-01 04:00:00" (UTC), "+200d". With a file the clock can be set while the program runs: the file holds `when`.
inline std::map<std::string, std::string> wrong_clock(const std::string& when, const std::string& file = {}) {
    std::map<std::string, std::string> environment{
        {"LD_PRELOAD", "/usr/$LIB/faketime/libfaketimeMT.so.1"}, {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}, {"TZ", "UTC"}};
    if (file.empty()) {
        environment["FAKETIME"] = when;
    } else {
        environment["FAKETIME_TIMESTAMP_FILE"] = file;
        environment["FAKETIME_NO_CACHE"] = "1";
    }
    return environment;
}

}  // namespace support
