#pragma once

#include <zip.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kiosk/base/owned.h"
#include "kiosk/base/result.h"

namespace kiosk {

// One part of a package, unpacked in a stream and never beyond its size limit.
class PackagePart {
public:
    Result<std::size_t> read(std::span<char> room);  // how many bytes; 0 is the end
    std::uint64_t size() const { return size_; }     // as the archive says, unpacked
    std::uint64_t done() const { return done_; }     // bytes read

private:
    friend class Package;
    PackagePart(zip_file_t* file, std::uint64_t size, std::uint64_t most) : file_(file), size_(size), most_(most) {}

    Owned<zip_file_t, zip_fclose> file_;
    std::uint64_t size_, most_, done_ = 0;
};

// A zip archive as office programs write it. libzip knows the format, this class sets the limits. Parts borrow the package.
class Package {
public:
    // Errors: malformed, worded for the person who chose the file.
    static Result<Package> open(const std::string& path);
    static Result<Package> in_memory(std::string_view bytes);  // borrows the bytes

    // Finds a part by its name, in capitals or not; nullopt: the package has no such part.
    std::optional<std::uint64_t> find(const std::string& name) const;
    // Errors: the part is encrypted, larger than `most` bytes, or packed as tightly as only a hostile archive is.
    Result<PackagePart> read(std::uint64_t part, std::uint64_t most) const;

private:
    explicit Package(zip_t* archive) : archive_(archive) {}
    static Result<Package> of(zip_source_t* source);

    Owned<zip_t, zip_discard> archive_;
};

}  // namespace kiosk
