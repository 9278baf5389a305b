#pragma once

#include <string>
#include <string_view>
#include <vector>

// What the Mandarin voice is given: pinyin, a tone behind each syllable, pauses between. It is never given hanzi: an engine
// that knows no words reads 重庆 as zhong4 qing4.
namespace kiosk::voice {

bool is_syllable(std::string_view text);  // "chong2", "lv4": a syllable of Mandarin and its tone, 5 is neutral
inline char tone_of(std::string_view syllable) { return syllable.empty() ? '\0' : syllable.back(); }

// A piece of what is spoken: a syllable, a letter from A to Z that is spelled, or a pause.
using Syllables = std::vector<std::string>;
inline void append(Syllables& to, const Syllables& more) { to.insert(to.end(), more.begin(), more.end()); }
bool is_letter(std::string_view piece);  // "A"
bool is_pause(std::string_view piece);   // one of , . ? ! ;

std::string joined(const Syllables& pieces);  // "ni3 hao3, A ling2 yao1 qi1."

}  // namespace kiosk::voice
