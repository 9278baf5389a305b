#include "hw/reader/pcsc_trouble.h"

#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string_view>

#include "hw/reader/pcsc_slots.h"

namespace hw {
namespace {

namespace fs = std::filesystem;
using kiosk::Fault;

// Makers of readers, some of which are no CCID devices and need their maker's driver.
constexpr std::array<std::string_view, 7> makers{"072f",   // ACS
                                                 "04e6",   // SCM, Identiv
                                                 "076b",   // HID Omnikey
                                                 "08e6",   // Gemalto
                                                 "096e",   // Feitian
                                                 "04cc",   // NXP, PN53x
                                                 "054c"};  // Sony; makes much else, so by product
constexpr std::string_view sony = "054c:06c";              // RC-S380

std::string printable(std::string text) {
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

std::string read_line(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return printable(line);
}

// The interface of a device that a card reader's driver would take: the one of class 0B (smart card), else the first.
struct Interface {
    bool ccid = false;
    std::string driver;
};
Interface interface_of(const fs::path& devices, const std::string& device) {
    Interface best;
    bool first = true;
    std::error_code code;
    std::set<fs::path> all;
    for (const auto& entry : fs::directory_iterator(devices, code)) all.insert(entry.path());
    for (const auto& path : all) {
        if (!path.filename().string().starts_with(device + ":")) continue;
        const bool ccid = read_line(path / "bInterfaceClass") == "0b";
        if (!first && (best.ccid || !ccid)) continue;
        const auto link = fs::read_symlink(path / "driver", code);
        best = {ccid, code ? std::string() : link.filename().string()};
        first = false;
    }
    return best;
}

bool is_of_a_maker(const std::string& id) {
    if (id.starts_with("054c")) return id.starts_with(sony);
    return std::ranges::find(makers, std::string_view(id).substr(0, 4)) != makers.end();
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "\"" : ", \"") + printable(name) + "\"";
    return all;
}

std::string called(const UsbReader& reader) {
    return (reader.product.empty() ? "a device" : reader.product) + " (" + reader.id + ")";
}

ReaderTrouble wrong(std::string state, std::string remedy) { return {false, std::move(state), std::move(remedy)}; }

ReaderTrouble judge_door(const ReaderScene& scene) {
    if (scene.door == PcscDoor::missing && !scene.installed)
        return wrong("the card service pcscd is not installed", "apt install pcscd libccid");
    if (scene.door == PcscDoor::missing)
        return wrong("pcscd does not run, and nothing would start it: " + scene.socket + " is not there",
                     "systemctl enable --now pcscd.socket");
    if (scene.door == PcscDoor::stale)
        return wrong("nobody listens at " + scene.socket, "systemctl restart pcscd.socket pcscd");
    return wrong("no permission: " + scene.user + " may not open " + scene.socket,
                 scene.socket_group.empty() || scene.socket_group == "root"
                     ? "chmod 666 " + scene.socket
                     : "usermod -aG " + scene.socket_group + " " + scene.user + ", then log in anew or restart the service");
}

ReaderTrouble judge_service(const ReaderScene& scene) {
    switch (scene.names.error().fault) {
        case Fault::reader_forbidden:
            return wrong("no permission: pcscd refuses " + scene.user + " (polkit)",
                         "echo 'polkit.addRule(function(action, subject) { if "
                         "(action.id.indexOf(\"org.debian.pcsc-lite.\") == 0 && subject.user == \"" +
                             scene.user +
                             "\") return polkit.Result.YES; });' > /etc/polkit-1/rules.d/50-kiosk-reader.rules");
        case Fault::reader_silent:
            return wrong("pcscd takes the line, but does not answer", "systemctl restart pcscd");
        default:
            return wrong("pcscd ends as soon as it is asked: " + scene.names.error().detail,
                         "journalctl -u pcscd -b, then: systemctl restart pcscd.socket pcscd");
    }
}

// pcscd runs and has no reader: is one on USB at all, and who has it?
ReaderTrouble judge_usb(const ReaderScene& scene) {
    for (const UsbReader& reader : scene.usb) {
        if (reader.driver.empty() || reader.driver == "usbfs") continue;
        return wrong("wrong driver: the kernel's " + reader.driver + " has taken " + called(reader),
                     "modprobe -r " + reader.driver + "; echo 'blacklist " + reader.driver +
                         "' > /etc/modprobe.d/kiosk-reader.conf; systemctl restart pcscd");
    }
    for (const UsbReader& reader : scene.usb) {
        if (reader.ccid && !scene.ccid_driver)
            return wrong("no driver for " + called(reader), "apt install libccid; systemctl restart pcscd");
        if (reader.ccid)
            return wrong("pcscd does not take " + called(reader), "systemctl restart pcscd; journalctl -u pcscd -b");
    }
    if (!scene.usb.empty())
        return wrong("no driver for " + called(scene.usb.front()) + ", which is no CCID reader",
                     scene.usb.front().id.starts_with("072f") ? "apt install libacsccid1; systemctl restart pcscd"
                                                              : "install its maker's driver for pcsc-lite");
    return wrong("pcscd runs, but no card reader is on USB", "plug it into another USB socket, and look: lsusb");
}

}  // namespace

std::string pcsc_socket() {
    const char* named = std::getenv("PCSCLITE_CSOCK_NAME");
    return named && *named ? named : "/run/pcscd/pcscd.comm";
}

PcscDoor knock_at(const std::string& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.size() >= sizeof address.sun_path) return PcscDoor::missing;
    socket.copy(address.sun_path, socket.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);  // a hanging pcscd's queue may be full
    const bool taken = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int why = errno;
    close(fd);
    if (taken || why == EAGAIN) return PcscDoor::open;
    if (why == EACCES || why == EPERM) return PcscDoor::closed;
    return why == ECONNREFUSED ? PcscDoor::stale : PcscDoor::missing;
}

