#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "tests/support/pcscd.h"

namespace support {

SimReader::SimReader(Pcscd& daemon, std::string serial)
    : daemon_(&daemon), serial_(std::move(serial)), node_(daemon.dir_ + "/" + serial_) {}

SimReader::SimReader(std::string node, Configured) : daemon_(nullptr), node_(std::move(node)) {}

SimReader::SimReader(Pcscd& daemon, std::string serial, SecondSlot)
    : daemon_(&daemon), serial_(std::move(serial)), node_(daemon.dir_ + "/" + serial_ + ".1"), second_slot_(true) {}

SimReader::~SimReader() { unplug(); }

void SimReader::plug() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    node_.copy(address.sun_path, sizeof address.sun_path - 1);
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener_, 8) != 0)
        throw std::runtime_error(node_ + ": cannot listen");
    waker_ = eventfd(0, EFD_CLOEXEC);
    opened_ = false;
    thread_ = std::jthread([this](std::stop_token stop) { serve(std::move(stop)); });
    if (second_slot_ || !daemon_) return;
    daemon_->announce(serial_, node_);
    if (!daemon_->daemon_) return;
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(10), [this] { return opened_; }))
        throw std::runtime_error("pcscd has not opened " + node_);
}

void SimReader::unplug() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    eventfd_write(waker_, 1);
    thread_.join();
    unlink(node_.c_str());
    for (const int fd : {listener_, waker_}) close(fd);
    if (!second_slot_ && daemon_) daemon_->withdraw(serial_);
}

void SimReader::insert(hw::SimulatedCard card) {
    {
        const std::lock_guard lock(mutex_);
        if (card_) absent_looks_ = 2;
        card_ = std::move(card);
        sent_.clear();
        ++card_serial_;
    }
    look_again();
}

void SimReader::pull() {
    {
        const std::lock_guard lock(mutex_);
        card_.reset();
        absent_looks_ = 2;
        ++card_serial_;
    }
    look_again();
}

void SimReader::hang() {
    const std::lock_guard lock(mutex_);
    hanging_ = true;
}

void SimReader::go_on() {
    {
        const std::lock_guard lock(mutex_);
        hanging_ = false;
    }
    changed_.notify_all();
}

void SimReader::lose_sense() {
    {
        const std::lock_guard lock(mutex_);
        senseless_ = true;
    }
    look_again();
}

void SimReader::regain_sense() {
    {
        const std::lock_guard lock(mutex_);
        senseless_ = false;
    }
    look_again();
}

int SimReader::apdus() {
    const std::lock_guard lock(mutex_);
    return apdus_;
}

std::vector<hw::Bytes> SimReader::commands() {
    const std::lock_guard lock(mutex_);
    return sent_;
}

std::chrono::nanoseconds SimReader::card_time() {
    const std::lock_guard lock(mutex_);
    return card_time_;
}

std::chrono::steady_clock::time_point SimReader::last_answer() {
    const std::lock_guard lock(mutex_);
    return last_answer_;
}

void SimReader::look_again() {
    changed_.notify_all();
    const std::lock_guard lock(mutex_);
    wake_pcscd();
}

void SimReader::wake_pcscd() {
    for (const int fd : events_) send(fd, "!", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void SimReader::serve(std::stop_token stop) {
    while (!stop.stop_requested()) {
        std::vector<pollfd> fds{{waker_, POLLIN, 0}, {listener_, POLLIN, 0}};
        for (const int fd : commands_) fds.push_back({fd, POLLIN, 0});
        poll(fds.data(), fds.size(), -1);
        if (fds[1].revents) accept_one();
        for (std::size_t i = 2; i < fds.size(); ++i) {
            if (!fds[i].revents || answer_one(fds[i].fd, stop)) continue;
            close(fds[i].fd);
            std::erase(commands_, fds[i].fd);
        }
    }
    const std::lock_guard lock(mutex_);
    for (const auto* fds : {&commands_, &events_}) {
        for (const int fd : *fds) close(fd);
    }
    commands_.clear();
    events_.clear();
}

void SimReader::accept_one() {
    const int fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    char kind = 0;
    if (fd < 0) return;
    if (recv(fd, &kind, 1, 0) != 1) {
        close(fd);
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        (kind == 'E' ? events_ : commands_).push_back(fd);
        opened_ = true;
    }
    changed_.notify_all();
    // pcscd may have looked for a card just before it began to listen for events
    if (kind == 'E') send(fd, "!", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool SimReader::answer_one(int fd, std::stop_token stop) {
    std::array<std::uint8_t, 3> header{};
    if (recv(fd, header.data(), header.size(), MSG_WAITALL) != 3) return false;
    hw::Bytes data(static_cast<std::size_t>(header[1] << 8 | header[2]));
    if (!data.empty() && recv(fd, data.data(), data.size(), MSG_WAITALL) != static_cast<ssize_t>(data.size())) return false;
    hw::Bytes reply = answer(static_cast<char>(header[0]), data, std::move(stop));
    const auto size = reply.size();
    reply.insert(reply.begin(), {static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size & 0xFF)});
    return send(fd, reply.data(), reply.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(reply.size());
}

hw::Bytes SimReader::answer(char operation, hw::ByteView data, std::stop_token stop) {
    if (operation == 'X') return transmit(data, std::move(stop));
    const std::lock_guard lock(mutex_);
    if (operation == 'S' && senseless_) return {2};
    if (operation == 'S') return {static_cast<std::uint8_t>(shows_card() ? 1 : 0)};
    if (card_) card_->reset();
    return card_ && operation != 'O' ? card_->atr() : hw::Bytes{};
}

// libccid too takes a card that has lost its power between two looks for absent. Two looks, as the one that pcscd makes
// before it cuts the power tells nobody.
bool SimReader::shows_card() {
    if (absent_looks_ == 0) return card_.has_value();
    --absent_looks_;
    if (card_) wake_pcscd();
    return false;
}

hw::Bytes SimReader::transmit(hw::ByteView apdu, std::stop_token stop) {
    {
        const auto begin = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        const int serial = card_serial_;
        ++apdus_;
        sent_.emplace_back(apdu.begin(), apdu.end());
        if (!card_) return {};
        const auto gone = [&] { return card_serial_ != serial; };
        if (changed_.wait_for(lock, stop, card_->delay(), gone)) return {};
        if (!changed_.wait(lock, stop, [&] { return gone() || !hanging_; }) || gone()) return {};
        auto reply = card_->transmit(apdu);
        last_answer_ = std::chrono::steady_clock::now();
        card_time_ += last_answer_ - begin;
        if (reply) return *std::move(reply);
        if (reply.error().fault != kiosk::Fault::card_removed_early) return {};
        card_.reset();
        absent_looks_ = 2;
        ++card_serial_;
    }
    look_again();
    return {};
}

}  // namespace support
