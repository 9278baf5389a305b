#include "kiosk/terminal/log_queue.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <fmt/format.h>

namespace kiosk {
void LogQueue::push(std::string line) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return;
        if (lines_.size() == most_lines) {
            lines_.pop_front();
            ++lost_;
        }
        lines_.push_back(std::move(line));
    }
    changed_.notify_one();
}

void LogQueue::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_one();
}

std::optional<LogQueue::Next> LogQueue::pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !lines_.empty(); });
    if (lines_.empty()) return std::nullopt;
    Next next{std::move(lines_.front()), std::exchange(lost_, 0)};
    lines_.pop_front();
    return next;
}

void LogWriter::write(const LogQueue::Next& next) {
    lost_ += next.lost_before;
    if (lost_ > 0 && write_line(fmt::format("W log: {} lines before this one are lost\n", lost_))) lost_ = 0;
    if (lost_ > 0 || !write_line(next.line)) ++lost_;
}

bool LogWriter::write_line(std::string_view line) {
    if (torn_ && !write_all("\n")) return false;
    torn_ = false;
    return write_all(line);
}

bool LogWriter::write_all(std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(fd_, text.data(), text.size());
        if (count > 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
            torn_ = !text.empty();
        } else if (count < 0 && errno == EAGAIN) {  // whoever shares it made it non-blocking
            pollfd writable{fd_, POLLOUT, 0};
            ::poll(&writable, 1, -1);
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

}  // namespace kiosk
