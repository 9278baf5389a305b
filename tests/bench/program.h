#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace bench {

// A program with all the processes it starts, even those that leave their parent. One at a time.
class Program {
public:
    Program(std::vector<std::string> command, std::map<std::string, std::string> environment);

    void start();
    void end();  // SIGTERM, then SIGKILL to whatever of it is left

    struct Usage {
        int processes = 0;
        double cpu_ms = 0;  // user and system, since each process began
        long switches = 0;  // voluntary: how often one of its threads went to wait
        double pss_mb = 0;  // shared pages divided by those who share them
        double rss_mb = 0;  // the sum, shared pages counted in each process
    };
    Usage usage() const;

private:
    std::set<pid_t> processes() const;

    std::vector<std::string> command_;
    std::map<std::string, std::string> environment_;
    std::set<pid_t> others_;  // the benchmark's other children
    std::unique_ptr<support::Child> main_;
};

}  // namespace bench
