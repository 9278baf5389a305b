#include "tests/support/relay.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include <fmt/format.h>

namespace support {
namespace {

kiosk::Descriptor connect_to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    kiosk::Descriptor line(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(line.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return kiosk::Descriptor(-1);
    return line;
}

// What one end has said, to the other. False: it has hung up.
bool carry_some(int from, int to) {
    std::array<char, 65536> bytes{};
    const auto count = ::recv(from, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    return count > 0 && ::send(to, bytes.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) == count;
}

}  // namespace

Relay::Relay(std::string server_socket)
    : server_socket_(std::move(server_socket)),
      listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    if (::bind(listener_.get(), raw, size) != 0 || ::listen(listener_.get(), 16) != 0 ||
        ::getsockname(listener_.get(), raw, &size) != 0)
        throw std::runtime_error("no port for a relay");
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Relay::~Relay() {
    thread_.request_stop();
    ::eventfd_write(wake_.get(), 1);
}

std::string Relay::where(const std::string& user) const {
    return fmt::format("host=127.0.0.1 port={} dbname=kiosk user={} sslmode=disable", port_, user);
}

void Relay::pull() { set(State::pulled); }
void Relay::refuse() { set(State::refusing); }
void Relay::mend() { set(State::up); }

void Relay::set(State state) {
    {
        const std::scoped_lock lock(mutex_);
        state_ = state;
        if (state == State::refusing) lines_.clear();
    }
    ::eventfd_write(wake_.get(), 1);
}

std::vector<Relay::Clock::time_point> Relay::opened() const {
    const std::scoped_lock lock(mutex_);
    return opened_;
}

void Relay::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        wait();
        const std::scoped_lock lock(mutex_);
        take_new();
        if (state_ == State::up) carry();
    }
}

void Relay::wait() {
    std::vector<pollfd> watched{{wake_.get(), POLLIN, 0}, {listener_.get(), POLLIN, 0}};
    {
        const std::scoped_lock lock(mutex_);
        for (const auto& line : lines_) {
            if (state_ != State::up) break;
            watched.push_back({line->client.get(), POLLIN, 0});
            watched.push_back({line->server.get(), POLLIN, 0});
        }
    }
    ::poll(watched.data(), watched.size(), -1);
    eventfd_t woken = 0;
    ::eventfd_read(wake_.get(), &woken);
}

void Relay::take_new() {
    for (;;) {
        kiosk::Descriptor client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!client) return;
        opened_.push_back(Clock::now());
        if (state_ == State::refusing) continue;
        if (auto server = connect_to(server_socket_))
            lines_.push_back(std::make_unique<Line>(Line{std::move(client), std::move(server)}));
    }
}

void Relay::carry() {
    for (const auto& line : lines_)
        line->over =
            !carry_some(line->client.get(), line->server.get()) || !carry_some(line->server.get(), line->client.get());
    std::erase_if(lines_, [](const auto& line) { return line->over; });
}

}  // namespace support