std::vector<UsbReader> usb_readers(const fs::path& root) {
    const auto devices = root / "sys/bus/usb/devices";
    std::vector<UsbReader> readers;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(devices, code)) {
        const auto device = entry.path().filename().string();
        if (device.find(':') != std::string::npos) continue;
        const auto interface = interface_of(devices, device);
        UsbReader reader{.id = read_line(entry.path() / "idVendor") + ":" + read_line(entry.path() / "idProduct"),
                         .product = read_line(entry.path() / "product"),
                         .driver = interface.driver,
                         .ccid = interface.ccid};
        if (reader.ccid || is_of_a_maker(reader.id)) readers.push_back(std::move(reader));
    }
    std::ranges::sort(readers, {}, &UsbReader::id);
    return readers;
}

ReaderScene look_at_reader(const std::string& name_part, const fs::path& root) {
    ReaderScene scene;
    std::error_code code;
    struct stat socket {};
    const passwd* user = getpwuid(geteuid());
    scene.user = user ? user->pw_name : std::to_string(geteuid());
    scene.name_part = name_part;
    scene.installed = fs::exists(root / "usr/sbin/pcscd", code);
    scene.ccid_driver = fs::exists(root / "usr/lib/pcsc/drivers/ifd-ccid.bundle", code);
    scene.socket = pcsc_socket();
    const group* owner = stat(scene.socket.c_str(), &socket) == 0 ? getgrgid(socket.st_gid) : nullptr;
    scene.socket_group = owner ? owner->gr_name : "";
    scene.door = knock_at(scene.socket);
    if (scene.door == PcscDoor::open) scene.names = list_pcsc_readers(name_part, std::chrono::seconds(5));
    scene.usb = usb_readers(root);
    return scene;
}

ReaderTrouble judge(const ReaderScene& scene) {
    if (scene.door != PcscDoor::open) return judge_door(scene);
    if (!scene.names) return judge_service(scene);
    if (scene.names->empty()) return judge_usb(scene);
    auto fitting = *scene.names;
    std::erase_if(fitting, [&](const std::string& name) { return !is_wanted(name, scene.name_part); });
    const std::string there = "there are " + joined(*scene.names);
    if (fitting.empty() && scene.name_part.empty())
        return wrong("only slots for the terminal's own cards: " + there, "plug in a reader for visitors' cards");
    if (fitting.empty())
        return wrong(
            "no reader's name contains \"" + printable(scene.name_part) + "\": " + there,
            "write a part of such a name into kiosk.toml: [reader] name = \"" + printable(scene.names->front()) + "\"");
    std::set<std::string> places;
    for (const Slot& slot : slots_of(fitting)) places.insert(slot.place);
    if (places.size() < 2) return {true, joined(fitting), {}};
    return {
        true, std::to_string(places.size()) + " readers fit, and any of them is read: " + joined(fitting),
        "for one alone, write a part of its name into kiosk.toml: [reader] name = \"" + printable(fitting.front()) + "\""};
}

}  // namespace hw
