#include <algorithm>
#include <future>
#include <thread>

#include <winscard.h>

#include "hw/reader/pcsc_card.h"
#include "hw/reader/pcsc_slots.h"
#include "hw/reader/pcsc_trouble.h"

namespace hw {
namespace {

using kiosk::Fault;
using Names = std::vector<std::string>;

constexpr int tries = 3;  // a daemon that dies or has just begun refuses a call or two
constexpr std::chrono::milliseconds between_tries{100};

kiosk::Error service_error(const char* call, LONG code) {
    auto error = pcsc_error(call, code);
    error.fault = code == SCARD_W_SECURITY_VIOLATION ? Fault::reader_forbidden : Fault::reader_service_gone;
    return error;
}

LONG touch(SCARDCONTEXT context, const std::string& name) {
    SCARDHANDLE handle = 0;
    DWORD protocol = 0;
    const LONG code = SCardConnect(context, name.c_str(), SCARD_SHARE_DIRECT, 0, &handle, &protocol);
    if (code == SCARD_S_SUCCESS) SCardDisconnect(handle, SCARD_LEAVE_CARD);
    return code;
}

kiosk::Result<Names> names_of(SCARDCONTEXT context) {
    std::string all(64 * 1024, '\0');
    DWORD size = all.size();
    const LONG code = SCardListReaders(context, nullptr, all.data(), &size);
    if (code == SCARD_E_NO_READERS_AVAILABLE) return Names{};
    if (code != SCARD_S_SUCCESS) return service_error("SCardListReaders", code);
    return names_in(std::string_view(all).substr(0, size));
}

kiosk::Result<Names> ask_once(const std::string& name_part) {
    SCARDCONTEXT context = 0;
    const LONG established = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
    if (established != SCARD_S_SUCCESS) return service_error("SCardEstablishContext", established);
    auto names = names_of(context);
    if (names) {
        const auto wanted = std::ranges::find_if(*names, [&](const auto& name) { return is_wanted(name, name_part); });
        // polkit's access_card: the line is cut as if pcscd had died, which it has not
        if (wanted != names->end() && is_service_gone(touch(context, *wanted)))
            names = kiosk::Error{Fault::reader_forbidden, "SCardConnect: the line was cut"};
    }
    SCardReleaseContext(context);
    return names;
}

kiosk::Result<Names> ask(const std::string& name_part) {
    auto names = ask_once(name_part);
    for (int i = 1; !names && i < tries; ++i) {
        std::this_thread::sleep_for(between_tries);
        names = ask_once(name_part);
    }
    return names;
}

}  // namespace

kiosk::Result<Names> list_pcsc_readers(const std::string& name_part, std::chrono::milliseconds at_most) {
    std::packaged_task<kiosk::Result<Names>()> task([name_part] { return ask(name_part); });
    auto answer = task.get_future();
    std::thread(std::move(task)).detach();
    if (answer.wait_for(at_most) != std::future_status::ready)
        return kiosk::Error{Fault::reader_silent, "pcscd does not answer"};
    return answer.get();
}

}  // namespace hw
