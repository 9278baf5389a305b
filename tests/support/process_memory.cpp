#include "tests/support/process_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "kiosk/base/ascii.h"
#include "kiosk/base/descriptor.h"
#include "kiosk/base/utf8.h"

namespace support {
namespace {

std::string packed(const std::string& digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>((digits[i] - '0') * 16 + (digits[i + 1] - '0'));
    return bytes;
}

std::string wide(const std::string& text, bool little) {
    std::string bytes;
    for (const char32_t point : kiosk::to_code_points(text)) {
        const auto low = static_cast<char>(point & 0xFF), high = static_cast<char>(point >> 8 & 0xFF);
        bytes += little ? low : high;
        bytes += little ? high : low;
    }
    return bytes;
}

int count_in(const std::string& memory, const std::string& pattern) {
    int count = 0;
    const char* at = memory.data();
    const char* const end = at + memory.size();
    while (
        (at = static_cast<const char*>(::memmem(at, static_cast<std::size_t>(end - at), pattern.data(), pattern.size())))) {
        ++count;
        ++at;
    }
    return count;
}

}  // namespace

std::vector<std::string> ways_to_keep_text(const std::string& text) { return {text, wide(text, true), wide(text, false)}; }

std::vector<std::string> ways_to_keep(const std::string& text) {
    auto ways = ways_to_keep_text(text);
    if (!kiosk::all_digits(text)) return ways;
    if (text.size() % 2 == 0) {
        ways.push_back(packed(text));
        ways.push_back(packed(text.substr(1, text.size() - 2)));  // behind a half byte of something else
    } else {
        ways.push_back(packed(text.substr(1)));
        ways.push_back(packed(text.substr(0, text.size() - 1)));
    }
    return ways;
}

int count_in_memory(pid_t process, const std::vector<std::string>& patterns) {
    const auto folder = "/proc/" + std::to_string(process);
    const kiosk::Descriptor memory(::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC));
    std::ifstream maps(folder + "/maps");
    if (!memory || !maps) throw std::runtime_error("the memory of process " + std::to_string(process) + " cannot be read");
    int count = 0;
    for (std::string line; std::getline(maps, line);) {
        std::size_t from = 0, to = 0;
        char readable = 0, writable = 0;
        if (std::sscanf(line.c_str(), "%zx-%zx %c%c", &from, &to, &readable, &writable) != 4) continue;
        if (readable != 'r' || writable != 'w') continue;
        std::string bytes(to - from, '\0');
        const auto got = ::pread(memory.get(), bytes.data(), bytes.size(), static_cast<off_t>(from));
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        for (const auto& pattern : patterns) count += count_in(bytes, pattern);
    }
    return count;
}

}  // namespace support
