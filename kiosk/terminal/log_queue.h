#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace kiosk {

// Lines on their way to a descriptor that somebody reads, or nobody does. Any thread may push; none of them ever waits.
class LogQueue {
public:
    static constexpr std::size_t most_lines = 1024;

    void push(std::string line);  // the oldest line goes where there is no room
    void close();                 // what is pushed from now on goes nowhere

    struct Next {
        std::string line;
        std::size_t lost_before = 0;  // lines that went for want of room
    };
    std::optional<Next> pop();  // waits for a line; nullopt: closed, and all are taken

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    std::size_t lost_ = 0;
    bool closed_ = false;
};

// Takes lines to a descriptor, for as long as a slow reader needs. A line that cannot be written (the disk is full, whoever
// read has gone) is lost; how many were is logged as soon as one can be written again. SIGPIPE must be ignored.
class LogWriter {
public:
    explicit LogWriter(int fd) : fd_(fd) {}
    void write(const LogQueue::Next& next);

private:
    bool write_line(std::string_view line);
    bool write_all(std::string_view text);

    int fd_;
    std::size_t lost_ = 0;
    bool torn_ = false;  // what was written last ended within a line
};

}  // namespace kiosk
