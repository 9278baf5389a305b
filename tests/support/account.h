#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace support {

// Whom a daemon that must not be root runs as: this user, or nobody if this user is root.
struct Account {
    std::string user, group;
    uid_t uid = 0;
    gid_t gid = 0;
};
Account daemon_account();

void give_to_daemon(const std::filesystem::path& path);  // if this user is root
std::vector<std::string> as_daemon(std::vector<std::string> command);

}  // namespace support
