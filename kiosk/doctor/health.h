#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/doctor/clock.h"
#include "kiosk/doctor/finding.h"
#include "kiosk/doctor/space.h"
#include "kiosk/health/deeds.h"
#include "kiosk/health/running.h"
#include "kiosk/ledger/outbox.h"
#include "kiosk/site/site.h"

namespace kiosk {

// How a terminal stands, as another program sees it from what lies about: nothing is asked of a device, and nothing is told
// of a person. The doctor looks deeper, and takes seconds.
struct Health {
    struct Queue {                                            // of today
        std::int64_t issued = 0, ordinary = 0, priority = 0;  // the latter two: that wait
        std::optional<Wall> last;                             // when the last ticket of this terminal was given
    };
    struct Copy {  // of the shared store
        std::optional<Wall> synced_at;
        OutboxCount outbox;
        std::int64_t unsent = 0, unpublished = 0, disputed = 0, set_aside = 0;
    };

    Wall at{};
    std::string version, ring;       // of this program; no ring: no repository is named
    std::optional<Running> running;  // nullopt: no kiosk is at work
    std::optional<Error> ledger;     // why it cannot be read
    Queue queue;
    std::optional<Copy> copy;  // nullopt: there is no shared store
    Space space;
    ClockState clock;
    bool synchronised = false;         // that clock, by a time server
    std::optional<LastBackup> backup;  // nullopt: none was made, or nobody can read the note of it
    std::optional<LastUpdate> update;

    std::optional<Wall> last_visit() const;  // or the last ticket, whichever was later
};

// `root`: the folder below which the files of kiosk/health lie; "" on the machine itself.
Health look_at_health(const Site& site, const std::string& root, Wall now);

// Why this terminal may not be disturbed now, by an update for instance; nullopt: the hall is closed for a while yet, and
// nobody stands here.
std::optional<std::string> why_not_at_rest(const Health& health, const Policy& policy);

std::vector<Finding> findings(const Health& health, const Site& site);
std::string metrics(const Health& health, const Site& site);      // as Prometheus reads them
std::string health_page(const Health& health, const Site& site);  // HTML

}  // namespace kiosk
