#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kiosk/voice/aloud.h"
#include "kiosk/voice/lines.h"

// A translator's file of lines, the words of its sentences read aloud, and a file of readings.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace kiosk::voice;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto readings = Readings::parse("4E00 yi1\n91CD zhong4 chong2\n", text, "fuzz");
    const Readings known = readings ? *readings : Readings{};
    const Aloud aloud(known, {});
    for (const auto& piece : aloud.text(text))
        if (!is_syllable(piece) && !is_letter(piece) && !is_pause(piece)) std::abort();
    const auto lines = Lines::parse(text, "fuzz");
    if (!lines) return 0;
    for (const auto& [words, line] : lines->all()) {
        if (line.pieces.size() != line.holes.size() + 1) std::abort();
        for (const auto& part : line.pieces)
            for (const auto& piece : part)
                if (!is_syllable(piece) && !is_letter(piece) && !is_pause(piece)) std::abort();
        if (line.holes.empty() && lines->find(words) != &line) std::abort();
        if (const auto values = line.words_template.values_in(text);
            values && values->size() != line.words_template.holes.size())
            std::abort();
    }
    return 0;
}
