#pragma once

#include <winscard.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "hw/card/simulated_card.h"

namespace scripted {

enum class Call { establish, release, list, wait, connect, direct, reconnect, begin, status, transmit, end, disconnect };

// Stands for libpcsclite: this program's own SCard… functions ask it. It behaves like a good daemon with the readers and
// cards that it was given, except where it was told to fail. Any thread.
class Daemon {
public:
    void add_reader(const std::string& name);
    void insert(const std::string& name, const hw::SimulatedCard& card);
    void pull(const std::string& name);

    // The next `times` calls of this kind answer `code` instead of what they would.
    void fail(Call call, LONG code, int times = 1);
    void heal();

    // Answers as they come from the reader of this name, in place of the true ones.
    void report_state(const std::string& name, DWORD flags, DWORD atr_size);
    void report_names(const std::string& multi_string);
    void accept_only(DWORD protocols);       // another protocol is a mismatch
    void answer(const hw::Bytes& bytes);     // to every APDU
    void claim_atr_size(DWORD size);         // of SCardStatus
    void reset_by_another(int after_apdus);  // once
    void refuse_cards(bool refused);         // as polkit's access_card: the line is cut at each connection

    int count(Call call) const;  // so far
    std::string protocol_in_use() const;

    // ---- asked by the functions
    LONG establish(SCARDCONTEXT* context);
    LONG release(SCARDCONTEXT context);
    LONG list(SCARDCONTEXT context, char* names, DWORD* size);
    LONG wait(SCARDCONTEXT context, DWORD timeout_ms, SCARD_READERSTATE* states, DWORD count);
    LONG cancel(SCARDCONTEXT context);
    LONG connect(SCARDCONTEXT context, const char* name, DWORD share, DWORD protocols, SCARDHANDLE* card, DWORD* protocol);
    LONG reconnect(SCARDHANDLE card, DWORD protocols, DWORD* protocol);
    LONG status(SCARDHANDLE card, BYTE* atr, DWORD* atr_size);
    LONG transmit(SCARDHANDLE card, const SCARD_IO_REQUEST* pci, hw::ByteView apdu, BYTE* reply, DWORD* size);
    LONG simple(Call call);

private:
    struct Reader {
        std::string name;
        std::optional<hw::SimulatedCard> card = std::nullopt;
        DWORD counter = 0;
        std::optional<DWORD> flags = std::nullopt;  // reported instead
        DWORD atr_size = 0;
        DWORD state() const;
    };

    std::optional<LONG> failure(Call call);
    bool alive(SCARDCONTEXT context) const { return context == context_ && context_ != 0; }
    Reader* find(const std::string& name);
    bool show(SCARD_READERSTATE* states, DWORD count);
    LONG power(Reader& reader, DWORD protocols, DWORD* protocol) const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Reader> readers_;
    std::map<Call, std::pair<LONG, int>> failures_;
    std::map<Call, int> counts_;
    std::optional<std::string> names_;
    std::optional<hw::Bytes> answer_;
    std::optional<DWORD> claimed_atr_size_;
    DWORD accepted_ = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
    DWORD used_ = 0;
    int apdus_until_reset_ = -1;
    bool refusing_ = false, cancelled_ = false;
    SCARDCONTEXT context_ = 0, last_context_ = 0;  // one at a time
    std::string connected_;
};

// The one that this process talks to; a test makes it anew.
Daemon& daemon();
void start_anew();

}  // namespace scripted
