#pragma once

#include <cstdint>
#include <string>

namespace kiosk {

enum class Language : std::uint8_t { chinese, english };

// Words that the city writes in its policy, in both languages.
struct Bilingual {
    std::string zh;
    std::string en;
    const std::string& in(Language language) const { return language == Language::chinese ? zh : en; }
    bool operator==(const Bilingual&) const = default;
};

}  // namespace kiosk
