#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include "hw/scanner/framing.h"
#include "hw/scanner/hearing.h"
#include "hw/scanner/scanner.h"
#include "hw/scanner/scanner_reporter.h"
#include "kiosk/base/descriptor.h"
#include "kiosk/base/wipe.h"

namespace hw {
namespace {

using kiosk::Descriptor;

class SerialScanner final : public Scanner {
public:
    SerialScanner(std::string device, Framing::Kind framing, ScannerSink sink, std::chrono::milliseconds retry)
        : device_(std::move(device)),
          framing_(framing),
          reporter_(std::move(sink)),
          retry_(retry),
          wake_(eventfd(0, EFD_CLOEXEC)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}
    ~SerialScanner() override {
        thread_.request_stop();
        eventfd_write(wake_.get(), 1);
    }

    void want(std::optional<int> asker) override { reporter_.want(asker); }

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const Descriptor port(open(device_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
            const bool absent = port.get() < 0 && (errno == ENOENT || errno == ENXIO || errno == ENODEV);
            if (port.get() >= 0 && make_raw(port.get())) {
                reporter_.ready();
                framing_.forget();
                listen(port.get(), stop);
                if (!stop.stop_requested()) reporter_.failed(kiosk::Fault::scanner_absent);
            } else {
                reporter_.failed(absent ? kiosk::Fault::scanner_absent : kiosk::Fault::scanner_silent);
            }
            pollfd woken{wake_.get(), POLLIN, 0};
            poll(&woken, 1, static_cast<int>(retry_.count()));
        }
    }

    // Until it is unplugged: a CDC-ACM then fails with EIO, a pseudo-terminal ends.
    void listen(int port, const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::array<pollfd, 2> ready{pollfd{port, POLLIN, 0}, pollfd{wake_.get(), POLLIN, 0}};
            const int count =
                poll(ready.data(), ready.size(), heard_ ? static_cast<int>(framing_.longest_pause().count()) : -1);
            if (count < 0 && errno != EINTR) return;
            if (count == 0) end_code();
            if (count > 0 && ready[0].revents != 0 && !hear(port)) return;
            kiosk::wipe_stack();  // of a code
        }
    }

    // Both hold a code in a frame of their own, which wipe_stack reaches once they have returned.
    [[gnu::noinline]] void end_code() {
        heard_ = false;
        if (const auto code = framing_.silence()) reporter_.code(*code, begun_for_);
    }

    // False: the line has ended.
    [[gnu::noinline]] bool hear(int port) {
        std::array<char, 1024> buffer{};
        const ssize_t size = read(port, buffer.data(), buffer.size());
        if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) return false;
        if (size < 0) return true;
        const auto now = reporter_.wanted();
        if (!framing_.within_a_code()) begun_for_ = now;
        heard_ = true;
        for (const auto& code : framing_.feed({buffer.data(), static_cast<std::size_t>(size)}))
            reporter_.code(code, std::exchange(begun_for_, now));
        return true;
    }

    const std::string device_;
    Framing framing_;
    ScannerReporter reporter_;
    const std::chrono::milliseconds retry_;
    Descriptor wake_;
    bool heard_ = false;            // since the last silence
    std::optional<int> begun_for_;  // the asker that wanted a code when this one began
    std::jthread thread_;           // last: it uses all the others
};

}  // namespace

std::unique_ptr<Scanner> open_serial_scanner(std::string device, const std::string& framing, ScannerSink sink,
                                             std::chrono::milliseconds retry) {
    const auto kind = Framing::kind_named(framing).value_or(Framing::Kind::line);
    return std::make_unique<SerialScanner>(std::move(device), kind, std::move(sink), retry);
}

}  // namespace hw
