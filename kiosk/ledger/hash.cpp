#include "kiosk/ledger/hash.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/ledger/descriptor.h"

namespace kiosk {
namespace {

Error failed(const std::string& path, const char* what, const char* remedy) {
    const int number = errno;
    const bool full = number == ENOSPC || number == EDQUOT;
    return {full ? Fault::disk_full : Fault::ledger_unreadable,
            fmt::format("key file {}: {}: {}; {}", path, what, std::strerror(number),
                        full ? "free some space on that disk" : remedy)};
}

bool write_key(int fd, const std::array<std::uint8_t, HashKey::size>& bytes) {
    errno = ENOSPC;  // a short write says nothing else
    return ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(fd) == 0;
}

bool sync_folder(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const Descriptor fd(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fd && ::fsync(fd.get()) == 0;
}

// Written under another name and then linked: whoever finds the key file finds all of it. Another process may
// have been quicker; then its key is the one.
Status make_key(const std::string& path) {
    std::array<std::uint8_t, HashKey::size> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    const std::string draft = fmt::format("{}.{}", path, ::getpid());
    const Descriptor fd(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd) return failed(path, "cannot be made", "make its folder writable for this user");
    const bool written = write_key(fd.get(), bytes);
    sodium_memzero(bytes.data(), bytes.size());
    const bool linked = written && (::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const auto status = linked ? Status{Done{}} : failed(path, "cannot be made", "look after that disk");
    ::unlink(draft.c_str());
    if (!status) return status;
    if (!sync_folder(path)) return failed(path, "cannot be kept", "look after that disk");
    return Done{};
}

std::string_view prefix(HashOf kind) {
    switch (kind) {
        case HashOf::card:
            return "card:";
        case HashOf::social_card:
            return "social:";
        case HashOf::resident_id:
            return "id:";
        case HashOf::typed:
            return "typed:";
        case HashOf::case_key:
            return "case:";
        case HashOf::request:
            return "request:";
        case HashOf::key_check:
            return "check:";
    }
    return "";
}

}  // namespace

HashKey::~HashKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

Result<std::optional<HashKey>> read_key(const std::string& path) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd && errno == ENOENT) return std::optional<HashKey>{};
    if (!fd) return failed(path, "cannot be read", "run this as the user who owns it");
    std::array<std::uint8_t, HashKey::size + 1> bytes{};
    const auto count = ::read(fd.get(), bytes.data(), bytes.size());
    if (count < 0) return failed(path, "cannot be read", "restore it from the backup");
    if (count != static_cast<ssize_t>(HashKey::size))
        return Error{Fault::ledger_unreadable,
                     fmt::format("key file {}: is not a key of {} bytes; restore it from the backup", path, HashKey::size)};
    std::array<std::uint8_t, HashKey::size> key{};
    std::copy_n(bytes.begin(), HashKey::size, key.begin());
    sodium_memzero(bytes.data(), bytes.size());
    return std::optional{HashKey(key)};
}

Result<HashKey> read_or_make_key(const std::string& path) {
    auto known = read_key(path);
    if (!known) return known.error();
    if (*known) return **known;
    if (const auto made = make_key(path); !made) return made.error();
    known = read_key(path);
    if (!known) return known.error();
    if (!*known) return Error{Fault::ledger_unreadable, "key file " + path + ": vanished while it was made; try again"};
    return **known;
}

Hash keyed_hash(const HashKey& key, HashOf kind, std::string_view text) {
    crypto_generichash_state state;
    Hash hash{};
    const auto add = [&](std::string_view part) {
        crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
    };
    crypto_generichash_init(&state, key.bytes().data(), key.bytes().size(), hash.size());
    add(prefix(kind));
    add(text);
    crypto_generichash_final(&state, hash.data(), hash.size());
    return hash;
}

std::string opaque_key(const HashKey& key, std::string_view text) {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const auto hash = keyed_hash(key, HashOf::case_key, text);
    std::string result;
    std::uint32_t bits = 0;
    int held = 0;
    for (std::size_t at = 0; at < 10; ++at) {  // 80 bits
        bits = (bits << 8) | hash[at];
        for (held += 8; held >= 5; held -= 5) result += alphabet[(bits >> (held - 5)) & 31];
    }
    return result;
}

}  // namespace kiosk
