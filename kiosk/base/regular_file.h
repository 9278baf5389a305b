#pragma once

#include <cstddef>
#include <string>

#include "kiosk/base/descriptor.h"
#include "kiosk/base/result.h"

namespace kiosk {

// A file that a person named, for reading. A pipe, a device or a folder in its place is refused at once: opening a pipe
// would wait for a writer, and reading a device would never end; /dev/null alone is as good as an empty file. Errors, with
// the path in the detail: not_found (there is none), refused (another kind of file, or no permission).
Result<Descriptor> open_regular_file(const std::string& path);

// All of it. Error besides: malformed, it has more than `most` bytes and so is none of the kind that was asked for.
Result<std::string> read_regular_file(const std::string& path, std::size_t most);

}  // namespace kiosk
