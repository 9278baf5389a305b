// Another program that uses the reader beside the one that is tested, until SIGTERM:
//     card_user exclusive|transaction READER     keeps the card, says "kept"
//     card_user read                             reads cards as the kiosk does, says what it reads
#include <winscard.h>

#include <csignal>
#include <iostream>
#include <string_view>

#include "hw/reader/reader.h"
#include "tests/support/card_events.h"
#include "tests/support/process.h"

namespace {

void say(std::string_view line) { std::cout << line << std::endl; }

void wait_for_the_end(const sigset_t& signals) {
    int number = 0;
    sigwait(&signals, &number);
}

int keep(const char* reader, bool exclusive, const sigset_t& signals) {
    SCARDCONTEXT context = 0;
    SCARDHANDLE card = 0;
    DWORD protocol = 0;
    const DWORD mode = exclusive ? SCARD_SHARE_EXCLUSIVE : SCARD_SHARE_SHARED;
    if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS) return 1;
    const auto connect = [&] {  // pcscd may not have seen the card yet
        return SCardConnect(context, reader, mode, SCARD_PROTOCOL_ANY, &card, &protocol) == SCARD_S_SUCCESS;
    };
    if (!support::wait_until(connect)) return 1;
    if (!exclusive && SCardBeginTransaction(card) != SCARD_S_SUCCESS) return 1;
    say("kept");
    wait_for_the_end(signals);
    if (!exclusive) SCardEndTransaction(card, SCARD_LEAVE_CARD);
    SCardDisconnect(card, SCARD_LEAVE_CARD);
    SCardReleaseContext(context);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const std::string_view mode = count > 1 ? arguments[1] : "";
    if ((mode == "exclusive" || mode == "transaction") && count == 3)
        return keep(arguments[2], mode == "exclusive", signals);
    if (mode != "read") return 2;
    const auto reader = hw::open_pcsc_reader("", [](const hw::ReaderEvent& event) { say(support::describe(event)); });
    wait_for_the_end(signals);
    return 0;
}
