#include "hw/reader/pcsc_trouble.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>
#include <ostream>
#include <thread>

#include "tests/support/pcscd.h"
#include "tests/support/process.h"

namespace hw {
namespace {

namespace fs = std::filesystem;
using kiosk::Error;
using kiosk::Fault;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

ReaderScene well() {
    ReaderScene scene;
    scene.user = "kiosk";
    scene.installed = scene.ccid_driver = true;
    scene.socket = "/run/pcscd/pcscd.comm";
    scene.names = std::vector<std::string>{"ACS ACR1252 [ACR1252 PICC] 00 00", "ACS ACR1252 [ACR1252 SAM] 01 00"};
    return scene;
}

const UsbReader ccid{.id = "072f:223b", .product = "ACR1252", .driver = "usbfs", .ccid = true};

struct TroubleRow {
    const char* trouble;
    std::function<void(ReaderScene&)> happens;
    const char* state;
    const char* remedy;
};
void PrintTo(const TroubleRow& row, std::ostream* out) { *out << row.trouble; }
class ReaderTroubleOf : public testing::TestWithParam<TroubleRow> {};

TEST_P(ReaderTroubleOf, IsNamedWithTheNextStep) {
    auto scene = well();
    GetParam().happens(scene);
    const auto found = judge(scene);
    EXPECT_FALSE(found.ok);
    EXPECT_NE(found.state.find(GetParam().state), std::string::npos) << found.state;
    EXPECT_NE(found.remedy.find(GetParam().remedy), std::string::npos) << found.remedy;
}

INSTANTIATE_TEST_SUITE_P(
    , ReaderTroubleOf,
    testing::Values(
        TroubleRow{"not_installed",
                   [](ReaderScene& scene) {
                       scene.door = PcscDoor::missing;
                       scene.installed = false;
                   },
                   "not installed", "apt install pcscd libccid"},
        TroubleRow{"not_running", [](ReaderScene& scene) { scene.door = PcscDoor::missing; }, "nothing would start it",
                   "systemctl enable --now pcscd.socket"},
        TroubleRow{"dead_socket", [](ReaderScene& scene) { scene.door = PcscDoor::stale; }, "nobody listens",
                   "systemctl restart pcscd.socket pcscd"},
        TroubleRow{"socket_of_a_group",
                   [](ReaderScene& scene) {
                       scene.door = PcscDoor::closed;
                       scene.socket_group = "pcscd";
                   },
                   "kiosk may not open /run/pcscd/pcscd.comm", "usermod -aG pcscd kiosk"},
        TroubleRow{"socket_of_root",
                   [](ReaderScene& scene) {
                       scene.door = PcscDoor::closed;
                       scene.socket_group = "root";
                   },
                   "may not open", "chmod 666 /run/pcscd/pcscd.comm"},
        TroubleRow{"polkit",
                   [](ReaderScene& scene) {
                       scene.names = Error{Fault::reader_forbidden, ""};
                   },
                   "refuses kiosk (polkit)", "/etc/polkit-1/rules.d/"},
        TroubleRow{"hanging",
                   [](ReaderScene& scene) {
                       scene.names = Error{Fault::reader_silent, ""};
                   },
                   "does not answer", "systemctl restart pcscd"},
        TroubleRow{"dying",
                   [](ReaderScene& scene) {
                       scene.names = Error{Fault::reader_service_gone, "0x8010001D"};
                   },
                   "0x8010001D", "journalctl -u pcscd"},
        TroubleRow{"no_reader", [](ReaderScene& scene) { scene.names = std::vector<std::string>{}; },
                   "no card reader is on USB", "lsusb"},
        TroubleRow{"taken_by_the_kernel",
                   [](ReaderScene& scene) {
                       scene.names = std::vector<std::string>{};
                       scene.usb = {{.id = "072f:2200", .product = "ACR122U", .driver = "pn533_usb", .ccid = true}};
                   },
                   "the kernel's pn533_usb has taken ACR122U (072f:2200)",
                   "modprobe -r pn533_usb; echo 'blacklist pn533_usb'"},
        TroubleRow{"without_its_driver",
                   [](ReaderScene& scene) {
                       scene.names = std::vector<std::string>{};
                       scene.ccid_driver = false;
                       scene.usb = {ccid};
                   },
                   "no driver for ACR1252", "apt install libccid"},
        TroubleRow{"not_taken_by_pcscd",
                   [](ReaderScene& scene) {
                       scene.names = std::vector<std::string>{};
                       scene.usb = {ccid};
                   },
                   "pcscd does not take ACR1252", "journalctl -u pcscd -b"},
        TroubleRow{"of_its_makers_own_kind",
                   [](ReaderScene& scene) {
                       scene.names = std::vector<std::string>{};
                       scene.usb = {{.id = "072f:9000", .product = "", .driver = ""}};
                   },
                   "a device (072f:9000), which is no CCID reader", "apt install libacsccid1"},
        TroubleRow{"of_an_unknown_kind",
                   [](ReaderScene& scene) {
                       scene.names = std::vector<std::string>{};
                       scene.usb = {{.id = "04cc:2533", .product = "PN533", .driver = ""}};
                   },
                   "no CCID reader", "its maker's driver"},
        TroubleRow{"another_name", [](ReaderScene& scene) { scene.name_part = "OMNIKEY"; },
                   "contains \"OMNIKEY\": there are \"ACS ACR1252 [ACR1252 PICC] 00 00\", \"ACS",
                   "[reader] name = \"ACS ACR1252"},
        TroubleRow{"only_key_cards",
                   [](ReaderScene& scene) { scene.names = std::vector<std::string>{"ACS ACR1252 [ACR1252 SAM] 01 00"}; },
                   "only slots for the terminal's own cards", "plug in a reader"}),
    [](const auto& test) { return std::string(test.param.trouble); });

TEST(ReaderTrouble, OneDeviceIsWell) {
    const auto found = judge(well());
    EXPECT_TRUE(found.ok);
    EXPECT_EQ(found.state, "\"ACS ACR1252 [ACR1252 PICC] 00 00\"");
    EXPECT_EQ(found.remedy, "");
}

TEST(ReaderTrouble, SeveralDevicesAreWellButWorthAHint) {
    auto scene = well();
    scene.names->push_back("OMNIKEY 5022 01 00");
    const auto found = judge(scene);
    EXPECT_TRUE(found.ok);
    EXPECT_NE(found.state.find("2 readers fit"), std::string::npos) << found.state;
    EXPECT_NE(found.remedy.find("kiosk.toml"), std::string::npos);
}

TEST(ReaderTrouble, OfANameInNoAlphabetIsPrintable) {
    auto scene = well();
    scene.names = std::vector<std::string>{"\xFF\xFE 00 00"};
    EXPECT_EQ(judge(scene).state, "\"?? 00 00\"");
}

// ---- USB

class UsbReaders : public testing::Test {
protected:
    void plug(const std::string& device, const std::string& vendor, const std::string& product, const std::string& name) {
        fs::create_directories(devices / device);
        support::write_file(devices / device / "idVendor", vendor + "\n");
        support::write_file(devices / device / "idProduct", product + "\n");
        support::write_file(devices / device / "product", name + "\n");
    }
    void add_interface(const std::string& name, const std::string& kind, const std::string& driver) {
        fs::create_directories(devices / name);
        support::write_file(devices / name / "bInterfaceClass", kind + "\n");
        if (!driver.empty()) fs::create_symlink("../../../bus/usb/drivers/" + driver, devices / name / "driver");
    }

