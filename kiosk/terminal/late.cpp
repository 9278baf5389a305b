// What kiosk loads when it is first wanted, so that neither its first page nor its memory pays for it: these functions
// stand in the program before their libraries' own, which lie beside it in parts that CMake's late_part() makes.
#include <dlfcn.h>

#include <filesystem>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "hw/printer/printer.h"
#include "hw/resolver/https.h"
#include "hw/scanner/pipeline.h"
#include "hw/speech/engine.h"
#include "kiosk/paper/qr.h"
#include "kiosk/store/sync.h"

namespace {

using kiosk::Error;
using kiosk::Fault;
using kiosk::Result;

// A part is never unloaded: what it gave may live as long as the program.
template <class Function>
Result<Function*> load(const char* part) {
    std::error_code failed;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path();
    void* const loaded = dlopen((folder / part).c_str(), RTLD_NOW | RTLD_LOCAL);
    const auto* const function = loaded ? static_cast<Function**>(dlsym(loaded, "kiosk_part")) : nullptr;
    if (function) return *function;
    Error missing{Fault::not_found, fmt::format("a part of the program is missing: {}", dlerror())};
    spdlog::error(missing.detail);
    return missing;
}

struct NoPrinter final : hw::Printer {
    hw::PrinterSink sink;
    explicit NoPrinter(hw::PrinterSink to) : sink(std::move(to)) { sink(hw::PrinterFailed{Fault::print_service_gone}); }
    void print(hw::PrintJob job) override {
        sink(hw::PrintFinished{std::move(job.id), kiosk::PrintOutcome::not_printed, Fault::print_service_gone});
    }
};

struct NoHttps final : hw::Https {
    std::string why;
    explicit NoHttps(std::string reason) : why(std::move(reason)) {}
    Reply post(const kiosk::PrivateBytes&, const std::function<bool()>&, Talk) override {
        return hw::Unanswered{kiosk::PlatformTrouble::away, why};
    }
    void wake() override {}
    std::optional<Refusal> handshake() override { return Refusal{why, {}}; }
};

}  // namespace

Result<std::unique_ptr<hw::Pipeline>> hw::open_pipeline(const std::string& source) {
    static const auto open = load<decltype(open_pipeline)>("kiosk_camera.so");
    if (!open) return Error{Fault::scanner_silent, open.error().detail};
    return (*open)(source);
}

std::unique_ptr<hw::Printer> hw::open_cups_printer(std::string queue, std::string server, PrinterSink sink,
                                                   Patience patience) {
    static const auto open = load<decltype(open_cups_printer)>("kiosk_cups.so");
    if (!open) return std::make_unique<NoPrinter>(std::move(sink));
    return (*open)(std::move(queue), std::move(server), std::move(sink), patience);
}

Result<kiosk::QrModules> kiosk::qr_modules(const std::string& payload) {
    static const auto make = load<decltype(qr_modules)>("kiosk_qr.so");
    if (!make) return make.error();
    return (*make)(payload);
}

std::unique_ptr<hw::Https> hw::open_https(ResolverOptions platform) {
    static const auto open = load<decltype(open_https)>("kiosk_https.so");
    if (!open) return std::make_unique<NoHttps>(open.error().detail);
    return (*open)(std::move(platform));
}

Result<std::unique_ptr<hw::Engine>> hw::open_espeak() {
    static const auto open = load<decltype(open_espeak)>("kiosk_espeak.so");
    if (!open) return open.error();
    return (*open)();
}

kiosk::Rounds kiosk::open_rounds(SyncOptions options) {
    static const auto open = load<decltype(open_rounds)>("kiosk_sync.so");
    if (!open) return [](Wall) -> Result<SyncReport> { return Error{Fault::store_unreachable, open.error().detail}; };
    return (*open)(std::move(options));
}
