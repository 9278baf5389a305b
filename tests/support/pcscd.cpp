#include "tests/support/pcscd.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace support {
namespace {

constexpr auto info_plist = R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
	<key>CFBundleExecutable</key>
	<string>libifd.so</string>
	<key>CFBundleName</key>
	<string>KIOSKTEST</string>
	<key>ifdCapabilities</key>
	<string>0x00000000</string>
	<key>ifdVendorID</key>
	<array><string>0x1209</string></array>
	<key>ifdProductID</key>
	<array><string>0x0001</string></array>
	<key>ifdFriendlyName</key>
	<array><string>Kiosk Test Reader</string></array>
</dict></plist>
)";

std::string make_dir() {
    const std::string base = "/tmp/kiosk-pcscd-" + std::to_string(getpid());
    for (int i = 0; i < 100; ++i) {
        const std::string path = i == 0 ? base : base + "." + std::to_string(i);
        if (mkdir(path.c_str(), 0700) == 0) return path;
    }
    throw std::runtime_error(base + ": cannot be made");
}

}  // namespace

Pcscd::Pcscd() : dir_(make_dir()) {
    const std::filesystem::path bundle = dir_ + "/drivers/ifd-kiosk.bundle/Contents";
    std::filesystem::create_directories(bundle / "Linux");
    std::filesystem::create_directories(dir_ + "/config");
    write_file(bundle / "Info.plist", info_plist);
    std::filesystem::create_symlink(KIOSK_TEST_IFD_HANDLER, bundle / "Linux/libifd.so");
}

Pcscd::~Pcscd() {
    daemon_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(dir_, ignored);
}

void Pcscd::serve_this_process() const { setenv("PCSCLITE_CSOCK_NAME", socket().c_str(), 1); }

void Pcscd::start() {
    std::filesystem::remove(dir_ + "/udev");
    daemon_ = std::make_unique<Child>(
        std::vector<std::string>{KIOSK_TEST_PCSCD_LAUNCH, socket(), dir_ + "/config", KIOSK_TEST_PCSCD_SHIM},
        std::map<std::string, std::string>{{"KIOSK_PCSC_DRIVERS", dir_ + "/drivers"}, {"KIOSK_UDEV", dir_ + "/udev"}},
        dir_ + "/log");
    if (!wait_until([&] { return tell_udev("hello"); })) throw std::runtime_error("pcscd does not start: " + log());
    for (const auto& [serial, node] : plugged_) announce(serial, node);
}

void Pcscd::kill() { daemon_.reset(); }

void Pcscd::freeze() { daemon_->signal(SIGSTOP); }

void Pcscd::thaw() { daemon_->signal(SIGCONT); }

void Pcscd::announce(const std::string& serial, const std::string& node) {
    plugged_[serial] = node;
    if (daemon_) tell_udev("add 1209 0001 usb-" + serial + " " + node + " " + serial);
}

void Pcscd::withdraw(const std::string& serial) {
    plugged_.erase(serial);
    if (daemon_) tell_udev("remove usb-" + serial);
}

bool Pcscd::tell_udev(const std::string& line) const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    (dir_ + "/udev").copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const auto sent = sendto(fd, line.data(), line.size(), 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    close(fd);
    return sent == static_cast<ssize_t>(line.size());
}

}  // namespace support
