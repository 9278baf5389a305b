#pragma once

#include <optional>

#include <winscard.h>

#include "hw/reader/pcsc_core.h"

namespace hw {

// A line to pcscd, which may hang at its beginning and its end too.
class Context {
public:
    explicit Context(PcscCore& core) : core_(core) {
        const PcscCore::Call call(core_, call_limit, kiosk::Fault::reader_service_gone);
        SCARDCONTEXT context = 0;
        code_ = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
        if (code_ != SCARD_S_SUCCESS) return;
        context_ = context;
        core_.set_context(context_);
    }
    ~Context() {
        if (!context_) return;
        core_.set_context(std::nullopt);
        const PcscCore::Call call(core_, call_limit, kiosk::Fault::reader_service_gone);
        SCardReleaseContext(*context_);
    }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    explicit operator bool() const { return context_.has_value(); }
    SCARDCONTEXT operator*() const { return *context_; }
    LONG code() const { return code_; }

private:
    PcscCore& core_;
    LONG code_ = SCARD_S_SUCCESS;
    std::optional<SCARDCONTEXT> context_;
};

}  // namespace hw
