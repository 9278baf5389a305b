#pragma once

#include <string_view>

#include "kiosk/voice/numerals.h"
#include "kiosk/voice/readings.h"

// Any Chinese text aloud, for what no reviewed line is there: what is filled into sentences, names of places and people, and
// a city's new sentences until somebody writes their lines.
namespace kiosk::voice {

class Aloud {
public:
    Aloud(const Readings& readings, const Manner& manner) : readings_(&readings), manner_(manner) {}
    Aloud(Readings&&, const Manner&) = delete;  // it borrows

    // Dates, times, amounts, numbers before what is counted, tickets, telephone numbers and masked names as people say them;
    // a character without a known reading is "a rare character".
    Syllables text(std::string_view text) const;
    // A masked name: 王＊明 is "surname Wang, and the last character is Ming". 王某明 would be shorter, but that is how the
    // news speaks of suspects. A name that was not masked is masked first.
    Syllables name(std::string_view masked) const;

    bool can_read(char32_t hanzi) const { return !readings_->of(hanzi).empty(); }
    const Manner& manner() const { return manner_; }

private:
    friend class AloudReader;
    const Readings* readings_;
    Manner manner_;
};

// 一 and 不 sound by what follows. `bend` notes those of `pieces` that may change: others are ordinals, numerals, or
// reviewed.
void bend_tones(Syllables& pieces, const std::vector<bool>& bend);

std::string without_tones(const Syllables& pieces);  // for an English voice: "Chong qing"

}  // namespace kiosk::voice
