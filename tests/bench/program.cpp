#include "tests/bench/program.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <ctime>
#include <sstream>

namespace bench {
namespace {

namespace fs = std::filesystem;

std::multimap<pid_t, pid_t> children_by_parent() {
    std::multimap<pid_t, pid_t> children;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc{}) continue;
        const auto stat = support::read_file(entry.path() / "stat");
        const auto after_name = stat.rfind(')');
        if (after_name == std::string::npos) continue;
        char state = 0;
        pid_t parent = 0;
        std::istringstream(stat.substr(after_name + 1)) >> state >> parent;
        children.emplace(parent, pid);
    }
    return children;
}

// The number behind "NAME:" in a file of /proc; 0 if it is not there (the process has ended).
long field(const fs::path& file, const std::string& name) {
    const auto text = support::read_file(file);
    const auto at = text.find(name + ":");
    return at == std::string::npos ? 0 : std::strtol(text.c_str() + at + name.size() + 1, nullptr, 10);
}

double cpu_ms(pid_t pid) {
    clockid_t clock = 0;
    timespec time{};
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

long switches(pid_t pid) {
    long sum = 0;
    std::error_code gone;
    for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task", gone))
        sum += field(task.path() / "status", "\nvoluntary_ctxt_switches");
    return sum;
}

}  // namespace

Program::Program(std::vector<std::string> command, std::map<std::string, std::string> environment)
    : command_(std::move(command)), environment_(std::move(environment)) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);  // orphans become our children, so that they are counted
}

void Program::start() {
    others_.clear();
    const auto family = children_by_parent();
    const auto [begin, end] = family.equal_range(getpid());
    for (auto child = begin; child != end; ++child) others_.insert(child->second);
    main_ = std::make_unique<support::Child>(command_, environment_);
}

std::set<pid_t> Program::processes() const {
    const auto family = children_by_parent();
    std::set<pid_t> found;
    std::vector<pid_t> parents{getpid()};
    while (!parents.empty()) {
        const auto [begin, end] = family.equal_range(parents.back());
        parents.pop_back();
        for (auto child = begin; child != end; ++child) {
            if (!others_.contains(child->second) && found.insert(child->second).second) parents.push_back(child->second);
        }
    }
    return found;
}

void Program::end() {
    main_->signal(SIGTERM);
    support::wait_until([&] { return !main_->running(); }, std::chrono::seconds(10));
    for (const pid_t pid : processes()) kill(pid, SIGKILL);
    main_.reset();
    support::wait_until([&] {
        const auto left = processes();
        for (const pid_t pid : left) waitpid(pid, nullptr, WNOHANG);
        return left.empty();
    });
}

Program::Usage Program::usage() const {
    Usage sum;
    for (const pid_t pid : processes()) {
        const auto rollup = "/proc/" + std::to_string(pid) + "/smaps_rollup";
        ++sum.processes;
        sum.cpu_ms += cpu_ms(pid);
        sum.switches += switches(pid);
        sum.pss_mb += static_cast<double>(field(rollup, "Pss")) / 1024;
        sum.rss_mb += static_cast<double>(field(rollup, "Rss")) / 1024;
    }
    return sum;
}

}  // namespace bench
