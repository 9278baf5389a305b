#pragma once

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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
// files that cannot get larger.
class SmallDisk {
public:
    explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
        signal(SIGXFSZ, SIG_IGN);
        mounted_ = geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
                   mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("none", folder_.c_str(), "tmpfs", 0, "size=40m") == 0;
        if (!mounted_) limit_files(17 * 1024 * 1024);
    }
    bool mounted() const { return mounted_; }
    // Something else takes all there is.
    void fill() const {
        const int fd = open((folder_ + "/of-others").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        for (const std::string block(4096, 'x'); write(fd, block.data(), block.size()) > 0;) continue;
        close(fd);
    }
    void free_some_space() const {
        if (mounted_)
            mount("none", folder_.c_str(), "tmpfs", MS_REMOUNT, "size=100m");
        else
            limit_files(100 * 1024 * 1024);
    }

private:
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
