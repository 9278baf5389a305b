#include "hw/resolver/token.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>  // explicit_bzero
#include <string_view>

#include <fmt/format.h>

#include "kiosk/base/regular_file.h"

namespace hw {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr auto blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

kiosk::Result<kiosk::PrivateBytes> read_token(const std::string& path) {
    const auto wrong = [&](const char* what) {
        return kiosk::Error{kiosk::Fault::refused, fmt::format("token file {}: {}", path, what)};
    };
    const auto file = kiosk::open_regular_file(path);
    if (!file) return kiosk::Error{kiosk::Fault::refused, "token file " + file.error().detail};
    std::array<char, 4096> bytes{};
    const auto size = ::read(file->get(), bytes.data(), bytes.size());
    const std::string_view text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    const kiosk::PrivateBytes token(trimmed(text.substr(0, text.find('\n'))));
    explicit_bzero(bytes.data(), bytes.size());
    const auto given = token.view();
    const bool printable = std::all_of(given.begin(), given.end(), [](char c) { return c > ' ' && c < 0x7f; });
    if (given.empty() || !printable || given.size() >= bytes.size() - 1) return wrong("its first line is no bearer token");
    return token;
}

}  // namespace hw
