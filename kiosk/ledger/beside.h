#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "kiosk/base/descriptor.h"

namespace kiosk {

// A small file beside a ledger, made if it is not there. A file that root makes belongs to the ledger's owner, too.
inline Descriptor open_beside(const std::string& path, const std::string& ledger_path) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    struct stat ledger {};
    if (file && ::geteuid() == 0 && ::stat(ledger_path.c_str(), &ledger) == 0 &&
        ::fchown(file.get(), ledger.st_uid, ledger.st_gid) != 0)
        return Descriptor(-1);
    return file;
}

}  // namespace kiosk
