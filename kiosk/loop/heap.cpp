#include "kiosk/loop/heap.h"

#include <malloc.h>

namespace kiosk {

void give_large_blocks_back() { mallopt(M_MMAP_THRESHOLD, large_block); }

void give_freed_memory_back() { malloc_trim(0); }

}  // namespace kiosk
