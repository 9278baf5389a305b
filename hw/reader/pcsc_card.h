#pragma once

#include <optional>
#include <string>

#include <winscard.h>

#include "hw/reader/card_channel.h"
#include "hw/reader/pcsc_core.h"

namespace hw {

// What a code of PC/SC means to the hall: card_removed_early (also when the reader went with it), card_unresponsive,
// reader_busy or reader_service_gone.
kiosk::Error pcsc_error(const char* call, LONG code);
bool is_service_gone(LONG code);

constexpr std::chrono::milliseconds transmit_limit{3000};
constexpr std::chrono::milliseconds connect_limit{8000};  // a reader tries several voltages and speeds on a bad contact

// A connection to the card in one reader, in a transaction, so that two programs do not mix their SELECTs. It leaves the
// card as it is: no reset, no eject.
class PcscCard final : public CardChannel {
public:
    PcscCard(PcscCore& core, SCARDCONTEXT context, std::string reader)
        : core_(core), context_(context), reader_(std::move(reader)) {}
    ~PcscCard() override;
    PcscCard(const PcscCard&) = delete;
    PcscCard& operator=(const PcscCard&) = delete;

    // Connects. A second time: resets the card, which also tells whether it is still there.
    kiosk::Status power();

    Bytes atr() const override { return atr_; }
    kiosk::Result<Bytes> transmit(ByteView apdu) override;

private:
    LONG connect();
    LONG read_atr();

    PcscCore& core_;
    SCARDCONTEXT context_;
    std::string reader_;
    std::optional<SCARDHANDLE> card_;
    bool in_transaction_ = false;
    DWORD protocol_ = 0;
    Bytes atr_;
};

}  // namespace hw
