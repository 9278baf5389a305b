#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace support {

// A folder of this test's own, gone with it. Its path is short, so that unix sockets fit into it.
class TempDir {
public:
    explicit TempDir(const std::filesystem::path& parent = "/tmp");
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

// A program that runs beside the test and dies with it.
class Child {
public:
    // `output`: file that stdout and stderr are appended to; empty: /dev/null.
    Child(std::vector<std::string> command, std::map<std::string, std::string> environment = {}, std::string output = {});
    ~Child();  // SIGKILL, if it still runs
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }
    void signal(int number);
    bool running();
    int wait();  // exit code, or 128 + signal

private:
    pid_t pid_ = -1;
    int status_ = 0;
};

struct Finished {
    int code = 0;  // or 128 + signal
    std::string out, err;
};
Finished run(std::vector<std::string> command, std::map<std::string, std::string> environment = {}, std::string input = {});

// Waits for something that tells nobody when it happens (a file of another program, a pixel). False: it did not, in time.
bool wait_until(const std::function<bool()>& happened, std::chrono::milliseconds at_most = std::chrono::seconds(20));

std::ptrdiff_t count_threads();  // of this process

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace support
