#include "kiosk/ctl/output_of.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "kiosk/base/descriptor.h"

namespace kiosk::ctl {
namespace {

constexpr std::size_t most_output = 8U << 20;

std::string read_all(int fd) {
    std::string text;
    std::array<char, 65536> part{};
    for (ssize_t got = 0; text.size() < most_output && (got = ::read(fd, part.data(), part.size())) > 0;)
        text.append(part.data(), static_cast<std::size_t>(got));
    return text;
}

}  // namespace

std::string output_of(const std::vector<std::string>& command) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::strerror(errno);  // NOLINT(concurrency-mt-unsafe): one thread
    const Descriptor from(ends[0]);
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDERR_FILENO);
    pid_t child = -1;
    const int failed = posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    if (failed != 0) return command.front() + ": " + std::strerror(failed) + "\n";  // NOLINT(concurrency-mt-unsafe)
    auto text = read_all(from.get());
    ::kill(child, SIGTERM);  // one that writes on and on
    ::waitpid(child, nullptr, 0);
    return text;
}

}  // namespace kiosk::ctl
