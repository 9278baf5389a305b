// A reader driver for the stock pcscd (IFD Handler 3.0) that plays support::SimReader. The device node is the path of the
// simulator's unix socket. It makes two connections, whose first byte tells which: 'C' for commands, 'E' for events.
//   command  [operation][size, 2 bytes, big-endian][data]   P power up, R reset: the ATR; O power down; X an APDU: its
//   answer   [size, 2 bytes, big-endian][data]              reply; S: one byte, 1 if a card is there, 2 if it is not known
//   event    any byte: look again now
// A second slot of the device is the socket of that name with ".1" behind it, if there is one.
extern "C" {
#include <PCSC/ifdhandler.h>
}
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Bytes = std::vector<std::uint8_t>;

class Socket {
public:
    Socket() = default;
    ~Socket() { close(); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    bool dial(const std::string& path, char kind) {
        close();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) return false;
        path.copy(address.sun_path, path.size());
        fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const auto* generic = reinterpret_cast<const sockaddr*>(&address);
        if (connect(fd_, generic, sizeof address) == 0 && ::send(fd_, &kind, 1, MSG_NOSIGNAL) == 1) return true;
        close();
        return false;
    }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    bool open() const { return fd_ >= 0; }
    int fd() const { return fd_; }
    bool send(const Bytes& bytes) {
        return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
    }
    std::optional<Bytes> receive(std::size_t size) {
        Bytes bytes(size);
        if (size > 0 && recv(fd_, bytes.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) return std::nullopt;
        return bytes;
    }

private:
    int fd_ = -1;
};

struct Device {
    std::mutex mutex;  // of `commands`: pcscd asks from the thread of the client and from its own
    std::string path;
    Socket commands, events;
    std::array<int, 2> wake{-1, -1};  // pipe
};
constexpr std::size_t most_slots = 2;
std::array<Device, 16 * most_slots> devices;  // pcscd knows a slot by its device's number and its own

Device* device_of(DWORD lun) {
    const std::size_t at = (lun >> 16) * most_slots + (lun & 0xFFFF);
    return (lun & 0xFFFF) < most_slots && at < devices.size() ? &devices[at] : nullptr;
}

bool has_second_slot(const Device& device) { return access((device.path + ".1").c_str(), F_OK) == 0; }

std::optional<Bytes> ask(Device& device, char operation, const std::uint8_t* data = nullptr, std::size_t size = 0) {
    const std::lock_guard lock(device.mutex);
    if (!device.commands.open() && !device.commands.dial(device.path, 'C')) return std::nullopt;
    Bytes request{static_cast<std::uint8_t>(operation), static_cast<std::uint8_t>(size >> 8),
                  static_cast<std::uint8_t>(size & 0xFF)};
    for (std::size_t i = 0; i < size; ++i) request.push_back(data[i]);
    if (device.commands.send(request)) {
        if (const auto header = device.commands.receive(2)) {
            if (auto answer = device.commands.receive(static_cast<std::size_t>((*header)[0] << 8 | (*header)[1])))
                return answer;
        }
    }
    device.commands.close();
    return std::nullopt;
}

// pcscd's thread of this reader sleeps here. It asks for the card's presence whenever this returns.
RESPONSECODE wait_for_event(DWORD lun, int timeout_ms) {
    Device* device = device_of(lun);
    if (!device->events.open()) device->events.dial(device->path, 'E');
    std::array<pollfd, 2> fds{{{device->events.fd(), POLLIN, 0}, {device->wake[0], POLLIN, 0}}};
    const bool unplugged = !device->events.open();
    poll(fds.data(), fds.size(), unplugged ? 200 : timeout_ms);
    std::array<char, 64> ignored{};
    // pcscd wakes it at every SCardDisconnect too: what is left in the pipe would wake it for ever
    if (fds[1].revents & POLLIN) static_cast<void>(!read(device->wake[0], ignored.data(), ignored.size()));
    if (fds[0].revents && recv(device->events.fd(), ignored.data(), ignored.size(), MSG_DONTWAIT) <= 0)
        device->events.close();
    return IFD_SUCCESS;
}

RESPONSECODE stop_waiting(DWORD lun) {
    return write(device_of(lun)->wake[1], "x", 1) == 1 ? IFD_SUCCESS : IFD_COMMUNICATION_ERROR;
}

template <class T>
RESPONSECODE give(const T& value, PDWORD length, PUCHAR buffer) {
    std::memcpy(buffer, &value, sizeof value);
    *length = sizeof value;
    return IFD_SUCCESS;
}

RESPONSECODE give_bytes(const std::optional<Bytes>& bytes, std::size_t least, std::size_t most, PDWORD length,
                        PUCHAR buffer) {
    *length = 0;
    if (!bytes || bytes->size() < least || bytes->size() > most) return IFD_COMMUNICATION_ERROR;
    std::memcpy(buffer, bytes->data(), bytes->size());
    *length = bytes->size();
    return IFD_SUCCESS;
}

}  // namespace

