#include "hw/scanner/hearing.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace hw {

using kiosk::Descriptor;
using kiosk::Error;
using kiosk::Fault;

namespace {

constexpr std::chrono::milliseconds scan_is_over{600};  // longer than any framing waits
constexpr std::size_t longest_scan = 65536;

}  // namespace

bool make_raw(int fd) {
    termios line{};
    if (tcgetattr(fd, &line) != 0) return false;
    cfmakeraw(&line);
    line.c_cflag |= CLOCAL | CREAD;
    line.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS | CSTOPB);
    cfsetspeed(&line, B115200);
    if (tcsetattr(fd, TCSAFLUSH, &line) != 0) return false;
    ioctl(fd, TIOCEXCL);
    int lines = TIOCM_DTR | TIOCM_RTS;
    ioctl(fd, TIOCMBIS, &lines);  // a pseudo-terminal answers ENOTTY
    return true;
}

kiosk::Result<Hearing> Hearing::open(const std::string& serial, int keyboard) {
    Descriptor port(serial.empty() ? -1 : ::open(serial.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!serial.empty() && !port) {
        const bool absent = errno == ENOENT || errno == ENXIO || errno == ENODEV;
        return Error{absent ? Fault::scanner_absent : Fault::scanner_silent, serial + ": " + std::strerror(errno)};
    }
    if (port && !make_raw(port.get())) return Error{Fault::scanner_silent, serial + " is no serial port"};
    return Hearing(std::move(port), keyboard);
}

Hearing::Hearing(Descriptor serial, int keyboard) : serial_(std::move(serial)), keyboard_(keyboard) {
    termios line{};
    if (keyboard_ < 0 || tcgetattr(keyboard_, &line) != 0) return;
    before_ = line;
    line.c_iflag &= ~static_cast<tcflag_t>(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
    line.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
    line.c_cc[VMIN] = 1;
    line.c_cc[VTIME] = 0;
    tcsetattr(keyboard_, TCSAFLUSH, &line);
}

Hearing::Hearing(Hearing&& other) noexcept
    : serial_(std::move(other.serial_)), keyboard_(other.keyboard_), before_(std::exchange(other.before_, {})) {}

Hearing::~Hearing() {
    if (before_) tcsetattr(keyboard_, TCSAFLUSH, &*before_);
}

kiosk::Result<std::optional<Hearing::Scan>> Hearing::hear(std::chrono::milliseconds at_most) {
    std::array<pollfd, 2> ready{pollfd{serial_.get(), POLLIN, 0}, pollfd{keyboard_, POLLIN, 0}};
    const int count = poll(ready.data(), ready.size(), static_cast<int>(at_most.count()));
    if (count < 0 && errno != EINTR) return Error{Fault::scanner_silent, std::strerror(errno)};
    if (count <= 0) return std::optional<Scan>{};
    const bool typed = ready[0].revents == 0;
    return rest(typed ? keyboard_ : serial_.get(), typed);
}

kiosk::Result<std::optional<Hearing::Scan>> Hearing::rest(int fd, bool typed) const {
    Scan scan{{}, typed};
    std::array<char, 1024> buffer{};
    pollfd ready{fd, POLLIN, 0};
    do {
        const ssize_t size = read(fd, buffer.data(), buffer.size());
        if (size <= 0 && scan.bytes.empty())
            return Error{Fault::scanner_absent, typed ? "the keyboard is at its end" : "the scanner was unplugged"};
        if (size <= 0) break;
        scan.bytes.append(buffer.data(), static_cast<std::size_t>(size));
    } while (scan.bytes.size() < longest_scan && poll(&ready, 1, static_cast<int>(scan_is_over.count())) > 0);
    constexpr char interrupt = 3;  // as a terminal has it
    if (typed && before_ && scan.bytes == std::string(1, interrupt)) return Error{Fault::refused, "interrupted"};
    return std::optional(std::move(scan));
}

}  // namespace hw
