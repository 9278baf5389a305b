#include "tests/support/ipp_printer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "kiosk/base/descriptor.h"
#include "tests/support/account.h"

namespace support {
namespace {

namespace fs = std::filesystem;

// ippeveprinter wants to tell of itself on a system bus, even where it is told not to.
constexpr const char* bus_configuration = R"(<busconfig><type>session</type><listen>unix:path={}</listen>
<auth>EXTERNAL</auth><policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>)";

std::string medium(const std::string& size) {
    return "{ MEMBER collection media-size { " + size +
           " } MEMBER integer media-bottom-margin 0 MEMBER integer media-left-margin 400 MEMBER integer media-right-margin "
           "400 MEMBER integer media-top-margin 0 }";
}

std::string attributes() {
    const std::string short_one = "MEMBER integer x-dimension 8000 MEMBER integer y-dimension 20000";
    const std::string long_one = "MEMBER integer x-dimension 8000 MEMBER integer y-dimension 29700";
    const std::string any = "MEMBER rangeOfInteger x-dimension 2500-8000 MEMBER rangeOfInteger y-dimension 2500-200000";
    std::string text = "ATTR text printer-make-and-model \"Roll 80\"\n";
    text += fmt::format("ATTR collection media-size-supported {{ {} }},{{ {} }},{{ {} }}\n", short_one, long_one, any);
    text += fmt::format("ATTR collection media-col-database {},{},{}\n", medium(short_one), medium(long_one), medium(any));
    for (const char* name : {"media-col-default", "media-col-ready"})
        text += fmt::format("ATTR collection {} {}\n", name, medium(short_one));
    return text +
           R"(ATTR keyword media-supported om_receipt_80x200mm,om_long_80x297mm,custom_min_25x25mm,custom_max_80x2000mm
ATTR keyword media-default om_receipt_80x200mm
ATTR keyword media-ready om_receipt_80x200mm
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 400
ATTR integer media-right-margin-supported 400
ATTR integer media-top-margin-supported 0
ATTR keyword sides-supported one-sided
ATTR boolean color-supported false
ATTR resolution printer-resolution-supported 203dpi
ATTR resolution printer-resolution-default 203dpi
ATTR resolution pwg-raster-document-resolution-supported 203dpi
ATTR keyword pwg-raster-document-type-supported black_1,sgray_8
ATTR keyword pwg-raster-document-sheet-back normal
ATTR keyword urf-supported V1.4,CP1,W8,RS203,FN3
ATTR keyword print-color-mode-supported monochrome
ATTR keyword print-color-mode-default monochrome
ATTR enum print-quality-supported 4
ATTR enum print-quality-default 4
ATTR keyword print-scaling-supported auto,auto-fit,fill,fit,none
ATTR keyword print-scaling-default auto
ATTR enum orientation-requested-supported 3,4,5,6
ATTR rangeOfInteger copies-supported 1-99
ATTR enum finishings-supported 3
ATTR enum finishings-default 3
)";
}

int free_port() {
    const kiosk::Descriptor probe(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    if (bind(probe.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
        getsockname(probe.get(), reinterpret_cast<sockaddr*>(&address), &length) != 0)
        throw std::runtime_error("no port is free");
    return ntohs(address.sin_port);
}

}  // namespace

IppPrinter::IppPrinter(Cupsd& cupsd, const std::string& queue) {
    give_to_daemon(dir_.path());
    for (const auto* folder : {"spool", "printed"}) {
        fs::create_directories(dir_.path() / folder);
        give_to_daemon(dir_.path() / folder);
    }
    write_file(dir_.path() / "bus.conf", fmt::format(bus_configuration, dir_.file("bus")));
    write_file(dir_.path() / "roll.conf", attributes());
    write_file(dir_.path() / "keep", "#!/bin/sh\ncp \"$1\" " + dir_.file("printed") + "/$(date +%s%N)\n");
    fs::permissions(dir_.path() / "keep", fs::perms(0755));
    bus_ = std::make_unique<Child>(
        as_daemon({"dbus-daemon", "--config-file=" + dir_.file("bus.conf"), "--nofork", "--nopidfile"}));
    if (!wait_until([&] { return fs::exists(dir_.path() / "bus"); })) throw std::runtime_error("dbus-daemon does not start");
    const std::string port = std::to_string(free_port());
    printer_ = std::make_unique<Child>(
        as_daemon({"ippeveprinter", "-r", "off", "-n", "localhost", "-p", port, "-d", dir_.file("spool"), "-a",
                   dir_.file("roll.conf"), "-c", dir_.file("keep"), "Roll"}),
        std::map<std::string, std::string>{{"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + dir_.file("bus")}},
        dir_.file("printer.out"));
    const std::string uri = "ipp://localhost:" + port + "/ipp/print";
    if (!wait_until([&] { return run({"ipptool", "-T", "2", uri, "get-printer-attributes.test"}).code == 0; }))
        throw std::runtime_error("ippeveprinter does not start: " + read_file(dir_.path() / "printer.out"));
    cupsd.change(queue, {"-E", "-v", uri, "-m", "everywhere"});
    if (!wait_until([&] { return cupsd.has_driver(queue); })) throw std::runtime_error("no driver: " + cupsd.log());
}

std::vector<fs::path> IppPrinter::printed() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(dir_.path() / "printed")) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace support
