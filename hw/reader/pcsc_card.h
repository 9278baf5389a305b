#pragma once

#include <optional>
#include <string>

#include <winscard.h>

#include "hw/card/card_channel.h"
#include "hw/reader/pcsc_core.h"

namespace hw {

// What a code of PC/SC means to the hall, once a card is there: card_removed_early (also when the reader went with it),
// card_unresponsive (whatever is not known, too), reader_busy (another program keeps the card, or reset it) or
// reader_service_gone.
kiosk::Error pcsc_error(const char* call, LONG code);
bool is_service_gone(LONG code);

// A connection to the card in one reader, in a transaction, so that two programs do not mix their SELECTs. It leaves the
// card as it is: no reset, no eject.
class PcscCard final : public CardChannel {
public:
    // `stuck`: what it means when connecting does not come back. pcscd lets it wait for another program's transaction too.
    PcscCard(PcscCore& core, SCARDCONTEXT context, std::string reader, kiosk::Fault stuck)
        : core_(core), context_(context), reader_(std::move(reader)), stuck_(stuck) {}
    ~PcscCard() override;
    PcscCard(const PcscCard&) = delete;
    PcscCard& operator=(const PcscCard&) = delete;

    // Connects. A second time: resets the card, which also shows whether it is still there.
    kiosk::Status power();
    bool connected() const { return card_.has_value(); }  // was, at least

    Bytes atr() const override { return atr_; }
    kiosk::Result<Bytes> transmit(ByteView apdu) override;

private:
    LONG connect(DWORD protocols);
    LONG read_atr();

    PcscCore& core_;
    SCARDCONTEXT context_;
    std::string reader_;
    kiosk::Fault stuck_;
    std::optional<SCARDHANDLE> card_;
    bool in_transaction_ = false;
    DWORD protocol_ = 0;
    Bytes atr_;
    Bytes buffer_;  // for an answer
};

}  // namespace hw
