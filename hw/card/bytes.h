#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hw {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// Up to `length` bytes from `from`; shorter, or empty, where there are no more.
ByteView part(ByteView bytes, std::size_t from, std::size_t length);
std::string_view as_text(ByteView bytes);

std::string to_hex(ByteView bytes);                      // "00A4040009"
std::optional<Bytes> from_hex(std::string_view digits);  // pairs, spaces between pairs allowed

}  // namespace hw
