#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "kiosk/base/result.h"

// For an administrator: what is wrong between this machine and its card reader, and the next command to type.
namespace hw {

// Where pcscd listens for us: PCSCLITE_CSOCK_NAME, or pcscd's own place.
std::string pcsc_socket();

// What a knock at that socket says.
enum class PcscDoor : std::uint8_t {
    open,     // somebody takes the line
    missing,  // no such file: pcscd does not run, and nothing would start it
    stale,    // nobody listens
    closed,   // we may not open it
};
PcscDoor knock_at(const std::string& socket);

// A device on USB that is, or may be, a card reader.
struct UsbReader {
    std::string id;       // "072f:2200"
    std::string product;  // as it calls itself; printable ASCII
    std::string driver;   // the kernel's, where the reader's should be; empty: none. "usbfs": pcscd has it
    bool ccid = false;    // the common kind, which libccid drives
    bool operator==(const UsbReader&) const = default;
};
std::vector<UsbReader> usb_readers(const std::filesystem::path& root);  // below root/sys; "/" on a machine

// The names of pcscd's readers. Takes at_most, and leaves a thread behind if pcscd hangs. Also asks whether a card in one
// whose name has `name_part` could be read. Errors: reader_service_gone, reader_silent (it hangs), reader_forbidden.
kiosk::Result<std::vector<std::string>> list_pcsc_readers(const std::string& name_part, std::chrono::milliseconds at_most);

// All that an administrator could find out.
struct ReaderScene {
    std::string user;        // who we are
    std::string name_part;   // as configured
    bool installed = false;  // pcscd
    bool ccid_driver = false;
    PcscDoor door = PcscDoor::open;
    std::string socket, socket_group;
    kiosk::Result<std::vector<std::string>> names = std::vector<std::string>{};  // if the door is open
    std::vector<UsbReader> usb;
};
ReaderScene look_at_reader(const std::string& name_part, const std::filesystem::path& root);

struct ReaderTrouble {
    bool ok = false;
    std::string state;   // printable ASCII
    std::string remedy;  // a command, or what to write where; with ok: a hint, or empty
};
ReaderTrouble judge(const ReaderScene& scene);

}  // namespace hw
