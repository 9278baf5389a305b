// The kiosk's heap: every block is wiped when it is freed, whoever frees it. What a card, a code or a keypad gave passes
// through strings of Pango, GLib, ZXing and libpcsclite as well as our own, and a core file would show it for hours.
//
// glibc's heap stays as it is: only the two functions that give a block back stand before its own (glibc manual, "Replacing
// malloc"; __libc_* are glibc's names for what it would have called).
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "kiosk/loop/heap.h"

// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" void __libc_free(void* block) noexcept;
extern "C" void* __libc_realloc(void* block, std::size_t size) noexcept;
// NOLINTEND(bugprone-reserved-identifier)

extern "C" void free(void* block) noexcept {
    if (!block) return;
    const auto size = malloc_usable_size(block);
    if (size < kiosk::large_block) explicit_bzero(block, size);
    __libc_free(block);
}

// glibc's own would leave the old bytes behind where it moves a block or cuts its end off.
extern "C" void* realloc(void* block, std::size_t size) noexcept {
    const auto old_size = block ? malloc_usable_size(block) : 0;
    const bool both_large = old_size >= kiosk::large_block && size >= kiosk::large_block;
    if (!block || size == 0 || both_large) return __libc_realloc(block, size);
    if (size <= old_size && size >= old_size / 2) return block;
    void* moved = std::malloc(size);
    if (!moved) return nullptr;
    std::memcpy(moved, block, std::min(size, old_size));
    free(block);
    return moved;
}