extern "C" {

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR name) {
    Device* device = device_of(lun);
    const std::string_view text(name);  // usb:VENDOR/PRODUCT:libudev:INTERFACE:DEVNODE
    const auto node = text.rfind(':');
    if (!device || node == std::string_view::npos) return IFD_COMMUNICATION_ERROR;
    device->path = text.substr(node + 1);
    if ((lun & 0xFFFF) > 0) device->path += "." + std::to_string(lun & 0xFFFF);
    if (!device->commands.dial(device->path, 'C')) return IFD_NO_SUCH_DEVICE;
    return pipe(device->wake.data()) == 0 ? IFD_SUCCESS : IFD_COMMUNICATION_ERROR;
}

RESPONSECODE IFDHCreateChannel(DWORD, DWORD) { return IFD_NOT_SUPPORTED; }

RESPONSECODE IFDHCloseChannel(DWORD lun) {
    Device* device = device_of(lun);
    const std::lock_guard lock(device->mutex);
    device->commands.close();
    device->events.close();
    for (int& end : device->wake) {
        if (end >= 0) close(end);
        end = -1;
    }
    return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
    switch (tag) {
        case TAG_IFD_ATR:
            return give_bytes(ask(*device_of(lun), 'P'), 0, *length, length, value);
        case TAG_IFD_SLOTS_NUMBER:
            return give(static_cast<UCHAR>(has_second_slot(*device_of(lun)) ? 2 : 1), length, value);
        case TAG_IFD_THREAD_SAFE:
        case TAG_IFD_SLOT_THREAD_SAFE:
            return give(UCHAR{1}, length, value);
        case TAG_IFD_SIMULTANEOUS_ACCESS:
            return give(UCHAR{16}, length, value);
        case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT:
            return give(&wait_for_event, length, value);
        case TAG_IFD_STOP_POLLING_THREAD:
            return give(&stop_waiting, length, value);
        default:
            *length = 0;
            return IFD_ERROR_TAG;
    }
}

RESPONSECODE IFDHSetCapabilities(DWORD, DWORD, DWORD, PUCHAR) { return IFD_NOT_SUPPORTED; }
RESPONSECODE IFDHSetProtocolParameters(DWORD, DWORD, UCHAR, UCHAR, UCHAR, UCHAR) { return IFD_SUCCESS; }

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD length) {
    if (action == IFD_POWER_DOWN) return ask(*device_of(lun), 'O') ? IFD_SUCCESS : IFD_COMMUNICATION_ERROR;
    const auto answer = ask(*device_of(lun), action == IFD_RESET ? 'R' : 'P');
    return give_bytes(answer, 1, MAX_ATR_SIZE, length, atr) == IFD_SUCCESS ? IFD_SUCCESS : IFD_ERROR_POWER_ACTION;
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER, PUCHAR command, DWORD size, PUCHAR reply, PDWORD length,
                               PSCARD_IO_HEADER) {
    return give_bytes(ask(*device_of(lun), 'X', command, size), 1, *length, length, reply);
}

RESPONSECODE IFDHControl(DWORD, DWORD, PUCHAR, DWORD, PUCHAR, DWORD, LPDWORD length) {
    if (length) *length = 0;
    return IFD_ERROR_NOT_SUPPORTED;
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
    const auto answer = ask(*device_of(lun), 'S');
    if (!answer || answer->empty()) return IFD_NO_SUCH_DEVICE;
    if (answer->front() > 1) return IFD_COMMUNICATION_ERROR;
    return answer->front() == 1 ? IFD_ICC_PRESENT : IFD_ICC_NOT_PRESENT;
}

}  // extern "C"
