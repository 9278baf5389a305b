#pragma once

#include <memory>
#include <optional>

#include "kiosk/case/custody.h"
#include "kiosk/store/sync.h"

namespace kiosk {

// The custody of an office. Where there is a store, each call first fetches the events of the other offices, and the call's
// own event counts once the store has it. While the line is down, a call goes by what this machine knows, and a later call
// sends the event. Errors: as Custody. If another office was quicker, the answer describes the state after that office's
// event.
class OfficeCustody : public Custody {
public:
    // Why the last call could not reach the store; its event waits in the ledger. nullopt: the store was reached.
    virtual const std::optional<Error>& alone() const = 0;
};
// An empty options.shared.where: there are no other offices. Errors: as open_ledger.
Result<std::unique_ptr<OfficeCustody>> open_office(const SyncOptions& options);

}  // namespace kiosk
