// kioskctl doctor --scan, as an administrator meets it.
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <future>

#include "kiosk/base/descriptor.h"
#include "tests/kiosk/ctl/support.h"

namespace ctl_test {
namespace {

using namespace std::string_literals;

class CtlScan : public Kioskctl {
protected:
    // A scanner that types, into a pipe.
    Finished typed(const std::string& bytes, bool json = false) const {
        std::vector<std::string> arguments{"doctor", "--scan", "--wait", "30"};
        if (json) arguments.emplace_back("--json");
        return ctl(arguments, bytes);
    }
    std::string own_code(const std::string& kind = "slip") const {
        const auto made = ctl({"code", "--make", kind, "--of", "DEMO-00001"});
        return made.out.substr(0, made.out.find('\n'));
    }
    // A scanner with a serial port.
    Finished sent(const std::string& bytes, const std::string& framing) const {
        const Descriptor port(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
        grantpt(port.get());
        unlockpt(port.get());
        support::write_file(dir_.path() / "kiosk.toml", "[ledger]\npath = 'ledger.db'\n[scanner]\nserial = '"s +
                                                            ptsname(port.get()) + "'\nserial_framing = '" + framing + "'\n");
        auto done = std::async(std::launch::async, [this] { return ctl({"doctor", "--scan", "--wait", "60"}); });
        const auto raw = [&] {
            termios line{};
            return tcgetattr(port.get(), &line) == 0 && (line.c_lflag & ICANON) == 0;
        };
        EXPECT_TRUE(support::wait_until(raw));
        EXPECT_EQ(write(port.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
        return done.get();
    }
};

bool has(const Finished& done, const std::string& words) { return done.out.find(words) != std::string::npos; }

TEST_F(CtlScan, ShowsWhatStandsAroundACodeAndWhatItIs) {
    const auto done = typed("\x02]Q1" + own_code() + "\x03\r\n");
    EXPECT_EQ(done.code, 0) << done.err;
    for (const char* words :
         {"came by     keyboard\n", "4 control, 0 beyond ASCII\n", "before      STX ]Q1\n", "identifier  ]Q1 (QR code)\n",
          "ending      ETX CR LF\n", "code        slip DEMO-00001, issued "})
        EXPECT_TRUE(has(done, words)) << words << done.out;
    EXPECT_FALSE(has(done, "what to do")) << done.out;
}

TEST_F(CtlScan, NeverShowsSomebodyElsesCode) {
    for (const bool json : {false, true}) {
        const auto done = typed("]E0134567890123456789\t", json);
        EXPECT_TRUE(has(done, "payment code")) << done.out;
        EXPECT_TRUE(has(done, "EAN or UPC")) << done.out;
        EXPECT_TRUE(has(done, "Tab")) << done.out;
        EXPECT_FALSE(has(done, "345")) << done.out;
    }
}

TEST_F(CtlScan, SaysThatNothingEndsACode) {
    const auto done = typed(own_code());
    EXPECT_TRUE(has(done, "ending      nothing")) << done.out;
    EXPECT_TRUE(has(done, "waits for a pause")) << done.out;
}

struct Keyboard {
    const char* layout;
    std::string_view arrives;
};
TEST_F(CtlScan, SaysThatTheScannerIsSetToAnotherKeyboardLayout) {
    constexpr std::string_view meant = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    for (const auto& [layout, arrives] : {Keyboard{"German", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%}]/.&>"},
                                          Keyboard{"French", ")!@#$%^&*(QBCDEFGHIJKL:NOPARSTUVZXYW ]\"\\+6<>."},
                                          Keyboard{"Spanish", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%}]/.&>"}}) {
        auto code = own_code("receipt");
        for (char& c : code) c = arrives[meant.find(c)];
        const auto done = typed(code + "\r");
        EXPECT_TRUE(has(done, "another keyboard layout, "s + layout)) << done.out;
    }
    EXPECT_FALSE(has(typed(own_code() + "\r"), "keyboard layout"));
}

TEST_F(CtlScan, SaysThatCapitalsAreMixedUp) {
    auto code = own_code();
    for (char& c : code) c = static_cast<char>(std::tolower(c));
    const auto done = typed(code + "\r");
    EXPECT_TRUE(has(done, "Caps Lock")) << done.out;
    EXPECT_TRUE(has(done, "verified")) << "the kiosk takes it all the same" << done.out;
}

TEST_F(CtlScan, HearsASerialScannerAndSaysHowItIsFramed) {
    const auto code = own_code();
    auto done = sent("]Q1" + code + "\t", "line");
    EXPECT_EQ(done.code, 0) << done.err;
    EXPECT_TRUE(has(done, "came by     serial port")) << done.out;
    EXPECT_TRUE(has(done, "code        slip DEMO-00001")) << done.out;
    done = sent(code + "\r", "stx");
    EXPECT_EQ(done.code, 1);
    EXPECT_TRUE(has(done, "no STX came")) << done.out;
    done = sent("two\rlines\r", "line");
    EXPECT_TRUE(has(done, "heard as several")) << done.out;
}

TEST_F(CtlScan, SaysThatParityIsOn) {
    auto code = own_code();
    for (char& c : code)
        if (__builtin_parity(static_cast<unsigned>(c)) != 0) c = static_cast<char>(c | 0x80);
    EXPECT_TRUE(has(sent(code + "\r", "line"), "parity"));
}

TEST_F(CtlScan, SaysThatNobodyScanned) {
    EXPECT_NE(typed("").err.find("at its end"), std::string::npos);
    support::write_file(dir_.path() / "kiosk.toml", "[scanner]\nserial = '/dev/of-nobody'\n");
    EXPECT_NE(typed("").err.find("/dev/of-nobody: No such file"), std::string::npos);
}

}  // namespace
}  // namespace ctl_test
