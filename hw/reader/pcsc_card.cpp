#include "hw/reader/pcsc_card.h"

#include <array>
#include <cstdio>

namespace hw {

using kiosk::Fault;

namespace {

constexpr DWORD usual_protocols = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;

Fault fault_of(LONG code) {
    switch (code) {
        case SCARD_E_NO_SMARTCARD:
        case SCARD_W_REMOVED_CARD:
        case SCARD_E_UNKNOWN_READER:      // pulled out, with the card in it
        case SCARD_E_READER_UNAVAILABLE:  // likewise
        case SCARD_E_INVALID_VALUE:       // SCardTransmit on a reader that is gone (pcsc-lite 1.9)
        case SCARD_E_INVALID_HANDLE:
            return Fault::card_removed_early;
        case SCARD_E_SHARING_VIOLATION:
        case SCARD_W_RESET_CARD:
            return Fault::reader_busy;
        default:
            return is_service_gone(code) ? Fault::reader_service_gone : Fault::card_unresponsive;
    }
}

// T=0 has no Le behind data; the card then says 61xx (ISO 7816-3, 12.2.1).
ByteView without_le_of_case_4(ByteView apdu) {
    const bool case_4 = apdu.size() > 5 && apdu.size() == std::size_t{6} + apdu[4];
    return case_4 ? apdu.first(apdu.size() - 1) : apdu;
}

const SCARD_IO_REQUEST* pci_of(DWORD protocol) {
    if (protocol == SCARD_PROTOCOL_RAW) return SCARD_PCI_RAW;
    return protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
}

}  // namespace

kiosk::Error pcsc_error(const char* call, LONG code) {
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), "0x%08lX", static_cast<unsigned long>(code) & 0xFFFFFFFFUL);
    return {fault_of(code), std::string(call) + ": " + number.data()};
}

// A daemon that dies says COMM_ERROR to whoever waits, NO_SERVICE afterwards, and for a moment SECURITY_VIOLATION: the line
// was cut while it held our words. So does one that refuses us.
bool is_service_gone(LONG code) {
    return code == SCARD_E_NO_SERVICE || code == SCARD_F_COMM_ERROR || code == SCARD_E_SERVICE_STOPPED ||
           code == SCARD_W_SECURITY_VIOLATION;
}

PcscCard::~PcscCard() {
    if (!card_) return;
    const PcscCore::Call call(core_, call_limit, Fault::reader_service_gone);
    if (in_transaction_) SCardEndTransaction(*card_, SCARD_LEAVE_CARD);
    SCardDisconnect(*card_, SCARD_LEAVE_CARD);
}

LONG PcscCard::connect(DWORD protocols) {
    const PcscCore::Call call(core_, call_limit, stuck_);
    if (card_) return SCardReconnect(*card_, SCARD_SHARE_SHARED, protocols, SCARD_RESET_CARD, &protocol_);
    SCARDHANDLE handle = 0;
    const LONG code = SCardConnect(context_, reader_.c_str(), SCARD_SHARE_SHARED, protocols, &handle, &protocol_);
    if (code == SCARD_S_SUCCESS) card_ = handle;
    return code;
}

// A card works without its ATR being known; one that is longer than ISO 7816-3 allows is none.
LONG PcscCard::read_atr() {
    const PcscCore::Call call(core_, call_limit, Fault::reader_silent);
    std::array<BYTE, MAX_ATR_SIZE> atr{};
    DWORD size = atr.size();
    const LONG code = SCardStatus(*card_, nullptr, nullptr, nullptr, nullptr, atr.data(), &size);
    atr_.clear();
    if (code == SCARD_E_INSUFFICIENT_BUFFER) return SCARD_S_SUCCESS;
    if (code == SCARD_S_SUCCESS && size <= atr.size()) atr_.assign(atr.begin(), atr.begin() + size);
    return code;
}

kiosk::Status PcscCard::power() {
    LONG connected = connect(usual_protocols);
    if (connected == SCARD_E_PROTO_MISMATCH) connected = connect(SCARD_PROTOCOL_RAW);  // some readers of storage cards
    if (connected != SCARD_S_SUCCESS) return pcsc_error("SCardConnect", connected);
    if (!in_transaction_) {
        const PcscCore::Call call(core_, call_limit, stuck_);
        if (const LONG code = SCardBeginTransaction(*card_); code != SCARD_S_SUCCESS)
            return pcsc_error("SCardBeginTransaction", code);
        in_transaction_ = true;
    }
    if (const LONG code = read_atr(); code != SCARD_S_SUCCESS) return pcsc_error("SCardStatus", code);
    return kiosk::Done{};
}

kiosk::Result<Bytes> PcscCard::transmit(ByteView apdu) {
    if (core_.closed()) return kiosk::Error{Fault::card_removed_early, "SCardTransmit: the reader is being closed"};
    if (protocol_ == SCARD_PROTOCOL_T0) apdu = without_le_of_case_4(apdu);
    buffer_.resize(MAX_BUFFER_SIZE_EXTENDED);
    DWORD size = buffer_.size();
    LONG code = SCARD_S_SUCCESS;
    {
        const PcscCore::Call call(core_, call_limit, Fault::reader_silent);
        code = SCardTransmit(*card_, pci_of(protocol_), apdu.data(), apdu.size(), nullptr, buffer_.data(), &size);
    }
    if (core_.take_overdue()) return kiosk::Error{Fault::reader_silent, "SCardTransmit: came back too late"};
    if (code != SCARD_S_SUCCESS) return pcsc_error("SCardTransmit", code);
    const ByteView reply = part(buffer_, 0, size);
    return Bytes(reply.begin(), reply.end());
}

}  // namespace hw
