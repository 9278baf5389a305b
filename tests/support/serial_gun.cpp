#include "tests/support/serial_gun.h"

#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <stdexcept>

#include "tests/support/process.h"

namespace support {

SerialGun::SerialGun() : line_(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (!line_ || ::grantpt(line_.get()) != 0 || ::unlockpt(line_.get()) != 0)
        throw std::runtime_error("no pseudo-terminal");
}

std::string SerialGun::keys(const std::string& framing) const {
    return std::string("serial = '") + ::ptsname(line_.get()) + "'\nserial_framing = '" + framing + "'";
}

bool SerialGun::read(const std::string& code) {
    const auto listens = [this] {
        termios line{};
        return ::tcgetattr(line_.get(), &line) == 0 && (line.c_lflag & ICANON) == 0;
    };
    return wait_until(listens) && ::write(line_.get(), code.data(), code.size()) == static_cast<ssize_t>(code.size());
}

}  // namespace support
