#include "kiosk/base/wipe.h"

#include <array>

namespace kiosk {

[[gnu::noinline]] void wipe_stack() {
    std::array<char, 64 * 1024> room;
    explicit_bzero(room.data(), room.size());
}

}  // namespace kiosk
