#pragma once

#include <memory>
#include <optional>

#include "kiosk/case/custody.h"
#include "kiosk/store/sync.h"

namespace kiosk {

// An office's custody, shared with the other offices where there is a store: each call first hears what they have told, and
// what it does itself counts when it is told to them. With the line down it works from what this machine knows and tells it
// later. Errors: as Custody; what others were quicker with is answered as it stands then.
class OfficeCustody : public Custody {
public:
    // Why the last call was alone with what this machine knows; what it did waits to be told. nullopt: it was not.
    virtual const std::optional<Error>& alone() const = 0;
};
// An empty options.shared.where: there are no other offices. Errors: as open_ledger.
Result<std::unique_ptr<OfficeCustody>> open_office(const SyncOptions& options);

}  // namespace kiosk