    support::TempDir root;
    fs::path devices = root.path() / "sys/bus/usb/devices";
};

TEST_F(UsbReaders, AreFoundByTheirClassAndByTheirMaker) {
    plug("usb1", "1d6b", "0002", "xHCI Host Controller");
    add_interface("1-0:1.0", "09", "hub");
    plug("1-1", "1234", "0001", "Some Reader");
    add_interface("1-1:1.0", "03", "usbhid");
    add_interface("1-1:1.1", "0b", "usbfs");
    plug("1-2", "072f", "2200", "ACR122U");
    add_interface("1-2:1.0", "0b", "pn533_usb");
    plug("1-3", "072f", "9000", "\xE5\x8D\xA1");
    add_interface("1-3:1.0", "ff", "");
    plug("1-4", "054c", "0268", "Sony Gamepad");
    add_interface("1-4:1.0", "03", "usbhid");
    plug("1-11", "046d", "c31c", "Keyboard");
    add_interface("1-11:1.0", "03", "usbhid");
    const std::vector<UsbReader> expected{{"072f:2200", "ACR122U", "pn533_usb", true},
                                          {"072f:9000", "???", "", false},
                                          {"1234:0001", "Some Reader", "usbfs", true}};
    EXPECT_EQ(usb_readers(root.path()), expected);
}

TEST_F(UsbReaders, OfAMachineWithoutUsbAreNone) { EXPECT_TRUE(usb_readers(root.path()).empty()); }

// ---- the socket and the daemon

TEST(PcscDoor, IsMissingWithoutASocket) { EXPECT_EQ(knock_at("/nowhere/pcscd.comm"), PcscDoor::missing); }
TEST(PcscDoor, IsMissingAtAPathThatNoSocketCanHave) { EXPECT_EQ(knock_at(std::string(500, 'x')), PcscDoor::missing); }

class PcscTrouble : public testing::Test {
protected:
    PcscTrouble() { daemon.serve_this_process(); }
    support::Pcscd daemon;
    support::SimReader usb{daemon};
};

TEST_F(PcscTrouble, RunningDaemonIsWell) {
    daemon.start();
    usb.plug();
    const auto found = judge(look_at_reader("", "/"));
    EXPECT_TRUE(found.ok) << found.state;
    EXPECT_EQ(found.state, "\"Kiosk Test Reader (A1) 00 00\"");
}

TEST_F(PcscTrouble, DaemonWithoutReadersHasNone) {
    daemon.start();
    const auto names = list_pcsc_readers("", std::chrono::seconds(5));
    ASSERT_TRUE(names) << names.error().detail;
    EXPECT_TRUE(names->empty());
}

TEST_F(PcscTrouble, KilledDaemonLeavesAStaleSocket) {
    daemon.start();
    EXPECT_EQ(knock_at(daemon.socket()), PcscDoor::open);
    daemon.kill();
    EXPECT_EQ(knock_at(daemon.socket()), PcscDoor::stale);
    EXPECT_FALSE(judge(look_at_reader("", "/")).ok);
}

TEST_F(PcscTrouble, FrozenDaemonIsNotWaitedFor) {
    daemon.start();
    daemon.freeze();
    const auto threads = support::count_threads();
    const auto begin = steady_clock::now();
    const auto names = list_pcsc_readers("", milliseconds(300));
    EXPECT_LT(steady_clock::now() - begin, std::chrono::seconds(5));
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().fault, Fault::reader_silent);
    EXPECT_EQ(knock_at(daemon.socket()), PcscDoor::open) << "it is there, after all";
    daemon.thaw();
    EXPECT_TRUE(support::wait_until([&] { return support::count_threads() == threads; }))
        << "the thread that asked ends with it";
}

}  // namespace
}  // namespace hw
