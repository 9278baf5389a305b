#include "kiosk/base/replace_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace kiosk {

Status replace_file(const std::string& path, std::string_view text) {
    const auto draft = path + '.' + std::to_string(::getpid());
    std::ofstream file(draft, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    const bool kept = file && std::rename(draft.c_str(), path.c_str()) == 0;
    if (kept) return Done{};
    const auto why = std::string(std::strerror(errno));  // NOLINT(concurrency-mt-unsafe): glibc's is safe
    ::unlink(draft.c_str());
    return Error{Fault::refused, path + ": cannot be written: " + why};
}

}  // namespace kiosk
