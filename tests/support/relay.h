#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/base/descriptor.h"

namespace support {

// A line of the network between a program and a server of the same machine: a port of the loopback before the server's unix
// socket, with somebody at the plug.
class Relay {
public:
    using Clock = std::chrono::steady_clock;

    explicit Relay(std::string server_socket);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    std::string where(const std::string& user) const;  // as libpq takes it, to the database "kiosk"
    void pull();    // nothing gets through any more, and nobody is told: a cable that lies on the floor
    void refuse();  // every line is ended, new ones as soon as they come: a server that is down
    void mend();    // what has waited on pulled lines gets through
    std::vector<Clock::time_point> opened() const;  // when lines came, in any state

private:
    enum class State : std::uint8_t { up, pulled, refusing };
    struct Line {
        kiosk::Descriptor client, server;
        bool over = false;
    };
    void set(State state);
    void run(const std::stop_token& stop);
    void wait();
    void take_new();
    void carry();

    std::string server_socket_;
    kiosk::Descriptor listener_, wake_;
    int port_ = 0;
    mutable std::mutex mutex_;  // of all below; held while bytes are carried, so that none is once pull() has returned
    State state_ = State::up;
    std::vector<std::unique_ptr<Line>> lines_;
    std::vector<Clock::time_point> opened_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace support
