#include "kiosk/ledger/witness.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "kiosk/ledger/beside.h"

namespace kiosk {
namespace {

constexpr std::size_t record_size = 256;  // bytes, within one disk sector: written as a whole or not at all

std::string witness_path(const std::string& ledger_path, char terminal) {
    const std::filesystem::path path(ledger_path);
    return (path.parent_path() / fmt::format(".{}.{}.told", path.filename().string(), terminal)).string();
}

// FNV-1a. A record whose checksum is wrong was not written to its end and counts as missing.
std::uint32_t sum_of(std::string_view text) {
    std::uint32_t sum = 2166136261U;
    for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
    return sum;
}

std::string head_of(const LastNumber& last, const TicketSite& site) {
    return fmt::format("{} {:03} {:08x}", iso(last.day), last.number, sum_of(site.hall));
}

std::string record_of(const LastNumber& last, const TicketSite& site) {
    const auto head = head_of(last, site);
    auto record = fmt::format("{} {:08x}\n", head, sum_of(head));
    record.resize(record_size, '\n');
    return record;
}

LastNumber read_record(int fd, const TicketSite& site) {
    std::array<char, record_size> bytes{};
    const auto count = ::pread(fd, bytes.data(), bytes.size(), 0);
    const std::string_view text(bytes.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (text.size() < 14) return {};
    const auto day = parse_iso_date(text.substr(0, 10));
    LastNumber last;
    std::from_chars(text.data() + 11, text.data() + 14, last.number);
    if (!day || last.number < 1) return {};
    last.day = *day;
    return record_of(last, site) == text ? last : LastNumber{};
}

}  // namespace

LastNumber last_issued(const std::string& ledger_path, const TicketSite& site) {
    const Descriptor file(::open(witness_path(ledger_path, site.terminal).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return file ? read_record(file.get(), site) : LastNumber{};
}

void note_issued(const std::string& ledger_path, const TicketSite& site, const LastNumber& last) {
    const auto file = open_beside(witness_path(ledger_path, site.terminal), ledger_path);
    if (!file || ::flock(file.get(), LOCK_EX) != 0) return;  // no process holds the lock for longer than this function
    const auto known = read_record(file.get(), site);
    if (known.day == last.day && known.number >= last.number) return;
    const auto record = record_of(last, site);
    static_cast<void>(::pwrite(file.get(), record.data(), record.size(), 0) < 0);
}

bool has_witness(const std::string& ledger_path, const TicketSite& site) {
    return last_issued(ledger_path, site).number > 0;
}

}  // namespace kiosk
