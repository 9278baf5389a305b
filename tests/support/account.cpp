#include "tests/support/account.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <stdexcept>

namespace support {

Account daemon_account() {
    const passwd* entry = geteuid() == 0 ? getpwnam("nobody") : getpwuid(geteuid());
    if (!entry) throw std::runtime_error("no account to run a daemon as");
    Account found{entry->pw_name, {}, entry->pw_uid, entry->pw_gid};
    if (const group* name = getgrgid(found.gid)) found.group = name->gr_name;
    return found;
}

void give_to_daemon(const std::filesystem::path& path) {
    if (geteuid() != 0) return;
    const Account owner = daemon_account();
    if (lchown(path.c_str(), owner.uid, owner.gid) != 0) throw std::runtime_error("chown " + path.string());
}

std::vector<std::string> as_daemon(std::vector<std::string> command) {
    if (geteuid() != 0) return command;
    const Account as = daemon_account();
    // A change of user forgets that the child is to die with the test, so that is asked for once more.
    std::vector<std::string> whole{"setpriv",
                                   "--reuid=" + std::to_string(as.uid),
                                   "--regid=" + std::to_string(as.gid),
                                   "--clear-groups",
                                   "--pdeathsig=KILL",
                                   "--"};
    whole.insert(whole.end(), command.begin(), command.end());
    return whole;
}

}  // namespace support
