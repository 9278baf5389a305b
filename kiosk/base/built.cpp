#include "kiosk/base/built.h"

namespace kiosk {

Wall built_at() { return Wall{std::chrono::seconds{KIOSK_BUILT}}; }

}  // namespace kiosk
