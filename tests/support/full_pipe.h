#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace support {

// A pipe that is full and that nobody reads, until somebody does.
class FullPipe {
public:
    FullPipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        ::fcntl(ends_[1], F_SETFL, O_NONBLOCK);
        const std::string block(4096, '.');
        while (::write(ends_[1], block.data(), block.size()) > 0) filled_ += block.size();
        ::fcntl(ends_[1], F_SETFL, 0);  // whoever writes waits, as before
    }
    ~FullPipe() {
        close_reader();
        close_writer();
    }
    FullPipe(const FullPipe&) = delete;
    FullPipe& operator=(const FullPipe&) = delete;

    int writer() const { return ends_[1]; }
    std::string path() const { return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(ends_[1]); }
    void close_reader() { close(ends_[0]); }
    void close_writer() { close(ends_[1]); }

    // What comes behind that which fills it, until nobody can write any more.
    std::string read_to_end() {
        std::string text;
        std::array<char, 65536> some{};
        for (ssize_t count = 0; (count = ::read(ends_[0], some.data(), some.size())) > 0;)
            text.append(some.data(), static_cast<std::size_t>(count));
        return text.substr(std::min(text.size(), filled_));
    }

private:
    static void close(int& fd) {
        if (fd >= 0) ::close(fd);
        fd = -1;
    }

    std::array<int, 2> ends_{-1, -1};
    std::size_t filled_ = 0;
};

}  // namespace support
