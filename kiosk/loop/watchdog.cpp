#include "kiosk/loop/watchdog.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace kiosk {
namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return value ? value : "";
}

// A path, or "@name" of the abstract names. Empty: it is neither, or too long.
std::string address_of(std::string socket) {
    if (socket.size() < 2 || socket.size() >= sizeof(sockaddr_un::sun_path)) return {};
    if (socket[0] == '@') socket[0] = '\0';
    return socket[0] == '/' || socket[0] == '\0' ? socket : std::string{};
}

std::chrono::microseconds half_of(std::string_view period_us) {
    std::int64_t period = 0;
    const char* end = period_us.data() + period_us.size();
    const auto [read, wrong] = std::from_chars(period_us.data(), end, period);
    if (wrong != std::errc{} || read != end || period < 2) return {};
    return std::chrono::microseconds(period / 2);
}

}  // namespace

Watchdog::Watchdog(const std::string& socket, std::string_view period_us)
    : address_(address_of(socket)),
      socket_(address_.empty() ? -1 : ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (socket_) every_ = half_of(period_us);
}

Watchdog Watchdog::of_environment() { return {variable("NOTIFY_SOCKET"), variable("WATCHDOG_USEC")}; }

void Watchdog::ready(Steady now) {
    notify("READY=1");
    look(now, true);
}

void Watchdog::look(Steady now, bool well) {
    if (every_.count() == 0) return;
    if (well) notify("WATCHDOG=1");
    due_ = now + every_;
}

// A manager that does not take it learns what it would learn from silence.
void Watchdog::notify(std::string_view words) const {
    if (!socket_) return;
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    static_cast<void>(::sendto(socket_.get(), words.data(), words.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&to), size));  // NOLINT(*-reinterpret-cast): the API's
}

}  // namespace kiosk
