#pragma once

#include <cstddef>

namespace kiosk {

// A block of this size or more is the system's own: it gets it, zeroed when it is used again, as soon as it is freed.
constexpr std::size_t large_block = 1024 * 1024;

// Once, before the first large block. Making a PDF takes a copy of the font's outlines for a moment, up to 16 MB; left to
// itself glibc keeps such blocks once it has seen one freed.
void give_large_blocks_back();

// After work that took some megabytes in small blocks; takes a millisecond.
void give_freed_memory_back();

}  // namespace kiosk
