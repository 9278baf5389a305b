#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace support {
namespace {

void exec_in_child(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

int exit_code(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

TempDir::TempDir(const std::filesystem::path& parent) {
    std::string pattern = (parent / "kiosk-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::system_error(errno, std::generic_category(), "mkdtemp");
    path_ = pattern;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Child::Child(std::vector<std::string> command, std::map<std::string, std::string> environment, std::string output) {
    pid_ = fork();
    if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid_ > 0) return;
    const int out = open(output.empty() ? "/dev/null" : output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    exec_in_child(command, environment);
}

Child::~Child() {
    if (!running()) return;
    ::kill(pid_, SIGKILL);
    wait();
}

void Child::signal(int number) {
    if (running()) ::kill(pid_, number);
}

bool Child::running() {
    if (pid_ <= 0) return false;
    if (waitpid(pid_, &status_, WNOHANG) != pid_) return true;
    pid_ = -1;
    return false;
}

int Child::wait() {
    if (pid_ > 0) waitpid(pid_, &status_, 0);
    pid_ = -1;
    return exit_code(status_);
}

Finished run(std::vector<std::string> command, std::map<std::string, std::string> environment, std::string input) {
    const TempDir dir;
    write_file(dir.path() / "in", input);
    const pid_t pid = fork();
    if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (pid == 0) {
        dup2(open(dir.file("in").c_str(), O_RDONLY), STDIN_FILENO);
        dup2(open(dir.file("out").c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
        dup2(open(dir.file("err").c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
        exec_in_child(command, environment);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return {exit_code(status), read_file(dir.path() / "out"), read_file(dir.path() / "err")};
}

bool wait_until(const std::function<bool()>& happened, std::chrono::milliseconds at_most) {
    const auto end = std::chrono::steady_clock::now() + at_most;
    while (!happened()) {
        if (std::chrono::steady_clock::now() > end) return false;
        poll(nullptr, 0, 2);
    }
    return true;
}

std::ptrdiff_t count_threads() {
    std::thread([] {}).join();  // a sanitizer starts one of its own with a program's first; it may still be counted here
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return std::distance(begin(tasks), end(tasks));
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace support
