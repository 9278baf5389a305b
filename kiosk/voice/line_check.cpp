#include "kiosk/voice/line_check.h"

#include <algorithm>
#include <charconv>

#include "kiosk/base/ascii.h"
#include "kiosk/base/utf8.h"

namespace kiosk::voice {
namespace {

std::string toneless(std::string_view syllable) { return std::string(syllable.substr(0, syllable.size() - 1)); }

// One pass along words and syllables of a stretch between holes.
class Walk {
public:
    Walk(const std::string& words, const Syllables& pieces, const Readings& readings, std::vector<std::string>& mistakes)
        : words_(to_code_points(words)), readings_(readings), mistakes_(mistakes) {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (is_pause(pieces[i])) continue;
            said_.push_back(pieces[i]);
            follows_.push_back(i + 1 < pieces.size() ? pieces[i + 1] : "");
        }
    }

    void check() {
        while (at_ < words_.size() && mistakes_.empty()) {
            const char32_t c = words_[at_];
            if (c >= U'0' && c <= U'9')
                take_digits();
            else if (c < 0x80 && ((c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z')))
                take_letter(c);
            else if (!readings_.of(c).empty())
                take_hanzi(c);
            else
                ++at_;  // a mark
        }
        if (mistakes_.empty() && syllable_ < said_.size())
            complain("has more syllables than characters: " + said_[syllable_]);
    }

private:
    void complain(const std::string& what) { mistakes_.push_back(what); }
    std::string here() const { return to_utf8(words_.substr(at_, 4)); }

    void take_letter(char32_t c) {
        const std::string capital(1, static_cast<char>(c >= U'a' ? c - U'a' + U'A' : c));
        if (syllable_ >= said_.size() || said_[syllable_] != capital) return complain("lacks the letter " + capital);
        ++syllable_;
        ++at_;
    }

    // A number has as many readings as there are manners to say it.
    void take_digits() {
        std::string digits;
        const auto from = at_;
        for (; at_ < words_.size() && words_[at_] >= U'0' && words_[at_] <= U'9'; ++at_)
            digits += static_cast<char>(words_[at_]);
        std::uint64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        auto ways = {number(value),    count(value),    singly(digits, {.yao = true}), singly(digits, {.yao = false}),
                     Syllables{"yi2"}, Syllables{"yi4"}};
        for (auto way : ways) {
            std::erase_if(way, [](const auto& piece) { return is_pause(piece); });
            if (way.size() == 1 && (way[0] == "yi2" || way[0] == "yi4") && value != 1) continue;
            if (syllable_ + way.size() > said_.size()) continue;
            if (!std::equal(way.begin(), way.end(), said_.begin() + static_cast<std::ptrdiff_t>(syllable_))) continue;
            syllable_ += way.size();
            return;
        }
        at_ = from;
        complain("does not say the number " + digits);
    }

    void take_hanzi(char32_t c) {
        const auto& word = readings_.word(std::u32string_view(words_).substr(at_));
        if (!word.empty()) {
            for (const auto& syllable : word) {
                if (syllable_ >= said_.size() || said_[syllable_] != syllable)
                    return complain("reads " + here() + " otherwise than zh_CN.readings: " + joined(word));
                ++syllable_;
            }
            at_ += word.size();
            return;
        }
        if (syllable_ >= said_.size()) return complain("has no syllable for " + here());
        const auto& said = said_[syllable_];
        if (c == U'一' || c == U'不')
            check_bent(c, said);
        else if (said != readings_.of(c).front())
            complain(permitted(c, said) ? "reads " + to_utf8({&c, 1}) + " as " + said +
                                              ", which is unusual: add the word to zh_CN.readings if it is right"
                                        : "reads " + to_utf8({&c, 1}) + " as " + said + ", which no dictionary permits");
        ++syllable_;
        ++at_;
    }

    bool permitted(char32_t c, const std::string& said) const {
        const auto known = readings_.of(c);
        return std::ranges::any_of(known, [&](const auto& one) {
            return one == said || (said.back() == '5' && is_syllable(said) && toneless(one) == toneless(said));
        });
    }

    // What is behind a hole is not known here, so the last syllable of a stretch may be any.
    void check_bent(char32_t c, const std::string& said) {
        const bool one = c == U'一';
        if (!is_syllable(said) || toneless(said) != (one ? "yi" : "bu"))
            return complain("reads " + to_utf8({&c, 1}) + " as " + said);
        const std::string next = syllable_ < follows_.size() ? follows_[syllable_] : "";
        if (!is_syllable(next)) return;
        const bool falls = tone_of(next) == '4' || next == "ge5";
        const char tone = tone_of(said);
        const bool fits = tone == '1' ? one : tone == (falls ? '2' : '4');
        if (!fits) complain("says " + said + " before " + next);
    }

    std::u32string words_;
    Syllables said_, follows_;
    const Readings& readings_;
    std::vector<std::string>& mistakes_;
    std::size_t at_ = 0, syllable_ = 0;
};

}  // namespace

std::vector<std::string> mistakes_of(const Line& line, const Readings& readings) {
    const auto& words = line.words_template;
    if (words.holes.size() != line.holes.size() ||
        !std::ranges::equal(words.holes, line.holes, {}, &Hole::index, &Hole::index))
        return {"its holes are not those of the words, in their order"};
    std::vector<std::string> mistakes;
    for (std::size_t i = 0; i < words.texts.size() && mistakes.empty(); ++i)
        Walk(words.texts[i], line.pieces.at(i), readings, mistakes).check();
    return mistakes;
}

}  // namespace kiosk::voice
