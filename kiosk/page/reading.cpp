#include "kiosk/base/utf8.h"
#include "kiosk/page/page.h"

namespace kiosk {
namespace {

int length_of(std::string_view text) {
    constexpr char32_t first_of_cjk = 0x2E80;
    constexpr int of_word = 2;
    int length = 0;
    bool in_word = false;
    for (const char32_t c : to_code_points(text)) {
        const bool of_letters = c > U' ' && c < first_of_cjk;
        length += of_letters ? (in_word ? 0 : of_word) : (c < first_of_cjk ? 0 : 1);
        in_word = of_letters;
    }
    return length;
}

}  // namespace

int reading_length(const Page& page) {
    int length = 0;
    const auto add = [&length](const std::string& text) { length += length_of(text); };
    for (const auto& sentence : page.sentences) {
        add(sentence.words.text);
        add(sentence.value);
    }
    for (const auto& entry : page.entries) add(entry.label.text);
    for (const auto& station : page.way) {
        add(station.name);
        add(station.day);
    }
    for (const auto& choice : page.choices) {
        add(choice.words.text);
        add(choice.second.text);
    }
    return length;
}

}  // namespace kiosk
