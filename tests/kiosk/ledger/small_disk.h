#pragma once

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <string>

namespace ledger_test {

// In a process of its own, that limits and rights may be taken from it.
inline int in_child(const std::function<int()>& work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Room for so little that a large import does not fit: a disk of its own for this process if it may have one, otherwise
// files that cannot get larger. The process has one thread when this is made.
class SmallDisk {
public:
    explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
        signal(SIGXFSZ, SIG_IGN);
        mounted_ = take_mounts() && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("none", folder_.c_str(), "tmpfs", 0, "size=40m,nr_inodes=200") == 0;
        if (!mounted_) limit_files(17 * 1024 * 1024);
    }
    bool mounted() const { return mounted_; }
    // Something else takes all there is, but for so many bytes.
    void fill(std::int64_t but = 0) const {
        const int fd = open((folder_ + "/of-others").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        const auto goes_on = [&] {
            struct statvfs disk {};
            return fstatvfs(fd, &disk) == 0 && static_cast<std::int64_t>(disk.f_bavail * disk.f_frsize) >= but;
        };
        for (const std::string block(4096, 'x'); goes_on() && write(fd, block.data(), block.size()) > 0;) continue;
        close(fd);
    }
    // Something else has so many files that no more can be made; there is room all the same.
    void use_up_inodes() const {
        for (int number = 0;; ++number) {
            const int fd = open((folder_ + "/of-others." + std::to_string(number)).c_str(), O_WRONLY | O_CREAT, 0600);
            if (fd < 0) return;
            close(fd);
        }
    }
    // False: something on it is open to be written.
    bool make_read_only(bool read_only) const {
        return mount("none", folder_.c_str(), "tmpfs", read_only ? MS_REMOUNT | MS_RDONLY : MS_REMOUNT, nullptr) == 0;
    }
    void free_some_space() const {
        if (mounted_)
            mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT, "size=100m");
        else
            limit_files(100 * 1024 * 1024);
    }

private:
    // Root's for the asking; anybody else's in a user namespace, where the system allows one.
    static bool take_mounts() {
        if (geteuid() == 0) return unshare(CLONE_NEWNS) == 0;
        const auto user = same(geteuid()), group = same(getegid());
        return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && say("/proc/self/uid_map", user) &&
               say("/proc/self/setgroups", "deny") && say("/proc/self/gid_map", group);
    }
    static std::string same(unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1"; }
    static bool say(const char* path, const std::string& text) {
        const int fd = open(path, O_WRONLY | O_CLOEXEC);
        const bool said = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        close(fd);
        return said;
    }
    static void limit_files(rlim_t size) {
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = size;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    std::string folder_;
    bool mounted_ = false;
};

}  // namespace ledger_test
