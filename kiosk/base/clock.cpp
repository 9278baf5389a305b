#include "kiosk/base/clock.h"

#include <sys/timex.h>

namespace kiosk {

bool kept_by_time_server() {
    timex only_to_see{};
    return ::adjtimex(&only_to_see) >= 0 && (only_to_see.status & STA_UNSYNC) == 0;
}

}  // namespace kiosk
