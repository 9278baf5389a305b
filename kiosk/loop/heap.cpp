#include "kiosk/loop/heap.h"

#include <malloc.h>

namespace kiosk {

void give_large_blocks_back() { mallopt(M_MMAP_THRESHOLD, large_block); }

}  // namespace kiosk
