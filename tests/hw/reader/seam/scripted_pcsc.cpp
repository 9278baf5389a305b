#include "tests/hw/reader/seam/scripted_pcsc.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace scripted {
namespace {

std::unique_ptr<Daemon>& the_daemon() {
    static auto daemon = std::make_unique<Daemon>();
    return daemon;
}

}  // namespace

Daemon& daemon() { return *the_daemon(); }
void start_anew() { the_daemon() = std::make_unique<Daemon>(); }

DWORD Daemon::Reader::state() const {
    const DWORD own = flags ? *flags : card ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;
    return own | counter << 16;
}

Daemon::Reader* Daemon::find(const std::string& name) {
    const auto found = std::ranges::find(readers_, name, &Reader::name);
    return found == readers_.end() ? nullptr : &*found;
}

void Daemon::add_reader(const std::string& name) {
    const std::lock_guard lock(mutex_);
    readers_.push_back({.name = name});
    changed_.notify_all();
}

void Daemon::insert(const std::string& name, const hw::SimulatedCard& card) {
    const std::lock_guard lock(mutex_);
    Reader& reader = *find(name);
    reader.card = card;
    ++reader.counter;
    changed_.notify_all();
}

void Daemon::pull(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Reader& reader = *find(name);
    reader.counter += reader.card ? 1 : 0;
    reader.card.reset();
    changed_.notify_all();
}

void Daemon::fail(Call call, LONG code, int times) {
    const std::lock_guard lock(mutex_);
    failures_[call] = {code, times};
    changed_.notify_all();
}

void Daemon::heal() {
    const std::lock_guard lock(mutex_);
    failures_.clear();
    names_.reset();
    answer_.reset();
    claimed_atr_size_.reset();
    refusing_ = false;
    for (Reader& reader : readers_) reader.flags.reset();
    changed_.notify_all();
}

void Daemon::report_state(const std::string& name, DWORD flags, DWORD atr_size) {
    const std::lock_guard lock(mutex_);
    find(name)->flags = flags;
    find(name)->atr_size = atr_size;
    changed_.notify_all();
}

void Daemon::report_names(const std::string& multi_string) {
    const std::lock_guard lock(mutex_);
    names_ = multi_string;
    changed_.notify_all();
}

void Daemon::accept_only(DWORD protocols) { accepted_ = protocols; }
void Daemon::answer(const hw::Bytes& bytes) { answer_ = bytes; }
void Daemon::claim_atr_size(DWORD size) { claimed_atr_size_ = size; }
void Daemon::reset_by_another(int after_apdus) { apdus_until_reset_ = after_apdus; }

void Daemon::refuse_cards(bool refused) {
    const std::lock_guard lock(mutex_);
    refusing_ = refused;
}

int Daemon::count(Call call) const {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(call);
    return found == counts_.end() ? 0 : found->second;
}

std::string Daemon::protocol_in_use() const {
    const std::lock_guard lock(mutex_);
    return used_ == SCARD_PROTOCOL_RAW ? "RAW" : used_ == SCARD_PROTOCOL_T0 ? "T=0" : "T=1";
}

std::optional<LONG> Daemon::failure(Call call) {
    ++counts_[call];
    const auto found = failures_.find(call);
    if (found == failures_.end() || found->second.second == 0) return std::nullopt;
    --found->second.second;
    return found->second.first;
}

LONG Daemon::establish(SCARDCONTEXT* context) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(Call::establish)) return *code;
    *context = context_ = ++last_context_;
    return SCARD_S_SUCCESS;
}

LONG Daemon::release(SCARDCONTEXT context) {
    const std::lock_guard lock(mutex_);
    if (context == context_) context_ = 0;
    return failure(Call::release).value_or(SCARD_S_SUCCESS);
}

LONG Daemon::list(SCARDCONTEXT context, char* names, DWORD* size) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(Call::list)) return *code;
    if (!alive(context)) return SCARD_E_NO_SERVICE;
    std::string all;
    for (const Reader& reader : readers_) all += reader.name + '\0';
    all = names_.value_or(all + '\0');
    const bool fits = all.size() <= *size;
    *size = all.size();
    if (!fits) return SCARD_E_INSUFFICIENT_BUFFER;
    std::memcpy(names, all.data(), all.size());
    return readers_.empty() && !names_ ? SCARD_E_NO_READERS_AVAILABLE : SCARD_S_SUCCESS;
}

// Whether anything of it is news.
bool Daemon::show(SCARD_READERSTATE* states, DWORD count) {
    bool news = false;
    for (DWORD i = 0; i < count; ++i) {
        const Reader* reader = find(states[i].szReader);
        if (!reader) continue;
        states[i].dwEventState = reader->state();
        states[i].cbAtr = reader->atr_size;
        if (states[i].dwCurrentState == reader->state()) continue;
        states[i].dwEventState |= SCARD_STATE_CHANGED;
        news = true;
    }
    return news;
}

LONG Daemon::wait(SCARDCONTEXT context, DWORD timeout_ms, SCARD_READERSTATE* states, DWORD count) {
    std::unique_lock lock(mutex_);
    if (const auto code = failure(Call::wait)) return *code;
    if (count > 16) return SCARD_E_INVALID_VALUE;
    for (DWORD i = 0; i + 1 < count; ++i)
        if (!find(states[i].szReader)) return SCARD_E_UNKNOWN_READER;
    std::optional<LONG> failed;
    const std::size_t readers = readers_.size();
    const auto ready = [&] {
        const auto planned = failures_.find(Call::wait);
        if (planned != failures_.end() && planned->second.second > 0) failed = failure(Call::wait);
        return failed || cancelled_ || context != context_ || readers_.size() != readers || show(states, count);
    };
    const bool in_time = changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), ready);
    if (failed) return *failed;
    if (std::exchange(cancelled_, false)) return SCARD_E_CANCELLED;
    if (context != context_) return SCARD_F_COMM_ERROR;
    return in_time ? SCARD_S_SUCCESS : SCARD_E_TIMEOUT;
}

LONG Daemon::cancel(SCARDCONTEXT) {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    changed_.notify_all();
    return SCARD_S_SUCCESS;
}

LONG Daemon::power(Reader& reader, DWORD protocols, DWORD* protocol) const {
    if (!reader.card) return SCARD_E_NO_SMARTCARD;
    const DWORD common = protocols & accepted_;
    if (common == 0) return SCARD_E_PROTO_MISMATCH;
    reader.card->reset();
    *protocol = common & SCARD_PROTOCOL_T1 ? DWORD{SCARD_PROTOCOL_T1} : common;
    return SCARD_S_SUCCESS;
}

LONG Daemon::connect(SCARDCONTEXT context, const char* name, DWORD share, DWORD protocols, SCARDHANDLE* card,
                     DWORD* protocol) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(share == SCARD_SHARE_DIRECT ? Call::direct : Call::connect)) return *code;
    if (!alive(context)) return SCARD_E_NO_SERVICE;
    if (refusing_) {
        context_ = 0;
        return SCARD_F_COMM_ERROR;
    }
    Reader* reader = find(name);
    if (!reader) return SCARD_E_UNKNOWN_READER;
    const LONG code = share == SCARD_SHARE_DIRECT ? SCARD_S_SUCCESS : power(*reader, protocols, protocol);
    if (code == SCARD_S_SUCCESS) {
        connected_ = name;
        *card = 1;
        used_ = *protocol;
    }
    return code;
}

LONG Daemon::reconnect(SCARDHANDLE, DWORD protocols, DWORD* protocol) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(Call::reconnect)) return *code;
    return power(*find(connected_), protocols, protocol);
}

LONG Daemon::status(SCARDHANDLE, BYTE* atr, DWORD* atr_size) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(Call::status)) return *code;
    const Reader& reader = *find(connected_);
    if (!reader.card) return SCARD_W_REMOVED_CARD;
    const auto bytes = reader.card->atr();
    std::ranges::copy_n(bytes.begin(), static_cast<std::ptrdiff_t>(std::min<std::size_t>(bytes.size(), *atr_size)), atr);
    *atr_size = claimed_atr_size_.value_or(bytes.size());
    return SCARD_S_SUCCESS;
}

LONG Daemon::transmit(SCARDHANDLE, const SCARD_IO_REQUEST* pci, hw::ByteView apdu, BYTE* reply, DWORD* size) {
    const std::lock_guard lock(mutex_);
    if (const auto code = failure(Call::transmit)) return *code;
    if (pci->dwProtocol != used_) return SCARD_E_PROTO_MISMATCH;
    if (apdus_until_reset_ >= 0 && apdus_until_reset_-- == 0) return SCARD_W_RESET_CARD;
    Reader& reader = *find(connected_);
    if (!reader.card) return SCARD_W_REMOVED_CARD;
    const auto bytes = answer_ ? kiosk::Result<hw::Bytes>(*answer_) : reader.card->transmit(apdu);
    if (!bytes) return SCARD_E_NOT_TRANSACTED;
    const bool fits = bytes->size() <= *size;
    *size = bytes->size();
    if (!fits) return SCARD_E_INSUFFICIENT_BUFFER;
    std::ranges::copy(*bytes, reply);
    return SCARD_S_SUCCESS;
}

LONG Daemon::simple(Call call) {
    const std::lock_guard lock(mutex_);
    return failure(call).value_or(SCARD_S_SUCCESS);
}

}  // namespace scripted

// The functions of libpcsclite that the driver calls. An executable's own come before those of a shared library.
extern "C" {

using scripted::Call;
using scripted::daemon;

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context) { return daemon().establish(context); }
LONG SCardReleaseContext(SCARDCONTEXT context) { return daemon().release(context); }
LONG SCardListReaders(SCARDCONTEXT context, LPCSTR, LPSTR names, LPDWORD size) {
    return daemon().list(context, names, size);
}
LONG SCardGetStatusChange(SCARDCONTEXT context, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
    return daemon().wait(context, timeout, states, count);
}
LONG SCardCancel(SCARDCONTEXT context) { return daemon().cancel(context); }
LONG SCardConnect(SCARDCONTEXT context, LPCSTR name, DWORD share, DWORD protocols, LPSCARDHANDLE card, LPDWORD protocol) {
    return daemon().connect(context, name, share, protocols, card, protocol);
}
LONG SCardReconnect(SCARDHANDLE card, DWORD, DWORD protocols, DWORD, LPDWORD protocol) {
    return daemon().reconnect(card, protocols, protocol);
}
LONG SCardBeginTransaction(SCARDHANDLE) { return daemon().simple(Call::begin); }
LONG SCardEndTransaction(SCARDHANDLE, DWORD) { return daemon().simple(Call::end); }
LONG SCardDisconnect(SCARDHANDLE, DWORD) { return daemon().simple(Call::disconnect); }
LONG SCardStatus(SCARDHANDLE card, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE atr, LPDWORD size) {
    return daemon().status(card, atr, size);
}
LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST* pci, LPCBYTE apdu, DWORD size, SCARD_IO_REQUEST*, LPBYTE reply,
                   LPDWORD reply_size) {
    return daemon().transmit(card, pci, {apdu, size}, reply, reply_size);
}
}
